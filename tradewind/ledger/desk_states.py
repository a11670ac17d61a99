"""Every turn of the kill switch, for ever.

Several desks may keep their turns in one database. A desk obeys its own, those of its account, and a stop that names
no desk; a release that names none counts only where it has no turn of its own.
"""

from sqlalchemy import ColumnElement, RowMapping, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from tradewind.domain.desk_state import DeskIdentity, Latch
from tradewind.ledger.database import Database
from tradewind.ledger.statements import insert_once
from tradewind.ledger.tables import desk_states
from tradewind.ledger.whole import whole

NOBODY = ""


class DeskStates:
    """The latch's history."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @whole
    async def add(self, latch: Latch, desk: DeskIdentity | None = None) -> bool:
        """Record a turn of `desk`, None: of all; False when it was recorded before. LedgerUnavailable."""
        row = {
            "at": latch.at,
            "state": latch.state,
            "by": latch.by,
            "reason": latch.reason,
            "flatten": latch.flatten,
            "desk": desk.home if desk else NOBODY,
            "account": desk.account if desk else NOBODY,
        }
        async with self._database.writing() as connection:
            return await insert_once(connection, desk_states, [row])

    async def last(self, desk: DeskIdentity | None = None) -> Latch | None:
        """Return the newest turn that `desk` obeys, None when there was none; no desk: the newest of all. LedgerUnavailable."""
        async with self._database.reading() as connection:
            if desk is None:
                return await _newest(connection)
            is_its_own = or_(desk_states.c.desk == desk.home, desk_states.c.account == desk.account)
            own = await _newest(connection, is_its_own)
            of_nobody = await _newest(connection, desk_states.c.desk == NOBODY)
        if own is None or of_nobody is None:
            return own or of_nobody
        is_stop = of_nobody.state.severity > 0
        return of_nobody if is_stop and of_nobody.at > own.at else own


async def _newest(connection: AsyncConnection, *among: ColumnElement[bool]) -> Latch | None:
    query = select(desk_states).where(*among)
    newest = query.order_by(desk_states.c.at.desc(), desk_states.c.seq.desc()).limit(1)
    row = (await connection.execute(newest)).mappings().one_or_none()
    return None if row is None else _latch(row)


def _latch(row: RowMapping) -> Latch:
    return Latch(state=row["state"], by=row["by"], reason=row["reason"], flatten=row["flatten"], at=row["at"])
