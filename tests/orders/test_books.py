"""On books that do not add up the desk watches and closes, and opens nothing."""

import asyncio
from pathlib import Path

from tests.ledger.rows import run_sql
from tests.orders.order_desks import a_stage
from tests.values import BTC
from tests.waiting import eventually
from tradewind.orders.blocks import BlockCause


async def test_edited_books_block_every_opening_from_the_start_f66(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        run_sql(
            f"sqlite:///{tmp_path / 'ledger.db'}",
            "UPDATE account_balances SET amount = '1' WHERE account = 'cash'",
        )
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(stage.desk.run())
            await eventually(stage.desk.is_settled.is_set)
            blocks = {block.cause: block for block in stage.desk.opening_blocks()}
            is_blocked = stage.reason(BTC) is not None
            running.cancel()

    assert is_blocked
    assert blocks[BlockCause.BOOKS].symbol is None
    assert "the balance of cash in USDT is kept as 1" in blocks[BlockCause.BOOKS].reason


async def test_sound_books_block_nothing(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(stage.desk.run())
            await eventually(stage.desk.is_settled.is_set)
            running.cancel()

        assert BlockCause.BOOKS not in {block.cause for block in stage.desk.opening_blocks()}
