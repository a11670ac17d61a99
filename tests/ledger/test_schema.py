import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import DBAPIError

from tests.clocks import START, FakeClock
from tests.ledger.records import DESK, OPENING_CASH, PORTFOLIO, a_fill
from tests.ledger.rows import engine_of, run_sql
from tradewind.ledger import Ledger, SchemaTooNew, open_ledger
from tradewind.ledger.tables import metadata


@pytest.mark.usefixtures("ledger")
async def test_the_migrations_lead_to_the_tables_of_the_code(url: str) -> None:
    engine = engine_of(url)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()

    assert differences == []


async def test_a_newer_schema_is_refused_and_left_alone_f67(
    url: str, clock: FakeClock, ledger: Ledger
) -> None:
    await ledger.fills.post(DESK, a_fill("1"), None)
    run_sql(url, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(SchemaTooNew, match=r"has schema 9999, this version knows up to \d{4}"):
        async with open_ledger(url, clock):
            pass

    assert len(await ledger.fills.of(DESK)) == 1


async def test_a_migration_that_fails_half_way_leaves_nothing_behind_f67(
    empty_url: str, clock: FakeClock
) -> None:
    run_sql(empty_url, "CREATE TABLE bundle_contents (other TEXT)")
    with pytest.raises(Exception, match="already exists"):
        async with open_ledger(empty_url, clock):
            pass
    run_sql(empty_url, "DROP TABLE bundle_contents")

    async with open_ledger(empty_url, clock) as ledger:
        await ledger.portfolios.open(PORTFOLIO, OPENING_CASH, START)

        assert (await ledger.postings.balances(DESK)).cash == OPENING_CASH


@pytest.mark.parametrize(
    ("table", "column"),
    [("journal_entries", "entry_id"), ("journal_postings", "unit"), ("fills", "trade_id")],
)
@pytest.mark.parametrize("change", ["DELETE FROM {table}", "UPDATE {table} SET {column} = {column}"])
async def test_the_books_are_append_only_f66(
    url: str, ledger: Ledger, table: str, column: str, change: str
) -> None:
    await ledger.fills.post(DESK, a_fill("1"), None)

    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        run_sql(url, change.format(table=table, column=column))
