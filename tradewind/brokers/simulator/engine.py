"""The simulated venue as a machine: synchronous, no input or output, deterministic.

Before anything else is looked at, the funding that fell due meanwhile is paid. Not simulated: the effect of our own
orders on the visible book, liquidation in parts, auto-deleveraging.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from decimal import Decimal

from tradewind.brokers.port import BrokerEvent, OrderRejected, VenuePosition
from tradewind.brokers.simulator.acceptance import (
    broken_change,
    broken_rule,
    excessive_leverage,
    missing_change,
    refusal,
)
from tradewind.brokers.simulator.account import SimulatedAccount
from tradewind.brokers.simulator.config import SimulatorConfig
from tradewind.brokers.simulator.engine_state import EngineState
from tradewind.brokers.simulator.funding import Funding, Rate
from tradewind.brokers.simulator.liquidation import Liquidation
from tradewind.brokers.simulator.matching import touched_at
from tradewind.brokers.simulator.records import Records
from tradewind.brokers.simulator.restoring import remembered_guards
from tradewind.brokers.simulator.ticket import HoldingKey, Ticket
from tradewind.brokers.simulator.trading import Trading
from tradewind.brokers.simulator.view import MarketView, Path
from tradewind.domain.account import HeldPosition
from tradewind.domain.clock import Instant
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import Order, OrderKind, OrderPurpose, OrderRecord, OrderState, TimeInForce
from tradewind.domain.position import ZERO

_TAKEN_BY_THE_VENUE = (OrderState.ACCEPTED, OrderState.PARTIAL, OrderState.PENDING_CANCEL)
_TICK_OF_TIME = timedelta(milliseconds=1)


class MatchingEngine:
    """Every change is told to `tell`, in order, before the call that made it returns."""

    def __init__(self, config: SimulatorConfig, tell: Callable[[BrokerEvent], None]) -> None:
        self._config = config
        self.account = SimulatedAccount(config)
        self.records = Records(config, tell)
        self._trading = Trading(config, self.account, self.records)
        self._funding = Funding(config, self.account, self.records)
        self._liquidation = Liquidation(config, self.account, self.records, self._trading)
        self._marks: dict[Symbol, Decimal] = {}
        self._unseen: set[Symbol] = set()  # held, and valued at their entry until a price comes

    def restore(
        self,
        orders: Sequence[OrderRecord],
        positions: Sequence[HeldPosition],
        cash: Decimal,
        at: Instant,
        funded_until: Instant | None = None,
    ) -> None:
        """Begin from what the ledger remembers; an order that it never saw accepted is unknown here.

        A market order whose fills were not recorded counts as canceled: it never rests. Funding after `funded_until`
        (None: `at`) is due.
        """
        self.account.restore(positions, cash)
        self._funding.restore(funded_until or at)
        for held in positions:
            self._marks[held.position.symbol] = held.position.entry_price or ZERO
            self._unseen.add(held.position.symbol)
        for record in orders:
            if record.state in _TAKEN_BY_THE_VENUE:
                self._remember(Ticket.remembered(record, self._config.position_mode), at)
        for guard in remembered_guards(self._config, positions, self.records.waiting(), at):
            self.records.keep(guard, is_told=False)

    def state(self) -> EngineState:
        """Return everything that what comes next depends on."""
        return EngineState(
            cash=self.account.cash,
            holdings=tuple(self.account.holdings.items()),
            leverages=self.account.leverages(),
            open_tickets=tuple(self.records.open_tickets()),
            marks=dict(self._marks),
            unseen=tuple(sorted(self._unseen)),
            funding=self._funding.state(),
        )

    def resume(self, state: EngineState) -> None:
        """Stand where `state` was taken; orders that had ended are not known any more."""
        self.account.resume(state.cash, state.holdings, state.leverages)
        for ticket in state.open_tickets:
            self.records.keep(ticket, is_told=False)
        self._marks, self._unseen = dict(state.marks), set(state.unseen)
        self._funding.resume(state.funding)

    def watched(self) -> set[Symbol]:
        """Return the instruments on which a price can change something."""
        return {t.symbol for t in self.records.open_tickets()} | {
            symbol for symbol, _ in self.account.holdings
        }

    def take(self, order: Order, view: MarketView) -> Ticket:
        """Accept `order` and fill what the book gives; OrderRejected with the reason.

        The same client order id gives the same order again and no second execution.
        """
        if known := self.records.known(order.client_order_id):
            return known
        self._look(view)
        if reason := broken_rule(order, view.rules):
            raise OrderRejected(reason)
        ticket = Ticket.of(order, self._config.position_mode, view.seen_at)
        if not ticket.is_reduce_only:
            self._agree_leverage(ticket)
        if reason := refusal(ticket, view, self.account, self.records, self._marks):
            raise OrderRejected(reason)
        if order.kind is OrderKind.TRIGGER:
            return self.records.keep(ticket)
        return self._trading.enter(ticket, view)

    def cancel(self, ticket: Ticket, reason: str, at: Instant) -> Ticket:
        """Take out what is left of `ticket`."""
        return self._trading.cancel(ticket, reason, at)

    def amend(
        self, ticket: Ticket, view: MarketView, *, quantity: BaseQty | None, price: Decimal | None
    ) -> Ticket:
        """Change an open order and fill what the book now gives; OrderRejected leaves it as it was."""
        self._look(view)
        current = self.records.ticket(ticket.venue_order_id)
        if current is None or not current.is_open:
            raise OrderRejected(f"{ticket.venue_order_id} is not open any more")
        changed = current.amended(quantity, price, view.seen_at)
        reason = broken_change(current, changed, view, self.account, self.records)
        reason = reason or missing_change(current, changed, self.account, self.records, self._marks)
        if reason:
            raise OrderRejected(reason)
        return self.records.keep(changed) if changed.is_waiting else self._trading.enter(changed, view)

    def close(self, symbol: Symbol, client_order_id: ClientOrderId, view: MarketView) -> Ticket | None:
        """Close everything held of `symbol` at the market; None when that is nothing, OrderRejected.

        The orders that would have closed it are taken out first. Where a long and a short are held, the long goes under
        the id that is given and the short under one that follows from it.
        """
        self._look(view)
        keys = [key for key in self.account.holdings if key[0] == symbol]
        for ticket in self.records.resting(symbol):
            if ticket.is_reduce_only and keys:
                self.cancel(ticket, "the whole position is being closed", view.seen_at)
        closed = [
            self._trading.enter(
                self._closing(key, ClientOrderId(f"{client_order_id}{'x' * place}"), view), view
            )
            for place, key in enumerate(keys)
        ]
        return closed[0] if closed else None

    def note(self, paths: Iterable[Path]) -> None:
        """Value by their last price what is held since before a restart and has not been priced yet."""
        for path in paths:
            if path.symbol in self._unseen:
                self._unseen.discard(path.symbol)
                self._marks[path.symbol] = path.mark

    def advance(self, path: Path, view: MarketView | None) -> None:
        """Let the market go `path`; without a view stops and targets wait."""
        self._funding.settle(self._seen(), Instant.of(path.at - _TICK_OF_TIME))
        self._marks[path.symbol] = path.mark
        self._unseen.discard(path.symbol)
        self._funding.settle(self._seen(), path.at)
        self._trading.walk(path, view)
        if not self._unseen:
            self._liquidation.check(self._marks, path.at)

    def pass_by(self, path: Path, worst: Decimal) -> bool:
        """Go a path on which nothing happens, not even at its `worst` mark; False, and nothing was changed, else."""
        symbol = path.symbol
        if self._funding.is_due(path.at) or symbol in self._unseen:
            return False
        for ticket in self.records.open_tickets(symbol):
            trigger = ticket.trigger_price
            if trigger is None or touched_at(ticket.purpose, ticket.side, trigger, path) is not None:
                return False
        if self._liquidation.takes_over_at({**self._marks, symbol: worst}):
            return False
        self._marks[symbol] = path.mark
        return True

    def taken_over_before(self, symbol: Symbol, worst: Decimal) -> Decimal | None:
        """Estimate where on its way to `worst` a position is taken over; None where it is not, stops left aside."""
        marks = {**self._marks, symbol: worst}
        keys = [key for key in self.account.holdings if key[0] == symbol]
        if not keys or not self._liquidation.takes_over_at(marks):
            return None
        return self._liquidation.price(keys[0], marks)

    def settle(self, at: Instant) -> None:
        """Pay the funding that has fallen due."""
        self._funding.settle(self._seen(), at)

    def learn_rate(self, symbol: Symbol, rate: Rate) -> None:
        """Take note of the funding rate in force."""
        self._funding.learn(symbol, rate)

    def positions(self) -> list[VenuePosition]:
        """Return every open position."""
        return [
            VenuePosition(
                symbol=key[0],
                quantity=holding.position.quantity,
                entry_price=holding.position.entry_price,
                leverage=holding.leverage,
                margin_mode=self._config.margin_mode,
                liquidation_price=self._liquidation.price(key, self._marks),
            )
            for key, holding in self.account.holdings.items()
        ]

    def _seen(self) -> dict[Symbol, Decimal]:
        return {symbol: mark for symbol, mark in self._marks.items() if symbol not in self._unseen}

    def _look(self, view: MarketView) -> None:
        self._funding.settle(self._seen(), view.seen_at)
        symbol = view.book.symbol
        self._unseen.discard(symbol)
        self._marks[symbol] = view.mark

    def _remember(self, ticket: Ticket, at: Instant) -> None:
        if ticket.limit_price is None and ticket.trigger_price is None:
            ticket = ticket.canceled("the simulator stopped before it filled", at)
        elif not ticket.is_reduce_only:
            self.account.set_leverage(ticket.key, ticket.leverage)
        self.records.keep(ticket, is_told=False)

    def _agree_leverage(self, ticket: Ticket) -> None:
        """Set the leverage that an opening brings; it stays set when the order is refused after that, as at OKX."""
        key, earlier = ticket.key, self.account.leverage(ticket.key)
        self.account.set_leverage(key, ticket.leverage)
        spendable = self.account.spendable(self._marks, self.records.resting())
        if ticket.leverage < earlier and spendable < 0:
            self.account.set_leverage(key, earlier)
            raise OrderRejected(
                f"leverage {ticket.leverage:f} needs more margin: {-spendable:f} is wanting for what is held"
            )
        mark = self._marks[ticket.symbol]
        if reason := excessive_leverage(ticket, self.account, self._config, mark):
            raise OrderRejected(reason)

    def _closing(self, key: HoldingKey, client_order_id: ClientOrderId, view: MarketView) -> Ticket:
        holding = self.account.holdings[key]
        return Ticket(
            venue_order_id=f"sim-{client_order_id}",
            client_order_id=client_order_id,
            symbol=key[0],
            held_as=key[1],
            side=holding.closing_side,
            purpose=OrderPurpose.CLOSE,
            quantity=holding.quantity,
            is_for_all=False,
            limit_price=None,
            trigger_price=None,
            time_in_force=TimeInForce.IOC,
            is_reduce_only=True,
            leverage=holding.leverage,
            stop_price=None,
            take_profit_price=None,
            pair=None,
            state=OrderState.ACCEPTED,
            filled=BaseQty(ZERO),
            cost=ZERO,
            reason=None,
            updated_at=view.seen_at,
        )
