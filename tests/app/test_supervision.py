"""A role that crashes is shown and started again; cancellation ends it."""

import asyncio
from datetime import timedelta

import pytest

from tests.clocks import FakeClock
from tradewind.app import supervision
from tradewind.app.supervision import first_cause, keep_running
from tradewind.telemetry.health import HealthBoard, RoleState


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "FIRST_PAUSE", timedelta(milliseconds=1))


async def test_a_crashed_role_is_reported_and_started_again() -> None:
    board = HealthBoard(FakeClock(), ("trader",))
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
        task = tasks.create_task(keep_running("trader", trader, board))
        async with asyncio.timeout(5):
            await is_back.wait()
        role = board.snapshot().roles[0]
        task.cancel()

    assert role.state is RoleState.RUNNING
    assert role.restarts == 1
    assert role.last_error == "OSError: the venue is away"


async def test_a_role_that_ends_by_itself_is_not_called_healthy() -> None:
    board = HealthBoard(FakeClock(), ("web",))
    is_second = asyncio.Event()

    async def web() -> None:
        if board.snapshot().roles[0].restarts:
            is_second.set()
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(keep_running("web", web, board))
        async with asyncio.timeout(5):
            await is_second.wait()
        task.cancel()

    assert board.snapshot().roles[0].last_error == "it ended by itself"


def test_the_first_cause_of_a_group_is_named() -> None:
    group = ExceptionGroup("tasks", [ExceptionGroup("inner", [ValueError("no price")])])

    assert first_cause(group) == "ValueError: no price"
