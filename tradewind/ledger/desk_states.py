"""Every turn of the kill switch, for ever."""

from sqlalchemy import RowMapping, select

from tradewind.domain.desk_state import Latch
from tradewind.ledger.database import Database
from tradewind.ledger.statements import insert_once
from tradewind.ledger.tables import desk_states
from tradewind.ledger.whole import whole


class DeskStates:
    """The latch's history."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @whole
    async def add(self, latch: Latch) -> bool:
        """Record a turn; False when it was recorded before. LedgerUnavailable."""
        row = {
            "at": latch.at,
            "state": latch.state,
            "by": latch.by,
            "reason": latch.reason,
            "flatten": latch.flatten,
        }
        async with self._database.writing() as connection:
            return await insert_once(connection, desk_states, [row])

    async def last(self) -> Latch | None:
        """Return the newest turn, None when there was none; LedgerUnavailable."""
        query = select(desk_states).order_by(desk_states.c.at.desc(), desk_states.c.seq.desc()).limit(1)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        return None if row is None else _latch(row)


def _latch(row: RowMapping) -> Latch:
    return Latch(state=row["state"], by=row["by"], reason=row["reason"], flatten=row["flatten"], at=row["at"])
