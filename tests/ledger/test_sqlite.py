"""What is true of the embedded database alone: its file, its lock, its disk."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.clocks import FakeClock
from tests.ledger.posting_process import fill_of
from tests.ledger.records import BTC, DESK, a_fill
from tests.ledger.test_kill import start
from tests.ledgers import ledger_in
from tradewind.domain.position import replay
from tradewind.ledger import Ledger, LedgerConfig, LedgerUnavailable, open_ledger


@pytest.fixture
def url(tmp_path: Path) -> str:
    return ledger_in(tmp_path)


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


@pytest.mark.usefixtures("ledger")
async def test_the_file_is_in_wal_mode(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
async def test_a_ledger_needs_a_file(address: str, clock: FakeClock) -> None:
    with pytest.raises(ValueError, match="needs a database file"):
        async with open_ledger(address, clock):
            pass


async def test_a_full_disk_refuses_a_fill_whole_and_recovers_f63(url: str) -> None:
    process = await start(url, str(400_000))
    async with asyncio.timeout(30):
        answer, _ = await process.communicate()

    refused, recovered = answer.decode().splitlines()
    assert refused.startswith(("LedgerUnavailable after", "CommitUnknown after"))
    assert recovered.startswith("recovered")
    async with open_ledger(url, FakeClock()) as ledger:
        fills = await ledger.fills.of(DESK)
        assert fills == [fill_of(number) for number in range(len(fills))]
        assert f"after {len(fills) - 1}:" in refused
        assert set((await ledger.postings.trial_balance()).values()) == {0}
        assert [item.position for item in await ledger.positions.held(DESK)] == [replay(BTC, fills)]
