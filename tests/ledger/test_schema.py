import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from tests.clocks import START, FakeClock
from tests.ledger.records import DESK, OPENING_CASH, PORTFOLIO, a_fill
from tradewind.ledger import Ledger, SchemaTooNew, open_ledger
from tradewind.ledger.tables import metadata


def execute(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "ledger.db")) as connection, connection:
        connection.execute(statement)


@pytest.mark.usefixtures("ledger")
async def test_the_migrations_lead_to_the_tables_of_the_code(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/ledger.db")
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()

    assert differences == []


async def test_a_newer_schema_is_refused_and_left_alone_f67(
    url: str, clock: FakeClock, ledger: Ledger, tmp_path: Path
) -> None:
    await ledger.fills.post(DESK, a_fill("1"), None)
    execute(tmp_path, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(SchemaTooNew, match=r"has schema 9999, this version knows up to \d{4}"):
        async with open_ledger(url, clock):
            pass

    assert len(await ledger.fills.of(DESK)) == 1


async def test_a_migration_that_fails_half_way_leaves_nothing_behind_f67(
    url: str, clock: FakeClock, tmp_path: Path
) -> None:
    execute(tmp_path, "CREATE TABLE bundle_contents (other TEXT)")
    with pytest.raises(Exception, match="already exists"):
        async with open_ledger(url, clock):
            pass
    execute(tmp_path, "DROP TABLE bundle_contents")

    async with open_ledger(url, clock) as ledger:
        await ledger.portfolios.open(PORTFOLIO, OPENING_CASH, START)

        assert (await ledger.postings.balances(DESK)).cash == OPENING_CASH


@pytest.mark.parametrize("table", ["journal_entries", "journal_postings", "fills"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET rowid = rowid + 100"])
async def test_the_books_are_append_only_f66(ledger: Ledger, tmp_path: Path, table: str, change: str) -> None:
    await ledger.fills.post(DESK, a_fill("1"), None)

    with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
        execute(tmp_path, change.format(table))


@pytest.mark.usefixtures("ledger")
async def test_the_file_is_in_wal_mode(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
async def test_a_ledger_needs_a_file(address: str, clock: FakeClock) -> None:
    with pytest.raises(ValueError, match="needs a database file"):
        async with open_ledger(address, clock):
            pass
