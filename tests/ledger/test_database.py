import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.clocks import FakeClock
from tests.ledger.records import DESK, a_fill, an_order
from tradewind.ledger import Ledger, LedgerConfig, LedgerUnavailable, open_ledger
from tradewind.ledger.database import Database

IMPATIENT = LedgerConfig(busy_timeout=timedelta(milliseconds=50), answer_timeout=timedelta(seconds=5))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Another process that writes and does not finish."""
    with closing(sqlite3.connect(folder / "ledger.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_a_locked_ledger_is_unavailable_and_loses_nothing_f61(
    url: str, clock: FakeClock, ledger: Ledger, tmp_path: Path
) -> None:
    await ledger.fills.post(DESK, a_fill("1"), None)
    async with open_ledger(url, clock, IMPATIENT) as impatient:
        with locked(tmp_path), pytest.raises(LedgerUnavailable, match="database is locked"):
            await impatient.fills.post(DESK, a_fill("2"), None)

        assert await impatient.fills.post(DESK, a_fill("2"), None)

    assert [fill.trade_id for fill in await ledger.fills.of(DESK)] == ["1", "2"]


async def test_a_ledger_that_is_locked_by_a_writer_can_still_be_read_f61(
    ledger: Ledger, tmp_path: Path
) -> None:
    await ledger.fills.post(DESK, a_fill("1"), None)

    with locked(tmp_path):
        assert len(await ledger.positions.held(DESK)) == 1


async def test_a_writer_waits_for_another_process_within_the_busy_timeout_f61(
    ledger: Ledger, tmp_path: Path
) -> None:
    async with asyncio.TaskGroup() as tasks:
        with locked(tmp_path):
            posted = tasks.create_task(ledger.fills.post(DESK, a_fill("1"), None))
            assert await ledger.fills.of(DESK) == []

    assert posted.result()


async def test_a_ledger_that_cannot_be_opened_is_unavailable(tmp_path: Path, clock: FakeClock) -> None:
    with pytest.raises(LedgerUnavailable, match=r"there is no folder .*nowhere for the ledger"):
        async with open_ledger(f"sqlite:///{tmp_path}/nowhere/ledger.db", clock):
            pass


async def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / "ledger.db").write_bytes(b"not a database at all" * 100)

    with pytest.raises(LedgerUnavailable, match="not a database"):
        async with open_ledger(f"sqlite:///{tmp_path}/ledger.db", clock):
            pass


async def test_concurrent_calls_are_posted_one_after_another(ledger: Ledger) -> None:
    async with asyncio.TaskGroup() as tasks:
        for number in range(20):
            tasks.create_task(ledger.fills.post(DESK, a_fill(str(number % 10)), None))
            tasks.create_task(ledger.orders.add(an_order(f"tw{number}")))
            tasks.create_task(ledger.positions.held(DESK))

    assert len(await ledger.fills.of(DESK)) == 10
    assert [held.position.quantity for held in await ledger.positions.held(DESK)] == [10]


async def test_a_canceled_post_is_whole_or_absent_and_the_ledger_goes_on(ledger: Ledger) -> None:
    for number in range(30):
        fill = a_fill(str(number))
        async with asyncio.TaskGroup() as tasks:
            posting = tasks.create_task(ledger.fills.post(DESK, fill, None))
            for _ in range(number):
                await asyncio.sleep(0)
            posting.cancel()

    fills = await ledger.fills.of(DESK)
    held = await ledger.positions.held(DESK)
    assert sum(item.position.quantity for item in held) == len(fills)
    assert set((await ledger.postings.trial_balance()).values()) == {0}
    assert await ledger.fills.post(DESK, a_fill("after"), None)


async def test_a_slow_transaction_ends_with_the_answer_timeout(url: str, ledger: Ledger) -> None:
    await ledger.fills.post(DESK, a_fill("1"), None)
    config = LedgerConfig(busy_timeout=timedelta(milliseconds=10), answer_timeout=timedelta(milliseconds=60))
    database = Database(url, config)

    with pytest.raises(LedgerUnavailable, match=r"no answer in 0\.06 s"):
        async with database.writing():
            await asyncio.Event().wait()

    await database.close()
    assert await ledger.fills.post(DESK, a_fill("2"), None)


def test_a_database_without_its_driver_is_named_without_its_password() -> None:
    with pytest.raises(ValueError, match=r"desk:\*\*\*@host/ledger needs the package aiomysql"):
        Database("mysql+aiomysql://desk:secret@host/ledger", LedgerConfig())


def test_a_ledger_needs_a_reader() -> None:
    with pytest.raises(ValueError, match="readers must be at least 1, was 0"):
        LedgerConfig(readers=0)


def test_a_busy_ledger_is_given_up_before_the_whole_answer_is_due() -> None:
    with pytest.raises(ValueError, match="0 < busy_timeout < answer_timeout"):
        LedgerConfig(busy_timeout=timedelta(seconds=20))
