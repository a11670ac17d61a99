"""The order side of a backtest: the desk's own orders, states and round trips, on a venue that answers at once.

What keeps a live desk whole (commits before each send, recovery, reconciliation, the kill switch) has nothing to do
here: nothing gets lost between a tape and its books.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from tradewind.brokers.port import OrderRejected, VenueOrder
from tradewind.domain.cash_flow import CashFlow
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId, DecisionId, PortfolioId
from tradewind.domain.ids import client_order_id as id_of_order
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import Order, OrderKind, OrderPurpose, OrderRecord, OrderState
from tradewind.domain.position import ZERO
from tradewind.orders.amendment import Amended, Change
from tradewind.orders.intent import AT_MARKET, Issue, Terms, order_for, protective_order
from tradewind.orders.states import NEWS, OrderEvent, step
from tradewind.research.books import Books
from tradewind.research.tape_sight import TapeClock
from tradewind.research.venue import Counter, TapeVenue
from tradewind.risk.verdict import Approved

LIFETIME = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersState:
    """Orders between two steps, to go on from."""

    unfinished: tuple[OrderRecord, ...]
    sent: tuple[Instant, ...]
    guards: tuple[VenueOrder, ...]
    rejected: int
    liquidations: int


class TapeOrders:
    """Satisfies what the cycle asks of `Executes` and of `OrderLog`."""

    def __init__(
        self,
        venue: TapeVenue,
        books: Books,
        clock: TapeClock,
        portfolio_id: PortfolioId,
        *,
        met: Callable[[Symbol], Counter | None],
    ) -> None:
        """`met`: what an order of now arrives at, the open of the candle that comes next; None: nobody trades."""
        self._venue = venue
        self._books = books
        self._clock = clock
        self._portfolio_id = portfolio_id
        self._met = met
        self._records: dict[ClientOrderId, OrderRecord] = {}
        self._guards: dict[ClientOrderId, VenueOrder] = {}
        self._sent: list[Instant] = []
        self.rejected = 0
        self.liquidations = 0

    async def execute(
        self, approved: Approved, decision_id: DecisionId, terms: Terms = AT_MARKET
    ) -> OrderRecord:
        """Send the order of one approval, once."""
        issue = Issue(portfolio_id=self._portfolio_id, at=self._clock.now(), lifetime=LIFETIME)
        order = order_for(approved, decision_id, issue, terms)
        if order.client_order_id in self._records:
            return self._records[order.client_order_id]
        record = self._send(order)
        if order.purpose is OrderPurpose.OPEN:
            self._draw_together(order, decision_id)
        return record

    async def move_protection(self, approved: Approved, decision_id: DecisionId) -> None:
        """Place the stop and the target anew and take the old ones out; where one is refused the old ones stay."""
        issue = Issue(portfolio_id=self._portfolio_id, at=self._clock.now(), lifetime=LIFETIME)
        order = order_for(approved, decision_id, issue)
        self._guard_anew(order, decision_id, approved.stop_price, approved.take_profit_price)

    def _draw_together(self, opening: Order, decision_id: DecisionId) -> None:
        """Guard a position that has grown as one, at its own stop and target: live, protection does that."""
        trip, standing = self._books.trips.get(opening.symbol), self._standing(opening.symbol)
        if trip is None or not standing:
            return
        prices = {OrderPurpose.STOP: trip.stop_price, OrderPurpose.TAKE_PROFIT: trip.take_profit_price}
        if any(guard.purpose and guard.trigger_price != prices.get(guard.purpose) for guard in standing):
            closing = replace(
                opening,
                side=opening.side.opposite,
                quantity=BaseQty(abs(trip.position.quantity)),
                is_reduce_only=True,
            )
            self._guard_anew(closing, decision_id, trip.stop_price, trip.take_profit_price)

    def _standing(self, symbol: Symbol) -> list[VenueOrder]:
        return [guard for guard in self._guards.values() if guard.symbol == symbol]

    def _guard_anew(
        self,
        closing: Order,
        decision_id: DecisionId,
        stop_price: Decimal | None,
        take_profit_price: Decimal | None,
    ) -> None:
        """Place the guards of what `closing` would close, then take the old ones out; the other way round if refused."""
        symbol, standing = closing.symbol, self._standing(closing.symbol)
        prices = {OrderPurpose.STOP: stop_price, OrderPurpose.TAKE_PROFIT: take_profit_price}
        placed = [
            self._send(_guard(closing, decision_id, purpose, price))
            for purpose, price in prices.items()
            if price is not None
        ]
        is_refused = any(record.state is OrderState.REJECTED for record in placed)
        obsolete = [record.order.client_order_id for record in placed if not record.state.is_final]
        if not is_refused:
            self._books.protect(symbol, stop_price, take_profit_price)
            obsolete = [guard.client_order_id for guard in standing if guard.client_order_id is not None]
        for client_order_id in obsolete:
            if client_order_id in self._guards:  # one of a pair goes with the other
                self._venue.cancel(symbol, client_order_id, self._clock.now())
                self.take_in()

    async def cancel(self, client_order_id: ClientOrderId) -> OrderRecord:
        """Take the rest of an order out."""
        record = self._records[client_order_id]
        if not record.state.is_final:
            self._venue.cancel(record.order.symbol, client_order_id, self._clock.now())
            self.take_in()
        return self._records[client_order_id]

    async def amend(self, client_order_id: ClientOrderId, change: Change) -> Amended:
        """Refuse: orders of a backtest trade at the market."""
        raise OrderRejected(f"{client_order_id} cannot be changed by {change}: nothing rests in a backtest")

    def opening_block(self, symbol: Symbol) -> str | None:  # noqa: ARG002 - nothing blocks one
        """Return None: no venue of a tape is ever away."""
        return None

    async def get(self, client_order_id: ClientOrderId) -> OrderRecord | None:
        """Return an order that is not finished, or was of this step; None else."""
        return self._records.get(client_order_id)

    async def count_since(self, portfolio_id: PortfolioId, since: Instant) -> int:  # noqa: ARG002
        """Return how many orders were sent from `since` on."""
        return sum(at >= since for at in self._sent)

    async def unfinished(self, portfolio_id: PortfolioId) -> Sequence[OrderRecord]:  # noqa: ARG002
        """Return the orders that something can still happen to."""
        return tuple(record for record in self._records.values() if not record.state.is_final)

    def begin_step(self) -> None:
        """Forget what is finished: nobody asks for it any more."""
        if self._records:
            self._records = {
                name: record for name, record in self._records.items() if not record.state.is_final
            }
        if self._sent:
            a_minute_ago = self._clock.now() - timedelta(minutes=1)
            self._sent = [at for at in self._sent if at >= a_minute_ago]

    def take_in(self) -> None:
        """Post everything that the venue has done."""
        for event in self._venue.events():
            match event:
                case Fill():
                    self._post(event)
                case CashFlow():
                    self._books.post_cash_flow(event)
                case _:
                    self._learn(event)

    def state(self) -> OrdersState:
        """Return the orders as they stand."""
        return OrdersState(
            unfinished=tuple(record for record in self._records.values() if not record.state.is_final),
            sent=tuple(self._sent),
            guards=tuple(self._guards.values()),
            rejected=self.rejected,
            liquidations=self.liquidations,
        )

    def resume(self, state: OrdersState) -> None:
        """Stand where `state` was taken."""
        self._records = {record.order.client_order_id: record for record in state.unfinished}
        self._guards = {guard.client_order_id: guard for guard in state.guards if guard.client_order_id}
        self._sent = list(state.sent)
        self.rejected, self.liquidations = state.rejected, state.liquidations

    def _send(self, order: Order) -> OrderRecord:
        self._keep(order, OrderState.INTENT)
        self._move(order.client_order_id, OrderEvent.SEND)
        self._sent.append(self._clock.now())
        counter = self._met(order.symbol)
        if counter is None:
            return self._reject(order, f"nobody trades {order.symbol} in the next candle")
        try:
            report = self._venue.place(order, counter)
        except OrderRejected as e:
            return self._reject(order, str(e))
        self._move(order.client_order_id, OrderEvent.ACCEPT, venue_order_id=report.venue_order_id)
        self.take_in()
        return self._records[order.client_order_id]

    def _reject(self, order: Order, reason: str) -> OrderRecord:
        self.rejected += 1
        return self._move(order.client_order_id, OrderEvent.REJECT, reason=reason)

    def _post(self, fill: Fill) -> None:
        record = None if fill.client_order_id is None else self._record_of(fill.client_order_id)
        order = None if record is None else record.order
        self._books.post_fill(fill, order, is_first_of_order=record is None or not record.filled)
        if record is None:
            return
        filled = BaseQty(record.filled + fill.quantity)
        cost = (record.average_price or ZERO) * record.filled + fill.price * fill.quantity
        event = OrderEvent.FILL_ALL if filled >= record.order.quantity else OrderEvent.FILL_PART
        self._records[record.order.client_order_id] = replace(
            record,
            state=step(record.state, event),
            filled=filled,
            average_price=cost / filled,
            updated_at=fill.exchange_time,
        )

    def _record_of(self, client_order_id: ClientOrderId) -> OrderRecord | None:
        """Return the order of a fill; what the venue sent by itself becomes an order of ours."""
        record = self._records.get(client_order_id)
        report = self._guards.get(client_order_id)
        trip = None if report is None else self._books.trips.get(report.symbol)
        if record is not None or report is None or report.purpose is None or trip is None:
            return record
        issue = Issue(portfolio_id=self._portfolio_id, at=self._clock.now(), lifetime=LIFETIME)
        order = protective_order(client_order_id, report.purpose, trip.held(), report, issue)
        self._keep(order, OrderState.INTENT)
        return self._move(client_order_id, OrderEvent.SEND)

    def _learn(self, report: VenueOrder) -> None:
        if report.purpose is OrderPurpose.LIQUIDATION:
            self.liquidations += 1
        client_order_id = report.client_order_id
        if client_order_id is None:
            return
        if report.purpose in (OrderPurpose.STOP, OrderPurpose.TAKE_PROFIT):
            self._guards[client_order_id] = report
            if report.state.is_final:
                del self._guards[client_order_id]
        event = NEWS.get(report.state)
        if client_order_id in self._records and event is not None:
            self._move(client_order_id, event, venue_order_id=report.venue_order_id, reason=report.reason)

    def _keep(self, order: Order, state: OrderState) -> None:
        self._records[order.client_order_id] = OrderRecord(
            order=order,
            state=state,
            venue_order_id=None,
            filled=BaseQty(ZERO),
            average_price=None,
            reason=None,
            updated_at=order.created_at,
        )

    def _move(
        self,
        client_order_id: ClientOrderId,
        event: OrderEvent,
        *,
        venue_order_id: str | None = None,
        reason: str | None = None,
    ) -> OrderRecord:
        record = self._records[client_order_id]
        moved = replace(
            record,
            state=step(record.state, event),
            venue_order_id=venue_order_id or record.venue_order_id,
            reason=reason or record.reason,
        )
        self._records[client_order_id] = moved
        return moved


def _guard(closing: Order, decision_id: DecisionId, purpose: OrderPurpose, price: Decimal) -> Order:
    return replace(
        closing,
        client_order_id=id_of_order(decision_id, f"{closing.symbol}|{purpose}", 1),
        kind=OrderKind.TRIGGER,
        purpose=purpose,
        stop_price=None,
        take_profit_price=None,
        trigger_price=price,
    )
