"""What only a database server can do to the ledger: writers side by side, lost answers, a restart."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal

import pytest
from sqlalchemy import make_url, text

from tests.clocks import START, FakeClock
from tests.fault_proxy import fault_proxy
from tests.ledger.records import BTC, DESK, ETH, OPENING_CASH, PORTFOLIO, a_fill, an_order
from tests.ledger.rows import engine_of, run_sql
from tests.ledgers import ledger_at
from tests.postgres import PostgresServer, new_database
from tradewind.ledger import CommitUnknown, Ledger, LedgerUnavailable, open_ledger
from tradewind.ledger.errors import TransactionLost
from tradewind.ledger.whole import ATTEMPTS, whole


@pytest.fixture
def url(postgres: PostgresServer) -> str:
    return ledger_at(postgres)


@asynccontextmanager
async def two_desks(url: str) -> AsyncIterator[tuple[Ledger, Ledger]]:
    async with open_ledger(url, FakeClock()) as one, open_ledger(url, FakeClock()) as other:
        await one.portfolios.open(PORTFOLIO, OPENING_CASH, START)
        yield one, other


async def test_two_processes_may_bring_the_schema_at_once(postgres: PostgresServer) -> None:
    url = new_database(postgres)

    async def start() -> None:
        async with open_ledger(url, FakeClock()) as ledger:
            await ledger.portfolios.open(PORTFOLIO, OPENING_CASH, START)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(3):
            tasks.create_task(start())

    assert run_sql(url, "SELECT count(*) FROM journal_entries") == [(1,)]


async def test_the_same_fill_told_to_two_processes_is_posted_once_f11(url: str) -> None:
    async with two_desks(url) as (one, other):
        async with asyncio.TaskGroup() as tasks:
            posts = [
                tasks.create_task(ledger.fills.post(DESK, a_fill(str(number), symbol=symbol), None))
                for number in range(10)
                for symbol in (BTC, ETH)
                for ledger in (one, other)
            ]

        assert sum(post.result() for post in posts) == 20
        assert set((await one.postings.trial_balance()).values()) == {0}
        assert {held.position.quantity for held in await other.positions.held(DESK)} == {Decimal(10)}


async def test_a_commit_whose_answer_is_lost_is_recognized_when_it_is_repeated_f64(url: str) -> None:
    address = make_url(url)
    async with fault_proxy("127.0.0.1", address.port or 0) as proxy:
        through = address.set(port=proxy.port).render_as_string(hide_password=False)
        async with open_ledger(through, FakeClock()) as ledger:
            await ledger.portfolios.open(PORTFOLIO, OPENING_CASH, START)
            proxy.lose_answer_to = b"COMMIT\x00"
            with pytest.raises(CommitUnknown):
                await ledger.fills.post(DESK, a_fill("1"), None)

            assert not await ledger.fills.post(DESK, a_fill("1"), None)
            assert len(await ledger.fills.of(DESK)) == 1


async def test_a_link_that_went_dead_is_unavailable_and_comes_back(url: str) -> None:
    address = make_url(url)
    async with fault_proxy("127.0.0.1", address.port or 0) as proxy:
        through = address.set(port=proxy.port).render_as_string(hide_password=False)
        async with open_ledger(through, FakeClock()) as ledger:
            await ledger.portfolios.open(PORTFOLIO, OPENING_CASH, START)
            proxy.lose_answer_to = b"INSERT INTO fills"
            with pytest.raises(LedgerUnavailable) as broken:
                await ledger.fills.post(DESK, a_fill("1"), None)

            assert not isinstance(broken.value, CommitUnknown)
            assert await ledger.fills.post(DESK, a_fill("1"), None)


async def test_a_terminated_backend_loses_no_fill_f60(url: str) -> None:
    async with open_ledger(url, FakeClock()) as ledger:
        await ledger.portfolios.open(PORTFOLIO, OPENING_CASH, START)
        run_sql(
            url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )

        assert await ledger.fills.post(DESK, a_fill("1"), None)


async def test_a_reader_sees_one_moment_while_others_write(url: str) -> None:
    async with two_desks(url) as (one, other):
        await one.orders.add(an_order("tw1"))
        async with one.orders._database.reading() as connection:
            count = text("SELECT count(*) FROM orders")
            before = await connection.scalar(count)
            await other.orders.add(an_order("tw2"))

            assert await connection.scalar(count) == before


@pytest.mark.parametrize("state", ["40001", "40P01"])
async def test_a_transaction_that_lost_is_tried_again_whole_f65(url: str, state: str) -> None:
    async with open_ledger(url, FakeClock()) as ledger:
        await ledger.portfolios.open(PORTFOLIO, OPENING_CASH, START)
        lose_first_insert(url, state)

        assert await ledger.fills.post(DESK, a_fill("1"), None)
        assert len(await ledger.fills.of(DESK)) == 1
        assert set((await ledger.postings.trial_balance()).values()) == {0}


def lose_first_insert(url: str, state: str) -> None:
    """Have the database end the first transaction that inserts a fill with `state`; a sequence survives the rollback."""
    engine = engine_of(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE SEQUENCE losses")
        connection.exec_driver_sql(
            "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF nextval('losses') = 1 THEN RAISE EXCEPTION 'lost' USING ERRCODE = '{state}'; END IF; "
            "RETURN NEW; END $$"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER losing BEFORE INSERT ON fills FOR EACH ROW EXECUTE FUNCTION lose()"
        )
    engine.dispose()


async def test_a_transaction_that_always_loses_is_given_up_f65() -> None:
    tries = 0

    @whole
    async def write() -> None:
        nonlocal tries
        tries += 1
        raise TransactionLost("another came first")

    with pytest.raises(LedgerUnavailable):
        await write()
    assert tries == ATTEMPTS
