"""Fills, posted once: the fill, its journal entry, the position and the order move in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from sqlalchemy import RowMapping, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from tradewind.domain.clock import Clock
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId, DecisionId, PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import Order, OrderPurpose
from tradewind.domain.page import Page
from tradewind.domain.position import flat
from tradewind.ledger import tables
from tradewind.ledger.database import Database
from tradewind.ledger.journal import fill_entry
from tradewind.ledger.late_fills import Execution, is_late, put_right, retold
from tradewind.ledger.orders import count_fills, stored_order
from tradewind.ledger.positions import open_trip, record_step
from tradewind.ledger.postings import currency_of, write_entry
from tradewind.ledger.round_trip import after_fill
from tradewind.ledger.selection import Selection, conditions
from tradewind.ledger.statements import before, insert_once
from tradewind.ledger.whole import whole

FILL_FIELDS = tuple(field.name for field in fields(Fill))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """A fill and why it was."""

    fill: Fill
    decision_id: DecisionId | None
    """Whose order it filled; None: nobody's of this desk."""
    purpose: OrderPurpose | None
    """What that order was for; None where neither desk nor venue says."""


class Fills:
    """Executions by (venue, symbol, trade_id)."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @whole
    async def post(self, portfolio_id: PortfolioId, fill: Fill, order: Order | None) -> bool:
        """Post a fill with all that follows from it; False when it was posted before.

        `order` is the order it belongs to; None: the ledger looks it up by client order id, and a fill of
        an unknown order is posted all the same. LedgerUnavailable: nothing of it was posted, repeat it.
        """
        async with self._database.writing() as connection:
            currency = await currency_of(connection, portfolio_id)
            row = {"portfolio_id": portfolio_id} | {name: getattr(fill, name) for name in FILL_FIELDS}
            if not await insert_once(connection, tables.fills, [row]):
                return False
            await self._book(connection, portfolio_id, currency, fill, order)
            if fill.client_order_id is not None:
                await count_fills(connection, fill.client_order_id, self._clock)
            return True

    async def of(self, portfolio_id: PortfolioId, symbol: Symbol | None = None) -> list[Fill]:
        """Return the fills in the order in which they were posted, oldest first; LedgerUnavailable."""
        query = select(tables.fills).where(tables.fills.c.portfolio_id == portfolio_id)
        if symbol is not None:
            query = query.where(tables.fills.c.symbol == symbol)
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(tables.fills.c.seq))
            return [_fill(row) for row in rows.mappings()]

    async def of_orders(
        self, portfolio_id: PortfolioId, client_order_ids: Sequence[ClientOrderId]
    ) -> list[Fill]:
        """Return the fills of these orders, oldest first; LedgerUnavailable."""
        fills = tables.fills
        query = (
            select(fills)
            .where(fills.c.portfolio_id == portfolio_id, fills.c.client_order_id.in_(client_order_ids))
            .order_by(fills.c.seq)
        )
        async with self._database.reading() as connection:
            return [_fill(row) for row in (await connection.execute(query)).mappings()]

    async def page(self, portfolio_id: PortfolioId, limit: int, cursor: str | None) -> Page[Fill]:
        """Return up to `limit` fills, newest first; LedgerUnavailable, ValueError for a foreign cursor."""
        query = (
            select(tables.fills)
            .where(tables.fills.c.portfolio_id == portfolio_id, *before(tables.fills.c.seq, cursor))
            .order_by(tables.fills.c.seq.desc())
            .limit(limit + 1)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        next_cursor = str(rows[limit - 1]["seq"]) if len(rows) > limit else None
        return Page(items=tuple(_fill(row) for row in rows[:limit]), next_cursor=next_cursor)

    async def trades(
        self, portfolio_id: PortfolioId, wanted: Selection, limit: int, cursor: str | None
    ) -> Page[Trade]:
        """Return up to `limit` fills that are `wanted` by the venue's time, newest first.

        LedgerUnavailable, ValueError for a foreign cursor.
        """
        fills, orders = tables.fills, tables.orders
        query = (
            select(fills, orders.c.decision_id, orders.c.purpose.label("ordered_for"))
            .select_from(fills.outerjoin(orders, fills.c.client_order_id == orders.c.client_order_id))
            .where(
                fills.c.portfolio_id == portfolio_id,
                *conditions(fills, fills.c.exchange_time, wanted),
                *before(fills.c.seq, cursor),
            )
            .order_by(fills.c.seq.desc())
            .limit(limit + 1)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        next_cursor = str(rows[limit - 1]["seq"]) if len(rows) > limit else None
        return Page(items=tuple(_trade(row) for row in rows[:limit]), next_cursor=next_cursor)

    async def _book(
        self,
        connection: AsyncConnection,
        portfolio_id: PortfolioId,
        currency: str,
        fill: Fill,
        order: Order | None,
    ) -> None:
        trip = await open_trip(connection, portfolio_id, fill.symbol)
        executed = Execution(
            fill=fill, fee=_fee(fill, currency), order=order or await _order_of(connection, fill)
        )
        if await is_late(connection, portfolio_id, fill):
            told = retold(await _executions(connection, portfolio_id, currency, executed))
            step = await put_right(connection, portfolio_id, fill, trip, told, at=self._clock.now())
        else:
            step = after_fill(
                trip,
                fill,
                executed.fee,
                executed.order,
                is_first_of_order=await _is_first_of_order(connection, fill),
            )
        held_before = trip.position if trip else flat(fill.symbol)
        entry = fill_entry(portfolio_id, currency, fill, held_before, step.effect)
        await write_entry(connection, entry, self._clock)
        await record_step(connection, portfolio_id, fill.symbol, step, self._clock.now())


async def _executions(
    connection: AsyncConnection, portfolio_id: PortfolioId, currency: str, late: Execution
) -> list[Execution]:
    """Return everything that was executed in the instrument of `late`, itself included, in the venue's order."""
    query = (
        select(tables.fills)
        .where(tables.fills.c.portfolio_id == portfolio_id, tables.fills.c.symbol == late.fill.symbol)
        .order_by(tables.fills.c.exchange_time, tables.fills.c.seq)
    )
    fills = [_fill(row) for row in (await connection.execute(query)).mappings()]
    return [
        late
        if fill == late.fill
        else Execution(fill=fill, fee=_fee(fill, currency), order=await _order_of(connection, fill))
        for fill in fills
    ]


async def _order_of(connection: AsyncConnection, fill: Fill) -> Order | None:
    if fill.client_order_id is None:
        return None
    record = await stored_order(connection, fill.client_order_id)
    return record.order if record else None


def _fee(fill: Fill, currency: str) -> Decimal:
    """Return the fee in the portfolio's currency: one in another currency is in no result of a position."""
    return fill.fee if fill.fee_currency == currency else Decimal(0)


async def _is_first_of_order(connection: AsyncConnection, fill: Fill) -> bool:
    query = select(func.count()).where(tables.fills.c.client_order_id == fill.client_order_id)
    return fill.client_order_id is None or await connection.scalar(query) == 1


def _trade(row: RowMapping) -> Trade:
    return Trade(
        fill=_fill(row), decision_id=row["decision_id"], purpose=row["ordered_for"] or row["purpose"]
    )


def _fill(row: RowMapping) -> Fill:
    return Fill(**{name: row[name] for name in FILL_FIELDS})
