"""Which desk trades which account: taken, kept and left by compare-and-set, no clock involved."""

from dataclasses import fields

from sqlalchemy import RowMapping, select, update

from tradewind.domain.account_lease import AccountLease
from tradewind.domain.clock import Clock
from tradewind.domain.ids import PortfolioId
from tradewind.ledger.database import Database
from tradewind.ledger.statements import insert_once
from tradewind.ledger.tables import account_leases
from tradewind.ledger.whole import whole

LEASE_FIELDS = tuple(field.name for field in fields(AccountLease))


class AccountLeases:
    """One lease per account; every method may raise LedgerUnavailable."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, account: PortfolioId) -> AccountLease | None:
        """Return who holds or held the account last, None when nobody ever did."""
        query = select(account_leases).where(account_leases.c.account == account)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        return None if row is None else _lease(row)

    @whole
    async def take(
        self, account: PortfolioId, holder: str, place: str, *, instead_of: AccountLease | None
    ) -> AccountLease | None:
        """Make `holder` the one who trades; None when it is not `instead_of` any more that stands there."""
        lease = AccountLease(
            account=account,
            holder=holder,
            place=place,
            token=instead_of.token + 1 if instead_of else 1,
            beats=0,
            since=self._clock.now(),
            is_held=True,
        )
        row = {name: getattr(lease, name) for name in LEASE_FIELDS}
        async with self._database.writing() as connection:
            if instead_of is None:
                return lease if await insert_once(connection, account_leases, [row]) else None
            statement = update(account_leases).where(
                account_leases.c.account == account,
                account_leases.c.token == instead_of.token,
                account_leases.c.beats == instead_of.beats,
            )
            return lease if (await connection.execute(statement.values(row))).rowcount == 1 else None

    @whole
    async def renew(self, lease: AccountLease) -> bool:
        """Show that the holder lives; False when somebody else holds the account."""
        statement = update(account_leases).where(
            account_leases.c.account == lease.account,
            account_leases.c.token == lease.token,
            account_leases.c.is_held,
        )
        async with self._database.writing() as connection:
            done = await connection.execute(statement.values(beats=account_leases.c.beats + 1))
            return done.rowcount == 1

    @whole
    async def leave(self, lease: AccountLease) -> None:
        """Give the account up; nothing happens when somebody else holds it."""
        statement = update(account_leases).where(
            account_leases.c.account == lease.account, account_leases.c.token == lease.token
        )
        async with self._database.writing() as connection:
            await connection.execute(statement.values(is_held=False))


def _lease(row: RowMapping) -> AccountLease:
    return AccountLease(**{name: row[name] for name in LEASE_FIELDS})
