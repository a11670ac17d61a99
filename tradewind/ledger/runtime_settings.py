"""Every switch of the runtime mode: who asked, who approved, and since when it is in force.

A desk is named by its home. One that never switched goes by the changes that name no desk.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, RowMapping, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from tradewind.domain.account import RuntimeMode
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.page import Page
from tradewind.domain.runtime_mode import ModeChange
from tradewind.ledger.database import Database
from tradewind.ledger.errors import RecordRefused
from tradewind.ledger.statements import before
from tradewind.ledger.tables import runtime_settings
from tradewind.ledger.whole import whole

NOBODY = ""


class RuntimeSettings:
    """Mode changes, newest last; nothing is ever removed."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @whole
    async def ask(
        self, mode: RuntimeMode, by: str, reason: str, *, approvals_needed: int, desk: str = NOBODY
    ) -> ModeChange:
        """Record a wish; in force at once where it needs nobody else's approval. LedgerUnavailable."""
        now = self._clock.now()
        row = {
            "mode": mode,
            "by": by,
            "reason": reason,
            "asked_at": now,
            "approvals_needed": approvals_needed,
            "approved_by": [],
            "in_force_at": None,
            "desk": desk,
        }
        async with self._database.writing() as connection:
            if not approvals_needed:
                row["in_force_at"] = await _next_moment(connection, now)
            inserted = await connection.execute(
                insert(runtime_settings).returning(runtime_settings.c.seq), row
            )
            return await _change(connection, inserted.scalar_one())

    @whole
    async def approve(self, change_id: int, by: str, *, since: Instant, desk: str = NOBODY) -> ModeChange:
        """Add an approval; the last that was needed puts the change in force. LedgerUnavailable.

        RecordRefused for a change that is another desk's, is in force or was asked before `since`, and for a person
        who asked for it or approved it already.
        """
        async with self._database.writing() as connection:
            change = await _change(connection, change_id, _seen_by(desk), is_locked=True)
            if change.in_force_at is not None:
                raise RecordRefused(f"change {change_id} to {change.mode} is in force already")
            if change.asked_at < since:
                raise RecordRefused(f"change {change_id} to {change.mode} has lapsed; ask again")
            if by in (change.by, *change.approved_by):
                raise RecordRefused(f"{by} has spoken for change {change_id} already; it takes somebody else")
            approved_by = [*change.approved_by, by]
            is_complete = len(approved_by) >= change.approvals_needed
            statement = update(runtime_settings).where(runtime_settings.c.seq == change_id)
            in_force_at = await _next_moment(connection, self._clock.now()) if is_complete else None
            await connection.execute(statement.values(approved_by=approved_by, in_force_at=in_force_at))
            return await _change(connection, change_id)

    async def in_force(self, desk: str = NOBODY) -> ModeChange | None:
        """Return the change that counts for `desk`, None when its mode was never switched; LedgerUnavailable."""
        is_of_nobody = runtime_settings.c.desk == NOBODY
        query = (
            select(runtime_settings)
            .where(runtime_settings.c.in_force_at.is_not(None), _seen_by(desk))
            .order_by(is_of_nobody, runtime_settings.c.in_force_at.desc(), runtime_settings.c.seq.desc())
            .limit(1)
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        return None if row is None else _read(row)

    async def waiting(self, since: Instant, desk: str = NOBODY) -> Sequence[ModeChange]:
        """Return what was asked from `since` on and still waits for approval, oldest first; LedgerUnavailable."""
        query = (
            select(runtime_settings)
            .where(
                runtime_settings.c.in_force_at.is_(None),
                runtime_settings.c.asked_at >= since,
                _seen_by(desk),
            )
            .order_by(runtime_settings.c.seq)
        )
        async with self._database.reading() as connection:
            return [_read(row) for row in (await connection.execute(query)).mappings()]

    async def page(self, limit: int, cursor: str | None, desk: str = NOBODY) -> Page[ModeChange]:
        """Return up to `limit` changes of `desk`, newest first; LedgerUnavailable, ValueError for a foreign cursor."""
        query = (
            select(runtime_settings)
            .where(*before(runtime_settings.c.seq, cursor), _seen_by(desk))
            .order_by(runtime_settings.c.seq.desc())
            .limit(limit + 1)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        next_cursor = str(rows[limit - 1]["seq"]) if len(rows) > limit else None
        return Page(items=tuple(_read(row) for row in rows[:limit]), next_cursor=next_cursor)


async def _next_moment(connection: AsyncConnection, now: Instant) -> Instant:
    """Return `now`, or later than every change in force: a clock that was set back must not bring an older one back."""
    latest: Instant | None = await connection.scalar(select(func.max(runtime_settings.c.in_force_at)))
    return now if latest is None else max(now, Instant.of(latest + timedelta(milliseconds=1)))


def _seen_by(desk: str) -> ColumnElement[bool]:
    return runtime_settings.c.desk.in_((desk, NOBODY))


async def _change(
    connection: AsyncConnection, change_id: int, *among: ColumnElement[bool], is_locked: bool = False
) -> ModeChange:
    query = select(runtime_settings).where(runtime_settings.c.seq == change_id, *among)
    query = query.with_for_update() if is_locked else query
    row = (await connection.execute(query)).mappings().one_or_none()
    if row is None:
        raise RecordRefused(f"there is no change {change_id} of the runtime mode")
    return _read(row)


def _read(row: RowMapping) -> ModeChange:
    return ModeChange(
        change_id=row["seq"],
        mode=row["mode"],
        by=row["by"],
        reason=row["reason"],
        asked_at=row["asked_at"],
        approvals_needed=row["approvals_needed"],
        approved_by=tuple(row["approved_by"]),
        in_force_at=row["in_force_at"],
    )
