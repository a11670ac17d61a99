"""Orders and how far they have come; every step is a compare-and-set."""

from dataclasses import fields
from decimal import Decimal, localcontext
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from tradewind.domain.clock import Clock, Instant
from tradewind.domain.ids import ClientOrderId, DecisionId, PortfolioId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import Order, OrderPurpose, OrderRecord, OrderState
from tradewind.domain.page import Page
from tradewind.ledger import tables
from tradewind.ledger.database import Database
from tradewind.ledger.journal import EXACT_DIGITS
from tradewind.ledger.selection import EVERYTHING, Selection, newest_first
from tradewind.ledger.statements import insert_once
from tradewind.ledger.whole import whole

ORDER_FIELDS = tuple(field.name for field in fields(Order))
PROGRESS_FIELDS = tuple(field.name for field in fields(OrderRecord) if field.name != "order")
FINAL = [state for state in OrderState if state.is_final]
FILLABLE = frozenset(
    {OrderState.INTENT, OrderState.SENDING, OrderState.ACCEPTED, OrderState.PARTIAL, OrderState.UNKNOWN}
)
"""States that a fill proves to be PARTIAL at least; a requested cancel and a final state stay as they are."""

_ONE = select(tables.orders).where(tables.orders.c.client_order_id == bindparam("client_order_id"))
_FILLS = select(tables.fills.c.quantity, tables.fills.c.price, tables.fills.c.venue_order_id).where(
    tables.fills.c.client_order_id == bindparam("client_order_id")
)
_OF_PORTFOLIO = tables.orders.c.portfolio_id == bindparam("portfolio_id")
_UNFINISHED = (
    select(tables.orders)
    .where(_OF_PORTFOLIO, tables.orders.c.state.not_in(FINAL))
    .order_by(tables.orders.c.seq)
)
_SENT_SINCE = (
    select(func.count().label("count"))
    .select_from(tables.orders)
    .where(
        _OF_PORTFOLIO,
        tables.orders.c.sent_at >= bindparam("since"),
        tables.orders.c.purpose.in_([OrderPurpose.OPEN, OrderPurpose.CLOSE]),
    )
)


class Orders:
    """Orders by client order id."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @whole
    async def add(self, order: Order) -> bool:
        """Commit an intent before it is sent; False when that id exists. Fills posted earlier count at once."""
        row: dict[str, Any] = {name: getattr(order, name) for name in ORDER_FIELDS}
        row |= {"state": OrderState.INTENT, "filled": Decimal(0), "updated_at": self._clock.now()}
        async with self._database.writing() as connection:
            is_added = await insert_once(connection, tables.orders, [row])
            if is_added:
                await count_fills(connection, order.client_order_id, self._clock)
            return is_added

    @whole
    async def advance(
        self,
        client_order_id: ClientOrderId,
        expected: OrderState,
        to: OrderState,
        *,
        venue_order_id: str | None = None,
        reason: str | None = None,
        fence: int | None = None,
    ) -> bool:
        """Move an order from `expected` to `to`; False when it stood elsewhere. None leaves a field as it is.

        `fence` is the token of the account's lease: with another one in force nothing moves.
        """
        now = self._clock.now()
        changes: dict[str, object] = {"state": to, "updated_at": now}
        if venue_order_id is not None:
            changes["venue_order_id"] = venue_order_id
        if reason is not None:
            changes["reason"] = reason
        if to is OrderState.SENDING:
            changes["sent_at"] = now
        statement = (
            update(tables.orders)
            .where(tables.orders.c.client_order_id == client_order_id, tables.orders.c.state == expected)
            .values(changes)
        )
        if fence is not None:
            statement = statement.where(_is_held(fence))
        async with self._database.writing() as connection:
            return (await connection.execute(statement)).rowcount == 1

    @whole
    async def amend(self, client_order_id: ClientOrderId, quantity: BaseQty, limit_price: Decimal) -> None:
        """Give an order another size and price, and the state that its fills have by that size."""
        statement = (
            update(tables.orders)
            .where(tables.orders.c.client_order_id == client_order_id)
            .values(quantity=quantity, limit_price=limit_price, updated_at=self._clock.now())
        )
        async with self._database.writing() as connection:
            await connection.execute(statement)
            await count_fills(connection, client_order_id, self._clock)

    async def get(self, client_order_id: ClientOrderId) -> OrderRecord | None:
        """Return an order, None when the ledger has none of that id; LedgerUnavailable."""
        async with self._database.reading() as connection:
            return await stored_order(connection, client_order_id)

    async def unfinished(self, portfolio_id: PortfolioId) -> list[OrderRecord]:
        """Return the orders to which something can still happen, oldest first; LedgerUnavailable."""
        rows = await self._database.rows(_UNFINISHED, {"portfolio_id": portfolio_id})
        return [_record(row) for row in rows]

    async def page(
        self, portfolio_id: PortfolioId, limit: int, cursor: str | None, wanted: Selection = EVERYTHING
    ) -> Page[OrderRecord]:
        """Return up to `limit` orders, newest first; LedgerUnavailable, ValueError for a foreign cursor."""
        query = newest_first(tables.orders, tables.orders.c.created_at, portfolio_id, wanted, cursor)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query.limit(limit + 1))).mappings().all()
        next_cursor = str(rows[limit - 1]["seq"]) if len(rows) > limit else None
        return Page(items=tuple(_record(row) for row in rows[:limit]), next_cursor=next_cursor)

    async def of_decision(self, portfolio_id: PortfolioId, decision_id: DecisionId) -> list[OrderRecord]:
        """Return the orders that a decision led to, its stops and targets included, oldest first; LedgerUnavailable."""
        query = (
            select(tables.orders)
            .where(tables.orders.c.portfolio_id == portfolio_id, tables.orders.c.decision_id == decision_id)
            .order_by(tables.orders.c.seq)
        )
        async with self._database.reading() as connection:
            return [_record(row) for row in (await connection.execute(query)).mappings()]

    async def count_since(self, portfolio_id: PortfolioId, since: Instant) -> int:
        """Return how many opening and closing orders were sent from `since` on; LedgerUnavailable."""
        [row] = await self._database.rows(_SENT_SINCE, {"portfolio_id": portfolio_id, "since": since})
        count: int = row["count"]
        return count


async def stored_order(connection: AsyncConnection, client_order_id: ClientOrderId) -> OrderRecord | None:
    """Return an order in the caller's transaction."""
    rows = await connection.execute(_ONE, {"client_order_id": client_order_id})
    row = rows.mappings().one_or_none()
    return None if row is None else _record(row)


async def count_fills(connection: AsyncConnection, client_order_id: ClientOrderId, clock: Clock) -> None:
    """Bring an order's filled, average price and state to what its posted fills say."""
    record = await stored_order(connection, client_order_id)
    if record is None:
        return
    rows = (await connection.execute(_FILLS, {"client_order_id": client_order_id})).all()
    if not rows:
        return
    with localcontext() as context:
        context.prec = EXACT_DIGITS
        filled = sum((row.quantity for row in rows), Decimal(0))
        notional = sum((row.quantity * row.price for row in rows), Decimal(0))
    venue_order_id = record.venue_order_id or next((r.venue_order_id for r in rows if r.venue_order_id), None)
    changes = {
        "filled": filled,
        "average_price": notional / filled,
        "state": _state_after(record, filled),
        "venue_order_id": venue_order_id,
        "updated_at": clock.now(),
    }
    await connection.execute(
        update(tables.orders).where(tables.orders.c.client_order_id == client_order_id).values(changes)
    )


def _is_held(token: int) -> ColumnElement[bool]:
    lease = tables.account_leases
    ours = select(lease.c.account).where(
        lease.c.account == tables.orders.c.portfolio_id, lease.c.token == token, lease.c.is_held
    )
    return ours.exists()


def _state_after(record: OrderRecord, filled: Decimal) -> OrderState:
    if filled >= record.order.quantity:
        return OrderState.FILLED
    return OrderState.PARTIAL if record.state in FILLABLE else record.state


def _record(row: RowMapping) -> OrderRecord:
    order = Order(**{name: row[name] for name in ORDER_FIELDS})
    return OrderRecord(order=order, **{name: row[name] for name in PROGRESS_FIELDS})
