"""SQLite's driver at one trip to its thread for each statement: BEGIN goes along with the first, rows come back at once."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Self, TypeVar

import aiosqlite

ROWS_AT_ONCE = 1000
"""Rows that come back with their statement; a longer result is fetched on, that much a trip."""
Row = tuple[Any, ...]
T = TypeVar("T")


class OneTripConnection(aiosqlite.Connection):
    """A connection that begins a transaction with its first statement, and whose readers wait for no end of one."""

    def __init__(self, path: str, *, is_writer: bool, **options: Any) -> None:  # noqa: ANN401  the driver's own
        super().__init__(lambda: sqlite3.connect(path, **options), iter_chunk_size=ROWS_AT_ONCE)
        self._thread.daemon = True  # a program that forgets to close it still ends
        self._is_writer = is_writer
        self._is_due = False

    def begin_with_next(self) -> None:
        """Let a transaction begin with the next statement."""
        self._is_due = True

    def cursor(self) -> "OneTripCursor":  # type: ignore[override]  # the dialect enters it, nobody awaits it
        """Return a cursor; nothing is asked yet."""
        return OneTripCursor(self)

    async def rollback(self) -> None:
        """End the transaction, if one has begun; a read's ends on its own, before whatever is asked next."""
        self._is_due = False
        if not self.in_transaction:
            return
        if self._is_writer:
            await super().rollback()
        else:
            self._tx.put_nowait((None, self._conn.rollback))

    async def trip(self, call: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `call` returns in the connection's thread; sqlite3.Error."""
        begin = None
        if self._is_due:
            begin, self._is_due = "BEGIN IMMEDIATE" if self._is_writer else "BEGIN", False
        result: T = await self._execute(_called, self._conn, begin, call)  # type: ignore[no-untyped-call]
        return result


class OneTripCursor:
    """One statement and its rows, as SQLAlchemy's adapter expects them of a driver."""

    def __init__(self, connection: OneTripConnection) -> None:
        self.arraysize = 1
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self._connection = connection
        self._rows: list[Row] = []
        self._rest: sqlite3.Cursor | None = None

    async def __aenter__(self) -> Self:
        """Take the cursor into use."""
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Run a statement and bring its first rows; sqlite3.Error."""
        self._keep(*await self._connection.trip(lambda connection: _run(connection, statement, parameters)))
        return self

    async def executemany(self, statement: str, rows: Sequence[Sequence[Any]]) -> Self:
        """Run a statement once for each of `rows`; sqlite3.Error."""
        cursor = await self._connection.trip(lambda connection: connection.executemany(statement, rows))
        self._keep(cursor, [])
        return self

    async def fetchall(self) -> list[Row]:
        """Return the rows that are left."""
        rest = self._rest
        more = [] if rest is None else await self._connection.trip(lambda _: rest.fetchall())
        rows, self._rows, self._rest = self._rows + more, [], None
        return rows

    async def fetchmany(self, size: int | None = None) -> list[Row]:
        """Return up to `size` of the rows that are left."""
        rest, wanted = self._rest, size or self.arraysize
        if rest is not None and len(self._rows) < wanted:
            more = await self._connection.trip(lambda _: rest.fetchmany(max(wanted, ROWS_AT_ONCE)))
            self._rows += more
            self._rest = rest if more else None
        rows, self._rows = self._rows[:wanted], self._rows[wanted:]
        return rows

    async def close(self) -> None:
        """Give back what an unfinished statement holds."""
        rest, self._rest = self._rest, None
        if rest is not None:
            await self._connection.trip(lambda _: rest.close())

    def _keep(self, cursor: sqlite3.Cursor, rows: list[Row]) -> None:
        self.description, self.rowcount, self.lastrowid = (
            cursor.description,
            cursor.rowcount,
            cursor.lastrowid,
        )
        self._rows = rows
        self._rest = cursor if len(rows) == ROWS_AT_ONCE else None


def _called(connection: sqlite3.Connection, begin: str | None, call: Callable[[sqlite3.Connection], T]) -> T:
    if begin is not None:
        connection.execute(begin)
    return call(connection)


def _run(
    connection: sqlite3.Connection, statement: str, parameters: Sequence[Any]
) -> tuple[sqlite3.Cursor, list[Row]]:
    cursor = connection.execute(statement, parameters)
    return cursor, cursor.fetchmany(ROWS_AT_ONCE) if cursor.description else []
