"""Everything that an account's value follows from, as it stood at one moment."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import and_, bindparam, func, select

from tradewind.domain.account import Balances, EquityPoint, HeldPosition, Portfolio
from tradewind.domain.clock import Instant
from tradewind.domain.ids import PortfolioId
from tradewind.ledger.database import Database
from tradewind.ledger.portfolios import portfolio_in
from tradewind.ledger.positions import held_positions
from tradewind.ledger.postings import BALANCE_LINES, balances_in, never_opened
from tradewind.ledger.tables import account_balances, equity_points, portfolios

_START = (
    select(func.max(equity_points.c.time))
    .where(
        equity_points.c.portfolio_id == portfolios.c.portfolio_id,
        equity_points.c.time <= bindparam("since"),
    )
    .correlate(portfolios)
    .scalar_subquery()
)
_ACCOUNT = (
    select(
        portfolios,
        account_balances.c.account,
        account_balances.c.amount,
        equity_points.c.time,
        equity_points.c.equity,
    )
    .select_from(
        BALANCE_LINES.outerjoin(
            equity_points,
            and_(
                equity_points.c.portfolio_id == portfolios.c.portfolio_id,
                equity_points.c.time == _START,
            ),
        )
    )
    .where(portfolios.c.portfolio_id == bindparam("portfolio_id"))
)
"""A line for each balance, one at least; the portfolio and its start point stand in every line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the ledger says about one portfolio, all of the same moment."""

    portfolio: Portfolio
    balances: Balances
    held: tuple[HeldPosition, ...]
    highest_equity: Decimal | None  # None before the first point
    start_point: EquityPoint | None
    """The last point up to the moment that was asked for; None: the portfolio had none yet."""


class Standings:
    """Reads that must not see a fill in the cash and miss it in the position."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, portfolio_id: PortfolioId, since: Instant) -> Standing:
        """Return how a portfolio stands; RecordRefused when it was never opened, LedgerUnavailable."""
        values = {"portfolio_id": portfolio_id, "since": since}
        async with self._database.reading() as connection:
            lines = (await connection.execute(_ACCOUNT, values)).mappings().all()
            held = await held_positions(connection, portfolio_id)
        if not lines:
            raise never_opened(portfolio_id)
        line = lines[0]
        return Standing(
            portfolio=portfolio_in(line),
            balances=balances_in(lines),
            held=tuple(held),
            highest_equity=line["highest_equity"],
            start_point=None
            if line["time"] is None
            else EquityPoint(time=line["time"], equity=line["equity"]),
        )
