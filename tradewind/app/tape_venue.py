"""The simulator's matching on a tape: the same engine as the simulated venue's, told its time and prices."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from tradewind.brokers.port import BrokerEvent, OrderRejected, VenueOrder
from tradewind.brokers.simulator import SimulatorConfig
from tradewind.brokers.simulator.engine import MatchingEngine
from tradewind.brokers.simulator.engine_state import EngineState
from tradewind.brokers.simulator.funding import Rate
from tradewind.brokers.simulator.view import MarketView, Path
from tradewind.bus.codec import decode, encode
from tradewind.domain.clock import Instant
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import Order
from tradewind.research.venue import Counter, Prices, Stretch

_JUST_BEFORE = timedelta(milliseconds=1)


class SimulatedTapeVenue:
    """Satisfies the port of a backtest."""

    def __init__(self, config: SimulatorConfig) -> None:
        self._events: list[BrokerEvent] = []
        self._engine = MatchingEngine(config, self._events.append)

    @property
    def cash(self) -> Decimal:
        """The cash of the account, as the venue counts it."""
        return self._engine.account.cash

    def begin(self, cash: Decimal, at: Instant) -> None:
        """Open an account with `cash`."""
        self._engine.restore((), (), cash, at)

    def place(self, order: Order, counter: Counter) -> VenueOrder:
        """Take `order` and fill what the book gives; OrderRejected with the reason."""
        return self._engine.take(order, _view(counter)).report()

    def cancel(self, symbol: Symbol, client_order_id: ClientOrderId, at: Instant) -> VenueOrder:
        """Take the rest of a resting order out; OrderRejected when there is none."""
        ticket = self._engine.records.known(client_order_id)
        if ticket is None or ticket.symbol != symbol or not ticket.is_open:
            raise OrderRejected(f"no resting order {client_order_id} in {symbol}")
        return self._engine.cancel(ticket, "canceled on request", at).report()

    def watched(self) -> set[Symbol]:
        """Return the instruments on which a price can change something."""
        return self._engine.watched()

    def passes_by(self, symbol: Symbol, prices: Prices, at: Instant) -> bool:
        """Let a candle pass in which nothing happens; False, and nothing was changed, when something does."""
        worst = prices.low if self._is_long(symbol) else prices.high
        path = Path(
            symbol=symbol,
            at=at,
            open=prices.close,
            high=prices.high,
            low=prices.low,
            close=prices.close,
            bid=None,
            ask=None,
            mark=prices.close,
        )
        return self._engine.pass_by(path, worst)

    def live_through(self, stretch: Stretch) -> None:
        """Let a candle pass: orders fill, stops before targets, then what has no margin left is taken over.

        The margin is reckoned at the worst price of the candle first and at its close after that. Where it is used up
        on the way, nothing that waits beyond that price goes off before.
        """
        end = stretch.counter
        view, before_end = _view(end), Instant.of(end.at - _JUST_BEFORE)
        worst = stretch.low if self._is_long(end.book.symbol) else stretch.high
        reached = self._engine.taken_over_before(end.book.symbol, worst)
        if reached is not None and stretch.low < reached < stretch.high:
            is_falling = worst == stretch.low
            tick = end.rules.instrument.tick_size
            way = replace(stretch, low=reached) if is_falling else replace(stretch, high=reached)
            beyond = reached - tick if is_falling else reached + tick
            self._engine.advance(_path(way, beyond, before_end), view)
        self._engine.advance(_path(stretch, worst, before_end), view)
        self._engine.advance(_standing(view, end.at), view)

    def pay_funding(self, rates: Sequence[tuple[Symbol, Decimal]], at: Instant) -> None:
        """Pay what falls due at `at`, at these shares of the notional."""
        for symbol, share in rates:
            self._engine.learn_rate(symbol, Rate(share=share, due_at=at))
        self._engine.settle(at)

    def events(self) -> Sequence[BrokerEvent]:
        """Return what has happened since this was last asked, oldest first."""
        told = tuple(self._events)
        self._events.clear()
        return told

    def state(self) -> bytes:
        """Return everything that the future depends on, for `resume`."""
        return encode(self._engine.state())

    def resume(self, state: bytes) -> None:
        """Stand where `state` was taken; ValueError when it is none of this venue."""
        self._engine.resume(decode(state, EngineState))

    def _is_long(self, symbol: Symbol) -> bool:
        return any(
            key[0] == symbol and holding.position.quantity > 0
            for key, holding in self._engine.account.holdings.items()
        )


def _view(counter: Counter) -> MarketView:
    return MarketView(book=counter.book, rules=counter.rules, seen_at=counter.at, last_price=counter.price)


def _path(stretch: Stretch, mark: Decimal, at: Instant) -> Path:
    return Path(
        symbol=stretch.counter.book.symbol,
        at=at,
        open=stretch.open,
        high=stretch.high,
        low=stretch.low,
        close=stretch.counter.price,
        bid=None,
        ask=None,
        mark=mark,
    )


def _standing(view: MarketView, at: Instant) -> Path:
    return Path(
        symbol=view.book.symbol,
        at=at,
        open=view.price,
        high=view.price,
        low=view.price,
        close=view.price,
        bid=None,
        ask=None,
        mark=view.price,
    )
