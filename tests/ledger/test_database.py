import asyncio
from datetime import timedelta

import pytest

from tests.ledger.records import DESK, a_fill, an_order
from tradewind.ledger import Ledger, LedgerConfig, LedgerUnavailable
from tradewind.ledger.database import Database


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
