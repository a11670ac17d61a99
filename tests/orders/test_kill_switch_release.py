"""A release that its own desk reads back from the disk before it is through is that release."""

import asyncio
from pathlib import Path

from tests.orders.order_desks import a_stage
from tradewind.domain.desk_state import DeskState
from tradewind.orders.kill_switch import KillSwitch

ROUNDS = 20


async def look_all_the_time(switch: KillSwitch) -> None:
    while True:
        switch._look_at_file()
        await asyncio.sleep(0)


async def test_a_release_that_is_read_back_while_it_is_written_is_no_stop_by_another(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage, asyncio.TaskGroup() as tasks:
        switch = stage.desk.kill_switch
        looking = tasks.create_task(look_all_the_time(switch))
        for _ in range(ROUNDS):
            await switch.press(DeskState.HALTED, "ann", "drill")
            await switch.press(DeskState.ACTIVE, "ann", "over")
            assert switch.state is DeskState.ACTIVE
        looking.cancel()
