"""The equity curve."""

from decimal import Decimal

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from tradewind.domain.account import EquityPoint
from tradewind.domain.clock import Instant
from tradewind.domain.ids import PortfolioId
from tradewind.ledger.database import Database
from tradewind.ledger.postings import currency_of
from tradewind.ledger.statements import insert_once
from tradewind.ledger.tables import equity_points, portfolios
from tradewind.ledger.whole import whole

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
        """Return at most `max_points` evenly thinned points from `since` on, oldest first, the newest included."""
        if max_points < 1:
            raise ValueError(f"max_points must be at least 1, was {max_points}")
        place = func.row_number().over(order_by=equity_points.c.time.desc()) - 1
        numbered = (
            select(
                equity_points.c.time,
                equity_points.c.equity,
                place.label("place"),
                func.count().over().label("n"),
            )
            .where(equity_points.c.portfolio_id == portfolio_id, equity_points.c.time >= since)
            .subquery()
        )
        step = (numbered.c.n + max_points - 1) // max_points
        query = (
            select(numbered.c.time, numbered.c.equity)
            .where(numbered.c.place % step == 0)
            .order_by(numbered.c.time)
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(query)
            return [EquityPoint(time=row.time, equity=row.equity) for row in rows]


async def highest_equity(connection: AsyncConnection, portfolio_id: PortfolioId) -> Decimal | None:
    """Return the highest equity ever recorded, in the caller's transaction."""
    highest: Decimal | None = await connection.scalar(_HIGHEST, {"portfolio_id": portfolio_id})
    return highest
