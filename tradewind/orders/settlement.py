"""What became of an order: the venue's reports are taken in, and lost orders are looked for, never sent again."""

import asyncio
from datetime import timedelta

import structlog

from tradewind.brokers.port import Broker, BrokerError, BrokerUnavailable, OrderRejected, VenueOrder
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId, PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderKind, OrderPurpose, OrderRecord, OrderState
from tradewind.ledger import Ledger
from tradewind.orders.comparison import AT_THE_VENUE
from tradewind.orders.config import OrdersConfig
from tradewind.orders.fills import FillPosting
from tradewind.orders.intent import Issue, protective_order
from tradewind.orders.register import OrderRegister
from tradewind.orders.states import NEWS, OrderEvent

_log = structlog.get_logger(__name__)

NEVER_SEEN = frozenset({OrderState.SENDING, OrderState.UNKNOWN})
"""States in which the venue may not have the order at all."""


class Settlement:
    """Learns from the venue; every method may raise LedgerUnavailable."""

    def __init__(
        self,
        *,
        broker: Broker,
        ledger: Ledger,
        register: OrderRegister,
        fills: FillPosting,
        clock: Clock,
        portfolio_id: PortfolioId,
        config: OrdersConfig,
    ) -> None:
        self._broker = broker
        self._ledger = ledger
        self._register = register
        self._fills = fills
        self._clock = clock
        self._portfolio_id = portfolio_id
        self._config = config
        self.incomplete: set[ClientOrderId] = set()
        """Orders whose end was told before all their fills; to be looked for."""
        self.unconfirmed: set[ClientOrderId] = set()
        """Orders that were amended without an answer; to be asked about."""
        self._forgotten: set[ClientOrderId] = set()
        """Orders that the venue took and did not know when it was asked; to be asked about until that is certain."""

    @property
    def in_doubt(self) -> set[ClientOrderId]:
        """Orders at the venue of which something is not known."""
        return self.incomplete | self.unconfirmed | self._forgotten

    async def learn(self, report: VenueOrder) -> OrderRecord | None:
        """Take in what the venue says of an order; None when it is not one of ours.

        What is filled comes from fills alone: an order ends only when every reported fill is posted.
        """
        if report.client_order_id is None:
            return None
        record = await self._register.find(report.client_order_id)
        if record is None:
            record = await self._adopt(report.client_order_id, report)
        if record is None:
            return None
        if report.filled > record.filled:
            record = await self._catch_up(record)
        if report.state is OrderState.FILLED:  # its last word, and so of the size that it had last
            record = await self.take_terms(record, report)
        event = NEWS.get(report.state)
        if event is None:
            return record
        if report.filled > record.filled:
            self.incomplete.add(record.order.client_order_id)
            event = OrderEvent.ACCEPT
        else:
            self.incomplete.discard(record.order.client_order_id)
            if report.state is OrderState.FILLED and record.filled < record.order.quantity:
                event = OrderEvent.CANCEL  # the venue cut a reduce-only order to what was held
        return await self._register.hear(
            report.client_order_id, event, venue_order_id=report.venue_order_id, reason=report.reason
        )

    async def settle(self, record: OrderRecord) -> OrderRecord:
        """Look for an order until the venue knows it or has proved that it does not; return how it stands.

        It stays as it is when the venue cannot be asked: the caller comes back later.
        """
        misses = 0
        for delay in (timedelta(0), *self._config.query_delays):
            await asyncio.sleep(delay.total_seconds())
            try:
                report = await self._look(record)
            except (BrokerError, TimeoutError) as e:
                _log.warning(
                    "order_not_found_out", client_order_id=record.order.client_order_id, error=str(e)
                )
                continue
            if report is not None:
                self._forgotten.discard(record.order.client_order_id)
                record = await self.take_terms(record, report)
                return await self.learn(report) or record
            misses += 1
        if misses <= len(self._config.query_delays):
            return record
        return await self._give_up(record, misses)

    async def take_terms(self, record: OrderRecord, report: VenueOrder) -> OrderRecord:
        """Record the size and the price at which the venue keeps a limit order; `report` must be of now.

        A pushed report of an order that rests may be older than an amendment: those never come here.
        """
        order = record.order
        self.unconfirmed.discard(order.client_order_id)
        if order.kind is not OrderKind.LIMIT or report.quantity is None or report.limit_price is None:
            return record
        if (report.quantity, report.limit_price) == (order.quantity, order.limit_price):
            return record
        await self._register.amend(order.client_order_id, report.quantity, report.limit_price)
        return await self._register.get(order.client_order_id)

    async def look_up(self, record: OrderRecord) -> OrderRecord:
        """Ask once about an order and take in the answer; BrokerUnavailable.

        One that the venue took and does not know is in doubt: the search asks again before anything is concluded.
        """
        order = record.order
        try:
            async with asyncio.timeout(self._config.answer_timeout.total_seconds()):
                report = await self._broker.query(order.symbol, order.client_order_id)
        except TimeoutError as e:
            raise BrokerUnavailable(f"no answer about order {order.client_order_id}") from e
        if report is None:
            if record.state in AT_THE_VENUE:
                self._forgotten.add(order.client_order_id)
            return record
        return await self.learn(report) or record

    async def take_fill(self, fill: Fill) -> None:
        """Post `fill`, once; first the order that it belongs to is adopted, if the venue sent that one by itself."""
        if fill.client_order_id is not None and await self._register.find(fill.client_order_id) is None:
            await self._adopt_order_of(fill.symbol, fill.client_order_id)
        await self._fills.post(fill)

    async def read_fills(self, since: Instant) -> None:
        """Post what the venue filled from `since` on, in its order; BrokerUnavailable.

        Never those of one order alone: a close that is posted after a later opening has another result.
        """
        try:
            async with asyncio.timeout(self._config.answer_timeout.total_seconds()):
                fills = await self._broker.fills(since)
        except TimeoutError as e:
            raise BrokerUnavailable(f"no fills within {self._config.answer_timeout}") from e
        for fill in fills:
            await self.take_fill(fill)

    async def _look(self, record: OrderRecord) -> VenueOrder | None:
        order = record.order
        async with asyncio.timeout(self._config.answer_timeout.total_seconds()):
            if record.state is OrderState.PENDING_CANCEL:
                try:
                    return await self._broker.cancel(order.symbol, order.client_order_id)
                except OrderRejected:
                    pass  # nothing rests there any more: the query tells how it ended
            return await self._broker.query(order.symbol, order.client_order_id)

    async def _read_fills_of(self, record: OrderRecord) -> None:
        await self.read_fills(self.overlapped(record.order.created_at))

    async def _catch_up(self, record: OrderRecord) -> OrderRecord:
        try:
            await self._read_fills_of(record)
        except BrokerError as e:
            _log.warning("fills_unread", client_order_id=record.order.client_order_id, error=str(e))
        return await self._register.get(record.order.client_order_id)

    def overlapped(self, moment: Instant) -> Instant:
        """Return from when on fills are read so that none since `moment` is missed."""
        return Instant.of(moment - self._config.fills_overlap)

    async def _give_up(self, record: OrderRecord, misses: int) -> OrderRecord:
        try:
            await self._read_fills_of(record)
        except BrokerError as e:
            _log.warning("fills_unread", client_order_id=record.order.client_order_id, error=str(e))
            return record
        after = await self._register.get(record.order.client_order_id)
        if after.state is not record.state or after.filled > record.filled:
            return after
        if after.state in NEVER_SEEN:
            reason = f"never reached the venue: {misses} queries and its fills show nothing"
            return await self._register.hear(after.order.client_order_id, OrderEvent.EXPIRE, reason=reason)
        self._forgotten.discard(after.order.client_order_id)
        reason = f"the venue no longer knows it after {misses} queries"
        return await self._register.hear(after.order.client_order_id, OrderEvent.CANCEL, reason=reason)

    async def _adopt_order_of(self, symbol: Symbol, client_order_id: ClientOrderId) -> None:
        try:
            async with asyncio.timeout(self._config.answer_timeout.total_seconds()):
                report = await self._broker.query(symbol, client_order_id)
        except (BrokerError, TimeoutError) as e:
            _log.warning("order_of_fill_not_found_out", client_order_id=client_order_id, error=str(e))
            return
        if report is not None:
            await self._adopt(client_order_id, report)

    async def _adopt(self, client_order_id: ClientOrderId, report: VenueOrder) -> OrderRecord | None:
        if report.purpose not in (OrderPurpose.STOP, OrderPurpose.TAKE_PROFIT):
            _log.warning("foreign_order", symbol=report.symbol, venue_order_id=report.venue_order_id)
            return None
        if report.trigger_price is not None and not report.filled:
            return None  # it waits: only the order that it sends is one of ours
        positions = await self._ledger.positions.held(self._portfolio_id)
        held = next((held for held in positions if held.position.symbol == report.symbol), None)
        if held is None:
            _log.error("protection_of_nothing", symbol=report.symbol, venue_order_id=report.venue_order_id)
            return None
        issue = Issue(
            portfolio_id=self._portfolio_id, at=self._clock.now(), lifetime=self._config.intent_lifetime
        )
        await self._register.add(protective_order(client_order_id, report.purpose, held, report, issue))
        await self._register.claim(client_order_id)
        return await self._register.get(client_order_id)
