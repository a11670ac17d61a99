"""Statements and row readings that several repositories share."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Values = Mapping[str, Any]


async def insert_once(connection: AsyncConnection, table: Table, rows: Sequence[Values]) -> bool:
    """Insert the rows that are not there yet; False when nothing was inserted."""
    if not rows:
        return False
    statement = _insert_once(connection.dialect.name, table)
    done = await connection.execute(statement, rows[0] if len(rows) == 1 else rows)
    return done.rowcount > 0


async def put(connection: AsyncConnection, table: Table, rows: Sequence[Values]) -> None:
    """Insert the rows, replacing those of the same primary key."""
    if not rows:
        return
    await connection.execute(_put(connection.dialect.name, table, tuple(rows[0])), rows)


@cache
def _insert_once(dialect: str, table: Table) -> Insert:
    statement = _insert(dialect, table).on_conflict_do_nothing()
    return statement.execution_options(preserve_rowcount=True)  # not every driver keeps it for an insert


@cache
def _put(dialect: str, table: Table, columns: tuple[str, ...]) -> Insert:
    statement = _insert(dialect, table)
    key = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in columns if name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=changed)


def _insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    if dialect == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def before(seq: ColumnElement[int], cursor: str | None) -> list[ColumnElement[bool]]:
    """Return the condition of a page that starts after `cursor`; ValueError when it is not one of ours."""
    if cursor is None:
        return []
    if not (cursor.isascii() and cursor.isdigit()) or len(cursor) > 18:
        raise ValueError(f"not a page cursor: {cursor[:40]!r}")
    return [seq < int(cursor)]
