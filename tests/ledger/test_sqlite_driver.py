"""What a trip to SQLite's thread brings, and what it leaves behind."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.waiting import eventually
from tradewind.ledger import LedgerConfig, LedgerUnavailable
from tradewind.ledger.database import Database
from tradewind.ledger.sqlite_driver import ROWS_AT_ONCE, OneTripConnection

COUNTED = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most) SELECT i FROM n"
SLOW = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT max(i) FROM n"
IMPATIENT = LedgerConfig(
    busy_timeout=timedelta(milliseconds=50), answer_timeout=timedelta(seconds=20), readers=1
)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{tmp_path}/trips.db", IMPATIENT)
    async with opened.writing() as connection:
        await connection.execute(text("CREATE TABLE notes (note TEXT)"))
    yield opened
    await opened.close()


async def write(database: Database, note: str) -> None:
    async with database.writing() as connection:
        await connection.execute(text("INSERT INTO notes VALUES (:note)"), {"note": note})


async def notes(database: Database) -> list[str]:
    async with database.reading() as connection:
        return list((await connection.execute(text("SELECT note FROM notes"))).scalars())


def is_at_rest(folder: Path) -> bool:
    """Whether the whole log can be cut, which an open transaction forbids."""
    with closing(sqlite3.connect(folder / "trips.db", timeout=0.01, isolation_level=None)) as other:
        try:
            other.execute("INSERT INTO notes VALUES ('other')")
        except sqlite3.OperationalError:
            return False
        busy, *_ = other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


async def test_begin_statement_and_rows_are_one_trip(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    trips = []

    async def counted(connection: OneTripConnection, *call: Any) -> Any:
        trips.append(call)
        return await execute(connection, *call)

    execute: Callable[..., Awaitable[Any]] = OneTripConnection._execute
    await notes(database)
    monkeypatch.setattr(OneTripConnection, "_execute", counted)
    await notes(database)

    assert len(trips) == 1


@pytest.mark.parametrize("most", [ROWS_AT_ONCE - 1, ROWS_AT_ONCE, 3 * ROWS_AT_ONCE + 1])
async def test_a_result_of_any_length_comes_whole(database: Database, most: int) -> None:
    async with database.reading() as connection:
        rows = await connection.execute(text(COUNTED), {"most": most})
        at_once = list(rows.scalars())
        streamed = (await connection.stream(text(COUNTED), {"most": most})).scalars().partitions(300)
        piecewise = [number async for part in streamed for number in part]

    assert at_once == piecewise == list(range(1, most + 1))


async def test_a_stream_that_is_left_early_holds_nothing(database: Database, tmp_path: Path) -> None:
    async with database.reading() as connection:
        rows = await connection.stream(text(COUNTED), {"most": 5 * ROWS_AT_ONCE})
        assert await anext(aiter(rows.scalars())) == 1
        await rows.close()

    await eventually(lambda: is_at_rest(tmp_path))


async def test_a_read_sees_one_moment(database: Database) -> None:
    await write(database, "before")
    async with database.reading() as connection:
        first = (await connection.execute(text("SELECT count(*) FROM notes"))).scalar_one()
        await write(database, "between")
        second = (await connection.execute(text("SELECT count(*) FROM notes"))).scalar_one()

    assert first == second == 1
    assert await notes(database) == ["before", "between"]


async def test_the_end_of_a_read_ends_its_transaction(database: Database, tmp_path: Path) -> None:
    await notes(database)

    await eventually(lambda: is_at_rest(tmp_path))


async def test_a_writer_holds_the_lock_from_its_first_statement(database: Database, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "trips.db", timeout=0.01, isolation_level=None)) as other:
        async with database.writing() as connection:
            assert (await connection.execute(text("SELECT count(*) FROM notes"))).scalar_one() == 0
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")


async def test_a_writer_that_could_not_begin_can_begin_later(database: Database, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "trips.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerUnavailable, match="locked"):
            await write(database, "refused")
        other.execute("ROLLBACK")

    await write(database, "accepted")
    assert await notes(database) == ["accepted"]


async def test_a_failed_statement_takes_its_transaction_back(database: Database) -> None:
    async def half() -> None:
        async with database.writing() as connection:
            await connection.execute(text("INSERT INTO notes VALUES ('half')"))
            await connection.execute(text("INSERT INTO nowhere VALUES (1)"))

    with pytest.raises(LedgerUnavailable, match="no such table"):
        await half()

    await write(database, "after")
    assert await notes(database) == ["after"]


async def test_a_canceled_statement_leaves_no_transaction_open(database: Database, tmp_path: Path) -> None:
    async def slow(*, is_writing: bool) -> None:
        opened = database.writing() if is_writing else database.reading()
        async with opened as connection:
            if is_writing:
                await connection.execute(text("INSERT INTO notes VALUES ('half')"))
            await connection.execute(text(SLOW))

    for is_writing in (True, False):
        for milliseconds in range(10):
            with suppress(TimeoutError):
                async with asyncio.timeout(milliseconds / 1000):
                    await slow(is_writing=is_writing)

    await eventually(lambda: is_at_rest(tmp_path))
    await write(database, "after")
    assert set(await notes(database)) == {"other", "after"}


async def test_a_canceled_writer_of_many_rows_writes_none(database: Database) -> None:
    rows = [{"note": str(number)} for number in range(2000)]

    async def many() -> None:
        async with database.writing() as connection:
            await connection.execute(text("INSERT INTO notes VALUES (:note)"), rows)
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(many())
        with suppress(TimeoutError):
            async with asyncio.timeout(0.2):
                await asyncio.shield(task)
        task.cancel()

    assert await notes(database) == []
    await write(database, "after")
    assert await notes(database) == ["after"]
