"""The desk's accounts."""

from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal

from sqlalchemy import RowMapping, select

from tradewind.domain.account import Portfolio
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.ids import PortfolioId
from tradewind.ledger.database import Database
from tradewind.ledger.journal import opening_entry
from tradewind.ledger.postings import write_entry
from tradewind.ledger.statements import insert_once
from tradewind.ledger.tables import portfolios
from tradewind.ledger.whole import whole

PORTFOLIO_FIELDS = tuple(field.name for field in fields(Portfolio))


class Portfolios:
    """Portfolios by id."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @whole
    async def open(self, portfolio: Portfolio, opening_cash: Decimal, at: Instant) -> None:
        """Record a portfolio and its opening cash, once; a repeat changes nothing. LedgerUnavailable."""
        row = {
            "portfolio_id": portfolio.portfolio_id,
            "name": portfolio.name,
            "mode": portfolio.mode,
            "currency": portfolio.currency,
            "opened_at": at,
        }
        entry = opening_entry(portfolio.portfolio_id, portfolio.currency, opening_cash, at)
        async with self._database.writing() as connection:
            if await insert_once(connection, portfolios, [row]):
                await write_entry(connection, entry, self._clock)

    async def get(self, portfolio_id: PortfolioId) -> Portfolio | None:
        """Return a portfolio, None when it was never opened; LedgerUnavailable."""
        query = select(portfolios).where(portfolios.c.portfolio_id == portfolio_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        return None if row is None else portfolio_in(row)

    async def every(self) -> Sequence[Portfolio]:
        """Return all portfolios, oldest first; LedgerUnavailable."""
        query = select(portfolios).order_by(portfolios.c.opened_at, portfolios.c.portfolio_id)
        async with self._database.reading() as connection:
            return [portfolio_in(row) for row in (await connection.execute(query)).mappings()]

    async def opened_at(self, portfolio_id: PortfolioId) -> Instant | None:
        """Return when a portfolio was opened, None when it never was; LedgerUnavailable."""
        query = select(portfolios.c.opened_at).where(portfolios.c.portfolio_id == portfolio_id)
        async with self._database.reading() as connection:
            opened: Instant | None = await connection.scalar(query)
            return opened


def portfolio_in(row: RowMapping) -> Portfolio:
    """Return the portfolio of a row that has its columns."""
    return Portfolio(**{name: row[name] for name in PORTFOLIO_FIELDS})
