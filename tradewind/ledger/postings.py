"""The books: entries go in once and balanced, balances and the trial balance come out."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import RowMapping, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from tradewind.domain.account import Balances
from tradewind.domain.cash_flow import CapitalFlow, CashFlow
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.ids import PortfolioId
from tradewind.ledger.database import Database
from tradewind.ledger.errors import RecordRefused
from tradewind.ledger.journal import Account, EntryKind, JournalEntry, Posting, cash_flow_entry, totals
from tradewind.ledger.statements import insert_once, put
from tradewind.ledger.tables import account_balances, journal_entries, journal_postings, portfolios
from tradewind.ledger.whole import whole

ZERO = Decimal(0)
BALANCE_LINES = portfolios.outerjoin(
    account_balances,
    and_(
        account_balances.c.portfolio_id == portfolios.c.portfolio_id,
        account_balances.c.unit == portfolios.c.currency,
    ),
)
"""Each portfolio with its balances in its own currency: one line at least."""
_CURRENCY = (
    select(portfolios.c.currency)
    .where(portfolios.c.portfolio_id == bindparam("portfolio_id"))
    .with_for_update()
)
_CAPITAL = (
    select(journal_entries.c.created_at, journal_postings.c.amount)
    .join_from(journal_postings, journal_entries)
    .join(portfolios, portfolios.c.portfolio_id == journal_entries.c.portfolio_id)
    .where(
        journal_entries.c.portfolio_id == bindparam("portfolio_id"),
        # Named, so that the entries of fills, which are nearly all, need not be read.
        journal_entries.c.kind.in_([EntryKind.OPENING, EntryKind.DEPOSIT, EntryKind.WITHDRAWAL]),
        journal_postings.c.account == Account.CAPITAL,
        journal_postings.c.unit == portfolios.c.currency,
    )
    .order_by(journal_entries.c.seq)
)
_BALANCES = (
    select(account_balances.c.account, account_balances.c.amount)
    .select_from(BALANCE_LINES)
    .where(portfolios.c.portfolio_id == bindparam("portfolio_id"))
)


class Postings:
    """Journal entries and what they add up to."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @whole
    async def post_cash_flow(self, portfolio_id: PortfolioId, flow: CashFlow) -> bool:
        """Post what a venue booked, once; False when it was posted before. LedgerUnavailable."""
        async with self._database.writing() as connection:
            await currency_of(connection, portfolio_id)
            return await write_entry(connection, cash_flow_entry(portfolio_id, flow), self._clock)

    async def count(self, portfolio_id: PortfolioId, kind: EntryKind) -> int:
        """Return how many entries of `kind` a portfolio has; LedgerUnavailable."""
        query = (
            select(func.count())
            .select_from(journal_entries)
            .where(journal_entries.c.portfolio_id == portfolio_id, journal_entries.c.kind == kind)
        )
        async with self._database.reading() as connection:
            return (await connection.execute(query)).scalar_one()

    async def capital(self, portfolio_id: PortfolioId) -> list[CapitalFlow]:
        """Return the opening cash and every deposit and withdrawal in the portfolio's currency, in the order of booking.

        Their time is that of the booking: the venue moves the money earlier, and equity counts it from then on alone.
        """
        rows = await self._database.rows(_CAPITAL, {"portfolio_id": portfolio_id})
        return [CapitalFlow(time=row["created_at"], amount=_credit(row["amount"])) for row in rows]

    async def last_at(self, portfolio_id: PortfolioId, kind: EntryKind) -> Instant | None:
        """Return when the latest entry of `kind` happened, None when there is none; LedgerUnavailable."""
        query = (
            select(journal_entries.c.occurred_at)
            .where(journal_entries.c.portfolio_id == portfolio_id, journal_entries.c.kind == kind)
            .order_by(journal_entries.c.occurred_at.desc())
            .limit(1)
        )
        async with self._database.reading() as connection:
            last: Instant | None = await connection.scalar(query)
        return last

    async def trial_balance(self) -> dict[str, Decimal]:
        """Return the sum of every posting per unit, exactly; anything but zeros is a broken ledger."""
        amounts = select(
            journal_postings.c.account, journal_postings.c.unit, journal_postings.c.amount
        ).execution_options(yield_per=1000)
        sums: dict[str, Decimal] = {}
        async with self._database.reading() as connection:
            async for rows in (await connection.stream(amounts)).partitions():
                lines = [Posting(account=row.account, unit=row.unit, amount=row.amount) for row in rows]
                lines += [Posting(account=Account.CASH, unit=u, amount=total) for u, total in sums.items()]
                sums = totals(lines)
        return sums

    async def balances(self, portfolio_id: PortfolioId) -> Balances:
        """Return what the postings add up to in the portfolio's currency; RecordRefused when never opened."""
        lines = await self._database.rows(_BALANCES, {"portfolio_id": portfolio_id})
        if not lines:
            raise never_opened(portfolio_id)
        return balances_in(lines)


def balances_in(lines: Sequence[RowMapping]) -> Balances:
    """Return what the balances in `lines` say; what was never posted to is 0."""
    amounts: dict[Account, Decimal] = defaultdict(
        Decimal, {line["account"]: line["amount"] for line in lines}
    )
    return Balances(
        opening_cash=_credit(amounts[Account.CAPITAL]),
        cash=amounts[Account.CASH],
        realized_pnl=_credit(amounts[Account.REALIZED_PNL]),
        fees_paid=amounts[Account.FEES],
        funding_paid=amounts[Account.FUNDING],
    )


def _credit(amount: Decimal) -> Decimal:
    return amount.copy_negate() if amount else amount  # exact, and nothing is not -0


async def currency_of(connection: AsyncConnection, portfolio_id: PortfolioId) -> str:
    """Return a portfolio's currency, held against other writers; RecordRefused when it was never opened."""
    currency: str | None = await connection.scalar(_CURRENCY, {"portfolio_id": portfolio_id})
    if currency is None:
        raise never_opened(portfolio_id)
    return currency


def never_opened(portfolio_id: PortfolioId) -> RecordRefused:
    """Return the refusal of a portfolio that is not on record."""
    return RecordRefused(f"there is no portfolio {portfolio_id!r}; open it first")


async def write_entry(connection: AsyncConnection, entry: JournalEntry, clock: Clock) -> bool:
    """Write an entry and move the balances in the caller's transaction; False when it stands there already."""
    row = {
        "entry_id": entry.entry_id,
        "portfolio_id": entry.portfolio_id,
        "kind": entry.kind,
        "occurred_at": entry.occurred_at,
        "created_at": clock.now(),
    }
    if not await insert_once(connection, journal_entries, [row]):
        return False
    lines = [
        {
            "entry_id": entry.entry_id,
            "line": line,
            "account": posting.account,
            "unit": posting.unit,
            "amount": posting.amount,
        }
        for line, posting in enumerate(entry.postings, start=1)
    ]
    if lines:
        await connection.execute(journal_postings.insert(), lines)
        await _move_balances(connection, entry)
    return True


async def _move_balances(connection: AsyncConnection, entry: JournalEntry) -> None:
    units = {posting.unit for posting in entry.postings}
    query = select(account_balances).where(
        account_balances.c.portfolio_id == entry.portfolio_id, account_balances.c.unit.in_(sorted(units))
    )
    standing: dict[tuple[Account, str], Decimal] = {
        (row.account, row.unit): row.amount for row in await connection.execute(query)
    }
    touched = dict.fromkeys((posting.account, posting.unit) for posting in entry.postings)
    rows = []
    for account, unit in touched:
        lines = [p for p in entry.postings if (p.account, p.unit) == (account, unit)]
        lines.append(Posting(account=account, unit=unit, amount=standing.get((account, unit), ZERO)))
        amount = totals(lines)[unit]
        rows.append({"portfolio_id": entry.portfolio_id, "account": account, "unit": unit, "amount": amount})
    await put(connection, account_balances, rows)
