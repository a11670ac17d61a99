"""Everything that an account's value follows from, as it stood at one moment."""

from dataclasses import dataclass
from decimal import Decimal

from tradewind.domain.account import Balances, EquityPoint, HeldPosition, Portfolio
from tradewind.domain.clock import Instant
from tradewind.domain.ids import PortfolioId
from tradewind.ledger.database import Database
from tradewind.ledger.equity import highest_equity, last_point
from tradewind.ledger.errors import RecordRefused
from tradewind.ledger.portfolios import stored_portfolio
from tradewind.ledger.positions import held_positions
from tradewind.ledger.postings import balances_of


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
        async with self._database.reading() as connection:
            portfolio = await stored_portfolio(connection, portfolio_id)
            if portfolio is None:
                raise RecordRefused(f"there is no portfolio {portfolio_id!r}; open it first")
            return Standing(
                portfolio=portfolio,
                balances=await balances_of(connection, portfolio_id),
                held=tuple(await held_positions(connection, portfolio_id)),
                highest_equity=await highest_equity(connection, portfolio_id),
                start_point=await last_point(connection, portfolio_id, since),
            )
