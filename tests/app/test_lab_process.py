"""The lab as a child: watched, started again where it was, and never on another tape."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx2
import msgspec
import pytest

from tests.clocks import FakeClock
from tests.waiting import eventually
from tradewind.app import supervision
from tradewind.app.lab_process import LabOptions, LabProcess, running_lab
from tradewind.app.supervision import keep_running
from tradewind.telemetry.health import HealthBoard, RoleHealth, RoleState
from tradewind.telemetry.metrics import Metrics

CANDLES = "/api/v5/market/history-candles?instId=BTC-USDT-SWAP&bar=1H&limit=50"
GRID_MS = 8 * 3_600_000


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "FIRST_PAUSE", timedelta(milliseconds=1))


@asynccontextmanager
async def watched_lab(state: Path) -> AsyncIterator[tuple[LabProcess, HealthBoard]]:
    board = HealthBoard(FakeClock(), ("lab",))
    async with running_lab(LabOptions(state=state)) as process, asyncio.TaskGroup() as tasks:

        async def lab() -> None:
            await process.run(lambda: board.report("lab", RoleState.RUNNING))

        watch = tasks.create_task(keep_running("lab", lab, board, Metrics(), FakeClock()))
        await eventually(lambda: health(board).state is RoleState.RUNNING)
        yield process, board
        watch.cancel()


def health(board: HealthBoard) -> RoleHealth:
    return board.snapshot().roles[0]


async def confirmed_candles(url: str) -> list[list[str]]:
    async with httpx2.AsyncClient(base_url=url, timeout=20) as client:
        return list((await client.get(CANDLES)).json()["data"][1:])


def kill(process: LabProcess) -> None:
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)


async def test_a_killed_lab_plays_on_at_its_address_and_the_board_says_so(tmp_path: Path) -> None:
    async with watched_lab(tmp_path) as (process, board):
        before = await confirmed_candles(process.lab.url)

        kill(process)
        await eventually(lambda: health(board).restarts == 1 and health(board).state is RoleState.RUNNING)

        assert await confirmed_candles(process.lab.url) == before
        assert "exit code -9" in str(health(board).last_error)


async def test_a_lab_that_would_play_something_else_is_not_taken_back(tmp_path: Path) -> None:
    async with watched_lab(tmp_path) as (process, board):
        kept = tmp_path / "tape.json"
        playback = msgspec.json.decode(kept.read_bytes())
        kept.write_bytes(msgspec.json.encode({**playback, "shift_ms": playback["shift_ms"] - GRID_MS}))

        kill(process)
        await eventually(lambda: "restart the desk" in str(health(board).last_error))

        assert process.pid is None
