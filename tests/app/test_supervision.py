"""A role that crashes is shown and started again; cancellation ends it."""

import asyncio
from datetime import timedelta

import pytest

from tests.clocks import FakeClock
from tradewind.app import supervision
from tradewind.app.supervision import LONGEST_PAUSE, first_cause, keep_running, next_pause
from tradewind.telemetry.health import HealthBoard, RoleState
from tradewind.telemetry.metrics import Metrics


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "FIRST_PAUSE", timedelta(milliseconds=1))


async def test_a_crashed_role_is_reported_and_started_again() -> None:
    board, metrics = HealthBoard(FakeClock(), ("trader",)), Metrics()
    is_back = asyncio.Event()
    attempts: list[int] = []

    async def trader() -> None:
        attempts.append(len(attempts))
        if len(attempts) == 1:
            raise OSError("the venue is away")
        board.report("trader", RoleState.RUNNING)
        is_back.set()
        await asyncio.Event().wait()

    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(keep_running("trader", trader, board, metrics, FakeClock()))
        async with asyncio.timeout(30):
            await is_back.wait()
        role = board.snapshot().roles[0]
        task.cancel()

    assert role.state is RoleState.RUNNING
    assert role.restarts == 1
    assert role.last_error == "OSError: the venue is away"
    assert metrics.registry.get_sample_value("tradewind_role_restarts_total", {"role": "trader"}) == 1


async def test_a_role_that_ends_by_itself_is_not_called_healthy() -> None:
    board = HealthBoard(FakeClock(), ("web",))
    is_second = asyncio.Event()

    async def web() -> None:
        if board.snapshot().roles[0].restarts:
            is_second.set()
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(keep_running("web", web, board, Metrics(), FakeClock()))
        async with asyncio.timeout(30):
            await is_second.wait()
        task.cancel()

    assert board.snapshot().roles[0].last_error == "it ended by itself"


def test_crash_upon_crash_doubles_the_pause_up_to_its_limit() -> None:
    at_once = timedelta(0)

    assert next_pause(None, at_once) == supervision.FIRST_PAUSE
    assert next_pause(timedelta(seconds=4), at_once) == timedelta(seconds=8)
    assert next_pause(LONGEST_PAUSE, at_once) == LONGEST_PAUSE


def test_a_role_that_ran_for_long_is_started_again_without_a_long_pause() -> None:
    assert next_pause(LONGEST_PAUSE, LONGEST_PAUSE + timedelta(seconds=1)) == supervision.FIRST_PAUSE


def test_the_first_cause_of_a_group_is_named() -> None:
    group = ExceptionGroup("tasks", [ExceptionGroup("inner", [ValueError("no price")])])

    assert first_cause(group) == "ValueError: no price"
