"""Settings that people changed: who, when, from what to what and why; nothing is ever removed."""

from dataclasses import dataclass

from sqlalchemy import RowMapping, insert, select, update

from tradewind.domain.account import RuntimeMode
from tradewind.domain.clock import Clock
from tradewind.domain.configuration import ConfigChange, ConfigFile, SettingChange
from tradewind.domain.page import Page
from tradewind.ledger.config_tables import config_changes
from tradewind.ledger.database import Database
from tradewind.ledger.encoding import from_text, to_text
from tradewind.ledger.statements import before
from tradewind.ledger.whole import whole


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedChange:
    """A change that is about to be made."""

    file: ConfigFile
    by: str
    reason: str
    mode: RuntimeMode
    changes: tuple[SettingChange, ...]
    version_before: str
    sha256_before: str | None
    sha256_after: str


class ConfigChanges:
    """Changes by desk, which is named by its home."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @whole
    async def ask(self, asked: AskedChange, desk: str) -> int:
        """Record what is about to be written and return its number; LedgerUnavailable."""
        row = {
            "desk": desk,
            "file": asked.file,
            "by": asked.by,
            "reason": asked.reason,
            "mode": asked.mode,
            "asked_at": self._clock.now(),
            "changes_json": to_text(asked.changes),
            "version_before": asked.version_before,
            "sha256_before": asked.sha256_before,
            "sha256_after": asked.sha256_after,
        }
        async with self._database.writing() as connection:
            inserted = await connection.execute(insert(config_changes).returning(config_changes.c.seq), row)
            change_id: int = inserted.scalar_one()
            return change_id

    @whole
    async def written(self, change_id: int) -> None:
        """Record that the file holds the change; LedgerUnavailable."""
        statement = update(config_changes).where(config_changes.c.seq == change_id)
        async with self._database.writing() as connection:
            await connection.execute(statement.values(written_at=self._clock.now()))

    async def get(self, change_id: int) -> ConfigChange:
        """Return one change; LedgerUnavailable."""
        async with self._database.reading() as connection:
            query = select(config_changes).where(config_changes.c.seq == change_id)
            return _read((await connection.execute(query)).mappings().one())

    async def page(self, limit: int, cursor: str | None, desk: str) -> Page[ConfigChange]:
        """Return up to `limit` changes of `desk`, newest first; LedgerUnavailable, ValueError for a foreign cursor."""
        query = (
            select(config_changes)
            .where(*before(config_changes.c.seq, cursor), config_changes.c.desk == desk)
            .order_by(config_changes.c.seq.desc())
            .limit(limit + 1)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        next_cursor = str(rows[limit - 1]["seq"]) if len(rows) > limit else None
        return Page(items=tuple(_read(row) for row in rows[:limit]), next_cursor=next_cursor)


def _read(row: RowMapping) -> ConfigChange:
    return ConfigChange(
        change_id=row["seq"],
        file=row["file"],
        by=row["by"],
        reason=row["reason"],
        mode=row["mode"],
        asked_at=row["asked_at"],
        changes=from_text(row["changes_json"], tuple[SettingChange, ...]),
        version_before=row["version_before"],
        sha256_before=row["sha256_before"],
        sha256_after=row["sha256_after"],
        written_at=row["written_at"],
    )
