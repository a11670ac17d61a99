"""What is held and what was closed, kept in step with the fills."""

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from tradewind.domain.account import ClosedPosition, HeldPosition
from tradewind.domain.clock import Instant
from tradewind.domain.ids import DecisionId, PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.page import Page
from tradewind.domain.position import Position, PositionSide
from tradewind.ledger import tables
from tradewind.ledger.database import Database
from tradewind.ledger.round_trip import RoundTrip, Step
from tradewind.ledger.selection import EVERYTHING, Selection, newest_first
from tradewind.ledger.statements import put
from tradewind.ledger.whole import whole

TRIP_FIELDS = tuple(field.name for field in fields(RoundTrip) if field.name != "position")
CLOSED_FIELDS = tuple(field.name for field in fields(ClosedPosition))
_OF_PORTFOLIO = select(tables.positions).where(tables.positions.c.portfolio_id == bindparam("portfolio_id"))
_HELD = _OF_PORTFOLIO.order_by(tables.positions.c.symbol)
_OPEN = _OF_PORTFOLIO.where(tables.positions.c.symbol == bindparam("symbol"))
_OPEN_LOCKED = _OPEN.with_for_update()


@dataclass(frozen=True, slots=True, kw_only=True)
class TripResult:
    """What a closed round trip brought."""

    seq: int
    """Counts up in the order in which they were closed."""
    net_pnl: Decimal  # after fees


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedTrip:
    """A closed round trip by the number under which it is kept."""

    seq: int
    closed: ClosedPosition


class Positions:
    """Open and closed positions of a portfolio."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def held(self, portfolio_id: PortfolioId) -> list[HeldPosition]:
        """Return the open positions by symbol; LedgerUnavailable."""
        async with self._database.reading() as connection:
            return await held_positions(connection, portfolio_id)

    async def closed(self, portfolio_id: PortfolioId, limit: int, cursor: str | None) -> Page[ClosedPosition]:
        """Return up to `limit` round trips, newest first; LedgerUnavailable, ValueError for a foreign cursor."""
        page = await self.closed_trips(portfolio_id, limit, cursor)
        return Page(items=tuple(trip.closed for trip in page.items), next_cursor=page.next_cursor)

    async def closed_trips(
        self, portfolio_id: PortfolioId, limit: int, cursor: str | None, wanted: Selection = EVERYTHING
    ) -> Page[NumberedTrip]:
        """Return the same with their numbers, of those that are `wanted` by when they were closed."""
        closed = tables.closed_positions
        query = newest_first(closed, closed.c.closed_at, portfolio_id, wanted, cursor)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query.limit(limit + 1))).mappings().all()
        next_cursor = str(rows[limit - 1]["seq"]) if len(rows) > limit else None
        return Page(items=tuple(map(_numbered, rows[:limit])), next_cursor=next_cursor)

    async def opened_by(self, portfolio_id: PortfolioId, decision_id: DecisionId) -> list[NumberedTrip]:
        """Return the round trips that a decision opened and that are over, oldest first; LedgerUnavailable."""
        closed = tables.closed_positions
        query = (
            select(closed)
            .where(closed.c.portfolio_id == portfolio_id, closed.c.decision_id == decision_id)
            .order_by(closed.c.seq)
        )
        async with self._database.reading() as connection:
            return [_numbered(row) for row in (await connection.execute(query)).mappings()]

    async def closed_trip(self, portfolio_id: PortfolioId, seq: int) -> NumberedTrip | None:
        """Return the round trip of that number, None when the portfolio has none; LedgerUnavailable."""
        closed = tables.closed_positions
        query = select(closed).where(closed.c.portfolio_id == portfolio_id, closed.c.seq == seq)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        return None if row is None else _numbered(row)

    async def results(self, portfolio_id: PortfolioId, after: int) -> list[TripResult]:
        """Return what was closed after the `after`-th row (0: from the first), oldest first; LedgerUnavailable."""
        closed = tables.closed_positions
        query = (
            select(closed.c.seq, closed.c.realized_pnl, closed.c.fees)
            .where(closed.c.portfolio_id == portfolio_id, closed.c.seq > after)
            .order_by(closed.c.seq)
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(query)
            return [TripResult(seq=row.seq, net_pnl=row.realized_pnl - row.fees) for row in rows]

    @whole
    async def protect(
        self,
        portfolio_id: PortfolioId,
        symbol: Symbol,
        stop_price: Decimal | None,
        take_profit_price: Decimal | None,
    ) -> None:
        """Record where the position's stop and target stand; None: there is none. Nothing happens when flat."""
        async with self._database.writing() as connection:
            await _put_protection(connection, portfolio_id, symbol, stop_price, take_profit_price)

    @whole
    async def tighten(
        self,
        portfolio_id: PortfolioId,
        symbol: Symbol,
        side: PositionSide,
        stop_price: Decimal | None,
        take_profit_price: Decimal | None,
    ) -> bool:
        """Move the stop and the target of what is held on `side`; a tighter stop that stands already stays.

        False, and nothing has moved, when nothing is held on that side any more.
        """
        async with self._database.writing() as connection:
            trip = await open_trip(connection, portfolio_id, symbol, is_locked=True)
            if trip is None or trip.position.side is not side:
                return False
            tighter = side.tighter(trip.stop_price, stop_price)
            await _put_protection(connection, portfolio_id, symbol, tighter, take_profit_price)
            return True


async def _put_protection(
    connection: AsyncConnection,
    portfolio_id: PortfolioId,
    symbol: Symbol,
    stop_price: Decimal | None,
    take_profit_price: Decimal | None,
) -> None:
    await connection.execute(
        update(tables.positions)
        .where(tables.positions.c.portfolio_id == portfolio_id, tables.positions.c.symbol == symbol)
        .values(stop_price=stop_price, take_profit_price=take_profit_price)
    )


async def held_positions(connection: AsyncConnection, portfolio_id: PortfolioId) -> list[HeldPosition]:
    """Return the open positions by symbol, in the caller's transaction."""
    rows = await connection.execute(_HELD, {"portfolio_id": portfolio_id})
    return [_trip(row).held() for row in rows.mappings()]


async def open_trip(
    connection: AsyncConnection, portfolio_id: PortfolioId, symbol: Symbol, *, is_locked: bool = False
) -> RoundTrip | None:
    """Return the open round trip in the caller's transaction, None when flat; locked: no other may write it meanwhile."""
    query = _OPEN_LOCKED if is_locked else _OPEN
    rows = await connection.execute(query, {"portfolio_id": portfolio_id, "symbol": symbol})
    row = rows.mappings().one_or_none()
    return None if row is None else _trip(row)


async def record_step(
    connection: AsyncConnection, portfolio_id: PortfolioId, symbol: Symbol, step: Step, at: Instant
) -> None:
    """Write what a fill did to the position, in the caller's transaction; `at`: when it is put on record."""
    if step.closed is not None:
        await connection.execute(tables.closed_positions.insert(), closed_row(portfolio_id, step.closed, at))
    if step.trip is None:
        await connection.execute(
            delete(tables.positions).where(
                tables.positions.c.portfolio_id == portfolio_id, tables.positions.c.symbol == symbol
            )
        )
        return
    position = step.trip.position
    row: dict[str, Any] = {name: getattr(step.trip, name) for name in TRIP_FIELDS}
    row |= {
        "portfolio_id": portfolio_id,
        "symbol": symbol,
        "quantity": position.quantity,
        "cost": position.cost,
    }
    await put(connection, tables.positions, [row])


def closed_row(portfolio_id: PortfolioId, closed: ClosedPosition, at: Instant) -> dict[str, Any]:
    """Return the row of a round trip that has ended and is put on record at `at`."""
    return {"portfolio_id": portfolio_id, "recorded_at": at} | {
        name: getattr(closed, name) for name in CLOSED_FIELDS
    }


def _numbered(row: RowMapping) -> NumberedTrip:
    return NumberedTrip(seq=row["seq"], closed=ClosedPosition(**{name: row[name] for name in CLOSED_FIELDS}))


def _trip(row: RowMapping) -> RoundTrip:
    position = Position(symbol=row["symbol"], quantity=row["quantity"], cost=row["cost"])
    return RoundTrip(position=position, **{name: row[name] for name in TRIP_FIELDS})
