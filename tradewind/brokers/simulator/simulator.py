"""A venue inside the desk: it trades on the cached book, and after a restart it knows what the ledger knows."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Sequence
from decimal import Decimal

import structlog

from tradewind.brokers.port import BrokerEvent, OrderRejected, VenueBalance, VenueOrder, VenuePosition
from tradewind.brokers.simulator.config import SimulatorConfig
from tradewind.brokers.simulator.engine import MatchingEngine
from tradewind.brokers.simulator.market import SimulatedMarket
from tradewind.bus.cache import Cache
from tradewind.bus.channels import Rebuilt
from tradewind.bus.messages import TickNotice
from tradewind.domain.account import HeldPosition
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import Order, OrderRecord
from tradewind.domain.ticker import Ticker

_log = structlog.get_logger(__name__)


class Simulator:
    """Implements `Broker`: call `restore` before anything else and keep `run` running."""

    def __init__(
        self, cache: Cache, ticks: AsyncIterable[TickNotice | Rebuilt], clock: Clock, config: SimulatorConfig
    ) -> None:
        self._market = SimulatedMarket(cache, clock, config.max_market_age)
        self._ticks = ticks
        self._clock = clock
        self._config = config
        self._events: asyncio.Queue[BrokerEvent] = asyncio.Queue()
        self._engine = MatchingEngine(config, self._events.put_nowait)

    @property
    def venue(self) -> str:
        """The venue id that its fills carry."""
        return self._config.venue

    def restore(
        self, open_orders: Sequence[OrderRecord], positions: Sequence[HeldPosition], cash: Decimal
    ) -> None:
        """Begin from the ledger's unfinished orders, open positions with their stops, and cash."""
        self._engine.restore(open_orders, positions, cash, self._clock.now())

    async def run(self) -> None:
        """Fill resting orders and trigger stops on every tick, until cancelled."""
        async for event in self._ticks:
            if isinstance(event, Rebuilt):
                await self._work_on(await self._market.tickers(sorted(self._engine.watched())))
            else:
                await self._work_on(event.tickers)

    async def place(self, order: Order) -> VenueOrder:
        """Take `order`, once per client order id; OrderRejected with the reason."""
        if known := self._engine.tickets.get(order.client_order_id):
            return known.report()
        view = await self._market.view(order.symbol)
        return self._engine.take(order, view).report()

    async def cancel(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder:
        """Take the rest of a resting order out; OrderRejected when there is none."""
        for ticket in self._engine.resting():
            if ticket.client_order_id == client_order_id and ticket.symbol == symbol:
                return self._engine.cancel(ticket, "canceled on request", self._clock.now()).report()
        raise OrderRejected(f"no resting order {client_order_id} in {symbol}")

    async def query(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        """Return the order, None when this venue has never taken it."""
        ticket = self._engine.tickets.get(client_order_id)
        return ticket.report() if ticket and ticket.symbol == symbol else None

    async def open_orders(self) -> Sequence[VenueOrder]:
        """Return every resting order."""
        return [ticket.report() for ticket in self._engine.resting()]

    async def positions(self) -> Sequence[VenuePosition]:
        """Return every open position."""
        return [
            VenuePosition(
                symbol=symbol,
                quantity=holding.position.quantity,
                entry_price=holding.position.entry_price,
                leverage=holding.leverage,
            )
            for symbol, holding in self._engine.account.holdings.items()
        ]

    async def balance(self) -> VenueBalance:
        """Return the cash, margin in use included."""
        return VenueBalance(currency=self._config.currency, cash=self._engine.account.cash)

    async def fills(self, since: Instant) -> Sequence[Fill]:
        """Return this run's fills from `since` on, oldest first."""
        return [fill for fill in self._engine.fills if fill.exchange_time >= since]

    async def events(self) -> AsyncIterator[BrokerEvent]:
        """Yield fills and order updates as they happen, until cancelled; for one reader."""
        while True:
            yield await self._events.get()

    async def _work_on(self, tickers: Iterable[Ticker]) -> None:
        for ticker in tickers:
            if self._market.is_fresh(ticker):
                self._engine.fill_reached(ticker, self._clock.now())
                await self._protect(ticker)

    async def _protect(self, ticker: Ticker) -> None:
        purpose = self._engine.set_off(ticker)
        if purpose is None:
            return
        try:
            self._engine.protect(ticker, await self._market.view(ticker.symbol))
        except OrderRejected as e:
            _log.warning("protection_waits", symbol=ticker.symbol, purpose=purpose, reason=str(e))
