"""What is left after the process dies, or the disk is full, in the middle of a post."""

import asyncio
import random
import sys
from pathlib import Path

from tests.clocks import FakeClock
from tests.ledger.posting_process import fill_of
from tests.ledger.records import BTC, DESK
from tests.ledger.rows import run_sql
from tradewind.domain.position import replay
from tradewind.ledger import Ledger, open_ledger

ROOT = Path(__file__).resolve().parents[2]
KILLS = 6


async def start(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.ledger.posting_process",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )


async def kill_after(url: str, posts: int, moment_seconds: float) -> None:
    """Let a process post, then kill it somewhere inside the next posts."""
    process = await start(url)
    assert process.stdout is not None
    async with asyncio.timeout(30):
        for _ in range(posts):
            assert (await process.stdout.readline()).startswith(b"posted")
        await asyncio.sleep(moment_seconds)
        process.kill()
        await process.stdout.read()
        await process.wait()


async def assert_consistent(ledger: Ledger, url: str) -> None:
    fills = await ledger.fills.of(DESK)
    held = await ledger.positions.held(DESK)
    assert set((await ledger.postings.trial_balance()).values()) == {0}
    assert [item.position for item in held] == [replay(BTC, fills)]
    assert fills == [fill_of(number) for number in range(len(fills))]
    for order in {fill.client_order_id for fill in fills if fill.client_order_id}:
        record = await ledger.orders.get(order)
        assert record is not None
        assert record.filled == sum(f.quantity for f in fills if f.client_order_id == order)
    entries = run_sql(url, "SELECT entry_id FROM journal_entries WHERE kind = 'fill'")
    assert sorted(entry for (entry,) in entries) == sorted(f"fill:okx:{BTC}:{f.trade_id}" for f in fills)


async def test_a_killed_process_leaves_no_fill_half_posted_f10(url: str) -> None:
    chance = random.Random(10)
    posted = 0
    for _ in range(KILLS):
        await kill_after(url, chance.randint(1, 12), chance.uniform(0, 0.01))

        async with open_ledger(url, FakeClock()) as ledger:
            await assert_consistent(ledger, url)
            now_posted = len(await ledger.fills.of(DESK))
        assert now_posted > posted
        posted = now_posted
