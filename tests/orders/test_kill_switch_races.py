"""A stop is never lost to something that happens at the same moment."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from tests.orders.order_desks import a_stage, at_work
from tests.orders.test_outages import locked
from tests.waiting import eventually
from tradewind.app.stopping import turn
from tradewind.domain.desk_state import DeskState, Latch
from tradewind.ledger import LedgerConfig
from tradewind.orders.kill_switch import KillSwitch, ReleaseRefused
from tradewind.orders.latch_file import HALT_NAME, LATCH_NAME, read_latch

SECOND = timedelta(seconds=1)


async def test_f78_a_stop_that_could_be_written_nowhere_outlives_a_restart_of_the_role(
    tmp_path: Path,
) -> None:
    async with a_stage(tmp_path) as stage:
        released = Latch(state=DeskState.ACTIVE, by="ann", reason="over", flatten=False, at=stage.clock.now())
        await stage.ledger.desk_states.add(released)
        stage.clock.advance(SECOND)
        switch = KillSwitch(tmp_path / "no folder" / LATCH_NAME, stage.ledger, stage.clock)
        await switch.press(DeskState.HALTED, "ann", "the disk is full")

        await switch.restore()

        assert switch.state is DeskState.HALTED


async def test_a_stop_during_a_release_wins(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        switch = stage.desk.kill_switch
        await switch.press(DeskState.REDUCING, "ann", "drill")
        async with asyncio.TaskGroup() as tasks:
            async with switch._turn:
                release = tasks.create_task(_refused_release(switch))
                await eventually(lambda: bool(switch._turn._waiters))
                switch.trip(DeskState.HALTED, "the runaway guard", "too many orders")
            assert "the runaway guard stopped the desk meanwhile" in await release

        assert switch.state is DeskState.HALTED
        await switch._write()
        kept = read_latch(tmp_path / LATCH_NAME)
        assert kept is not None
        assert kept.state is DeskState.HALTED


async def _refused_release(switch: KillSwitch) -> str:
    with pytest.raises(ReleaseRefused) as refused:
        await switch.press(DeskState.ACTIVE, "ann", "over")
    return str(refused.value)


async def test_a_stop_from_outside_is_not_written_over_by_an_older_turn(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        switch = KillSwitch(tmp_path / LATCH_NAME, stage.ledger, stage.clock)
        switch.trip(DeskState.REDUCING, "the runaway guard", "not on the disk yet")
        stage.clock.advance(SECOND)
        turn(tmp_path, DeskState.HALTED, "typed", flatten=True, clock=stage.clock)

        await switch._write()

        assert (switch.state, switch.latch.flatten) == (DeskState.HALTED, True)
        kept = read_latch(tmp_path / LATCH_NAME)
        assert kept is not None
        assert kept.state is DeskState.HALTED


async def test_f78_a_file_named_halt_is_obeyed_at_once_while_the_ledger_hangs(tmp_path: Path) -> None:
    hanging = LedgerConfig(busy_timeout=40 * SECOND, answer_timeout=50 * SECOND)
    async with a_stage(tmp_path, ledger=hanging) as stage, at_work(stage):
        with locked(tmp_path):
            await stage.desk.kill_switch.press(DeskState.REDUCING, "ann", "drill")
            (tmp_path / HALT_NAME).touch()
            await eventually(lambda: stage.desk.kill_switch.state is DeskState.HALTED, 20)


async def test_a_stricter_stop_goes_on_flattening(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        switch = stage.desk.kill_switch
        await switch.press(DeskState.REDUCING, "ann", "drill", flatten=True)
        switch.trip(DeskState.HALTED, "the runaway guard", "too many orders")
        assert (switch.state, switch.latch.flatten) == (DeskState.HALTED, True)

    async with a_stage(tmp_path) as stage:
        await stage.desk.kill_switch.press(DeskState.REDUCING, "ann", "drill", flatten=True)
        (tmp_path / HALT_NAME).touch()
        await stage.desk.kill_switch.restore()
        assert stage.desk.kill_switch.state is DeskState.HALTED
        assert stage.desk.kill_switch.latch.flatten


async def test_a_release_in_the_ledger_alone_does_not_lift_the_stop_on_the_disk(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await stage.desk.kill_switch.press(DeskState.HALTED, "ann", "drill")
        stage.clock.advance(SECOND)
        other_desks = Latch(
            state=DeskState.ACTIVE, by="bob", reason="mine", flatten=False, at=stage.clock.now()
        )
        await stage.ledger.desk_states.add(other_desks)

    async with a_stage(tmp_path) as stage:
        await stage.desk.kill_switch.restore()
        assert stage.desk.kill_switch.state is DeskState.HALTED
