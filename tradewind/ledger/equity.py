"""The equity curve."""

from decimal import Decimal

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, func, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from tradewind.domain.account import EquityPoint
from tradewind.domain.clock import Instant
from tradewind.domain.ids import PortfolioId
from tradewind.ledger.database import Database
from tradewind.ledger.postings import currency_of
from tradewind.ledger.statements import insert_once
from tradewind.ledger.tables import equity_points, portfolios
from tradewind.ledger.whole import whole

_AT = type_coerce(equity_points.c.time, BigInteger)
"""The moment of a point in ms, to count with."""
_SINCE = (
    select(equity_points.c.time, equity_points.c.equity)
    .where(
        equity_points.c.portfolio_id == bindparam("portfolio_id"), equity_points.c.time >= bindparam("since")
    )
    .order_by(equity_points.c.time)
)
_FIRST = (
    select(equity_points.c.time, equity_points.c.equity)
    .where(equity_points.c.portfolio_id == bindparam("portfolio_id"))
    .order_by(equity_points.c.time)
    .limit(1)
)
_HIGHEST = select(portfolios.c.highest_equity).where(portfolios.c.portfolio_id == bindparam("portfolio_id"))


class Equity:
    """Points of a portfolio's equity and the highest of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @whole
    async def add(self, portfolio_id: PortfolioId, point: EquityPoint) -> None:
        """Record a point; a second one of the same moment changes nothing. LedgerUnavailable."""
        row = {"portfolio_id": portfolio_id, "time": point.time, "equity": point.equity}
        async with self._database.writing() as connection:
            await currency_of(connection, portfolio_id)
            if not await insert_once(connection, equity_points, [row]):
                return
            highest = await highest_equity(connection, portfolio_id)
            if highest is None or point.equity > highest:
                await connection.execute(
                    update(portfolios)
                    .where(portfolios.c.portfolio_id == portfolio_id)
                    .values(highest_equity=point.equity)
                )

    async def since(self, portfolio_id: PortfolioId, since: Instant) -> list[EquityPoint]:
        """Return every point from `since` on, oldest first; LedgerUnavailable."""
        rows = await self._database.rows(_SINCE, {"portfolio_id": portfolio_id, "since": since})
        return [EquityPoint(**row) for row in rows]

    async def first(self, portfolio_id: PortfolioId) -> EquityPoint | None:
        """Return the oldest point, None before there is one; LedgerUnavailable."""
        rows = await self._database.rows(_FIRST, {"portfolio_id": portfolio_id})
        return EquityPoint(**rows[0]) if rows else None

    async def curve(self, portfolio_id: PortfolioId, since: Instant, max_points: int) -> list[EquityPoint]:
        """Return at most `max_points` from `since` on, thinned evenly in time, oldest first, the newest included."""
        if max_points < 1:
            raise ValueError(f"max_points must be at least 1, was {max_points}")
        owner = equity_points.c.portfolio_id == portfolio_id
        async with self._database.reading() as connection:
            step_ms = await _step_ms(connection, owner, since, max_points)
            rows = await connection.execute(stepping_back(owner, since, step_ms))
            return [EquityPoint(time=row.time, equity=row.equity) for row in rows]


async def _step_ms(
    connection: AsyncConnection, owner: ColumnElement[bool], since: Instant, max_points: int
) -> int:
    """Return how far apart points have to stand at least, so that there are no more than `max_points`."""
    inside = (owner, equity_points.c.time >= since)
    some = select(_AT).where(*inside).limit(max_points + 1).subquery()
    first, last = (select(end(_AT)).where(*inside).scalar_subquery() for end in (func.min, func.max))
    count = select(func.count()).select_from(some).scalar_subquery()
    found = (await connection.execute(select(count, first, last))).one()
    if found[0] <= max_points:
        return 1
    span: int = found[2] - found[1]
    return -(-span // (max_points - 1)) if max_points > 1 else span + 1


def stepping_back(owner: ColumnElement[bool], since: Instant, step_ms: int) -> Select[Instant, Decimal]:
    """Return the question for the newest point, the next one at least a step before it, and so on.

    Each step is one search in the index: a year has two million points, and a row number for each of them takes seconds.
    """
    inside = (owner, equity_points.c.time >= since)
    steps = select(func.max(_AT).label("at")).where(*inside).cte("steps", recursive=True)
    before = select(func.max(_AT)).where(*inside, steps.c.at - step_ms >= _AT).correlate(steps)
    steps = steps.union_all(
        select(before.scalar_subquery()).select_from(steps).where(steps.c.at.is_not(None))
    )
    return (
        select(equity_points.c.time, equity_points.c.equity)
        .where(owner, _AT.in_(select(steps.c.at)))
        .order_by(equity_points.c.time)
    )


async def highest_equity(connection: AsyncConnection, portfolio_id: PortfolioId) -> Decimal | None:
    """Return the highest equity ever recorded, in the caller's transaction."""
    highest: Decimal | None = await connection.scalar(_HIGHEST, {"portfolio_id": portfolio_id})
    return highest
