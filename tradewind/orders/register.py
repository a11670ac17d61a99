"""The desk's orders as the ledger keeps them; every step goes by the table of states."""

from collections.abc import Sequence
from decimal import Decimal

import structlog

from tradewind.domain.ids import ClientOrderId, PortfolioId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import Order, OrderRecord, OrderState
from tradewind.ledger import Ledger
from tradewind.orders.states import IllegalStep, OrderEvent, step
from tradewind.telemetry.metrics import Metrics

_log = structlog.get_logger(__name__)


class OrderMissing(LookupError):
    """The ledger has no order of that id."""


class OrderRegister:
    """One portfolio's orders; every method may raise LedgerUnavailable."""

    def __init__(self, ledger: Ledger, portfolio_id: PortfolioId, metrics: Metrics) -> None:
        self._orders = ledger.orders
        self._portfolio_id = portfolio_id
        self._metrics = metrics

    async def add(self, order: Order) -> bool:
        """Commit an intent; False when the order exists."""
        is_added = await self._orders.add(order)
        if is_added:
            self._count(OrderState.INTENT)
        return is_added

    async def get(self, client_order_id: ClientOrderId) -> OrderRecord:
        """Return an order; OrderMissing."""
        record = await self._orders.get(client_order_id)
        if record is None:
            raise OrderMissing(f"the ledger has no order {client_order_id}")
        return record

    async def find(self, client_order_id: ClientOrderId) -> OrderRecord | None:
        """Return an order, None when it is not one of ours."""
        return await self._orders.get(client_order_id)

    async def unfinished(self) -> Sequence[OrderRecord]:
        """Return the orders that something can still happen to, oldest first."""
        return await self._orders.unfinished(self._portfolio_id)

    async def claim(self, client_order_id: ClientOrderId, fence: int | None = None) -> bool:
        """Take an intent for sending; False when somebody else has it or the account, or it is no intent any more."""
        is_claimed = await self._orders.advance(
            client_order_id, OrderState.INTENT, OrderState.SENDING, fence=fence
        )
        if is_claimed:
            self._count(OrderState.SENDING)
        return is_claimed

    async def drop(self, client_order_id: ClientOrderId, event: OrderEvent, reason: str) -> OrderRecord:
        """End an order that is an intent still, and return it; what somebody sends by now stays as it is."""
        to = step(OrderState.INTENT, event)
        if await self._orders.advance(client_order_id, OrderState.INTENT, to, reason=reason):
            self._count(to)
        return await self.get(client_order_id)

    async def move(
        self,
        client_order_id: ClientOrderId,
        event: OrderEvent,
        *,
        venue_order_id: str | None = None,
        reason: str | None = None,
    ) -> OrderRecord:
        """Record `event` on the order as it stands, and return it; OrderMissing, IllegalStep."""
        while True:
            record = await self.get(client_order_id)
            to = step(record.state, event)
            is_news = venue_order_id is not None and record.venue_order_id is None
            if to is record.state and not is_news:
                return record
            if await self._orders.advance(
                client_order_id, record.state, to, venue_order_id=venue_order_id, reason=reason
            ):
                if to is not record.state:
                    self._count(to)
                return await self.get(client_order_id)

    async def amend(self, client_order_id: ClientOrderId, quantity: BaseQty, limit_price: Decimal) -> None:
        """Record another size and price of an order, as the venue keeps it."""
        await self._orders.amend(client_order_id, quantity, limit_price)

    async def hear(
        self,
        client_order_id: ClientOrderId,
        event: OrderEvent,
        *,
        venue_order_id: str | None = None,
        reason: str | None = None,
    ) -> OrderRecord:
        """Like `move`, for a venue's word: what contradicts the record is logged and changes nothing."""
        try:
            return await self.move(client_order_id, event, venue_order_id=venue_order_id, reason=reason)
        except IllegalStep as e:
            _log.error("order_contradicted", client_order_id=client_order_id, error=str(e))
            return await self.get(client_order_id)

    def _count(self, state: OrderState) -> None:
        self._metrics.order_states.labels(state=state.value).inc()
