"""Whether the books still add up: what a hand at the database, or a broken disk, leaves behind.

Sums are made by the database in one pass. Floating point is enough for them: what was entered balanced is off by
rounding alone, what was edited is off by what somebody wanted.
"""

from decimal import Decimal

from sqlalchemy import ColumnElement, Float, case, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from tradewind.domain.ids import PortfolioId
from tradewind.domain.order import Side
from tradewind.ledger.database import Database
from tradewind.ledger.journal import Account
from tradewind.ledger.tables import account_balances, fills, journal_entries, journal_postings, positions

ROUNDING = 1e-9
"""Relative to what was added up; a thousand times what the sum of a million floats is off by."""
NAMED = 3
"""Entries that a fault names."""

Key = tuple[str, str]  # account and unit


class Audit:
    """Compares what the ledger keeps twice."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def faults(self, portfolio_id: PortfolioId) -> tuple[str, ...]:
        """Return what does not add up in a portfolio's books; none where they are sound. LedgerUnavailable."""
        async with self._database.reading() as connection:
            balances = await _balances(connection, portfolio_id)
            return (
                *await _unbalanced(connection, portfolio_id),
                *await _wrong_balances(connection, portfolio_id, balances),
                *await _wrong_positions(connection, portfolio_id, balances),
                *await _wrong_fills(connection, portfolio_id, balances),
            )


async def _balances(connection: AsyncConnection, portfolio_id: PortfolioId) -> dict[Key, Decimal]:
    query = select(account_balances).where(account_balances.c.portfolio_id == portfolio_id)
    return {(row.account.value, row.unit): row.amount for row in await connection.execute(query)}


async def _unbalanced(connection: AsyncConnection, portfolio_id: PortfolioId) -> list[str]:
    total, size = _sums(journal_postings.c.amount)
    query = (
        select(journal_postings.c.entry_id, journal_postings.c.unit)
        .join(journal_entries, journal_entries.c.entry_id == journal_postings.c.entry_id)
        .where(journal_entries.c.portfolio_id == portfolio_id)
        .group_by(journal_postings.c.entry_id, journal_postings.c.unit)
        .having(func.abs(total) > size * ROUNDING)
        .order_by(journal_postings.c.entry_id)
        .limit(NAMED)
    )
    return [
        f"entry {row.entry_id} does not sum to zero in {row.unit}" for row in await connection.execute(query)
    ]


async def _wrong_balances(
    connection: AsyncConnection, portfolio_id: PortfolioId, balances: dict[Key, Decimal]
) -> list[str]:
    total, size = _sums(journal_postings.c.amount)
    query = (
        select(journal_postings.c.account, journal_postings.c.unit, total.label("total"), size.label("size"))
        .join(journal_entries, journal_entries.c.entry_id == journal_postings.c.entry_id)
        .where(journal_entries.c.portfolio_id == portfolio_id)
        .group_by(journal_postings.c.account, journal_postings.c.unit)
    )
    posted = {(row.account.value, row.unit): (row.total, row.size) for row in await connection.execute(query)}
    return [
        f"the balance of {account} in {unit} is kept as {balances.get((account, unit), 0)}, "
        f"its postings add up to {posted.get((account, unit), (0, 0))[0]:.12g}"
        for account, unit in sorted(posted.keys() | balances.keys())
        if _differ(balances.get((account, unit)), *posted.get((account, unit), (0.0, 0.0)))
    ]


async def _wrong_positions(
    connection: AsyncConnection, portfolio_id: PortfolioId, balances: dict[Key, Decimal]
) -> list[str]:
    query = select(positions.c.symbol, positions.c.quantity, positions.c.cost).where(
        positions.c.portfolio_id == portfolio_id
    )
    rows = (await connection.execute(query)).all()
    held = {row.symbol: row.quantity for row in rows}
    booked = {unit: amount for (account, unit), amount in balances.items() if account == Account.POSITION}
    faults = [
        f"the position in {symbol} is kept as {held.get(symbol, 0)}, the books hold {booked.get(symbol, 0)}"
        for symbol in sorted(held.keys() | booked.keys())
        if held.get(symbol, Decimal(0)) != booked.get(symbol, Decimal(0))
    ]
    cost = sum((row.cost for row in rows), Decimal(0))
    booked_cost = sum(
        (amount for (account, _), amount in balances.items() if account == Account.POSITION_COST), Decimal(0)
    )
    if _differ(cost, float(booked_cost), float(sum(abs(row.cost) for row in rows))):
        faults.append(f"the positions are kept at a cost of {cost}, the books hold {booked_cost}")
    return faults


async def _wrong_fills(
    connection: AsyncConnection, portfolio_id: PortfolioId, balances: dict[Key, Decimal]
) -> list[str]:
    quantity = cast(fills.c.quantity, Float(53))
    signed = case((fills.c.side == Side.BUY, quantity), else_=-quantity)
    query = (
        select(fills.c.symbol, func.sum(signed).label("total"), func.sum(quantity).label("size"))
        .where(fills.c.portfolio_id == portfolio_id)
        .group_by(fills.c.symbol)
        .order_by(fills.c.symbol)
    )
    rows = (await connection.execute(query)).all()
    return [
        f"the fills of {row.symbol} add up to {row.total:.12g}, "
        f"the books hold {balances.get((Account.POSITION.value, row.symbol), 0)}"
        for row in rows
        if _differ(balances.get((Account.POSITION.value, row.symbol)), row.total, row.size)
    ]


def _sums(amount: ColumnElement[Decimal]) -> tuple[ColumnElement[float], ColumnElement[float]]:
    """Return the sum of `amount` and of its sizes, which says how much rounding the sum may carry."""
    number = cast(amount, Float(53))
    return func.sum(number), func.sum(func.abs(number))


def _differ(kept: Decimal | None, added: float, size: float) -> bool:
    return abs(float(kept or 0) - added) > (size + abs(added)) * ROUNDING
