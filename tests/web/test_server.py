"""The server stops quickly and closes what is open."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from tests.waiting import eventually
from tests.web.deaf import deaf_client, flood
from tests.web.stage import Stage, received, running_stage
from tradewind.web.server import address_of, listen

STOP_LIMIT_SECONDS = 2


async def test_stopping_closes_open_sockets_within_two_seconds(tmp_path: Path) -> None:
    assert await quickest(stopped_with_open_sockets, tmp_path) < STOP_LIMIT_SECONDS


async def test_a_client_that_reads_nothing_does_not_delay_the_stop(tmp_path: Path) -> None:
    assert await quickest(stopped_with_a_deaf_client, tmp_path) < STOP_LIMIT_SECONDS


async def quickest(stopped: Callable[[Path], Awaitable[float]], folder: Path) -> float:
    """Return the least seconds of up to three stops: the machine may stand still during one."""
    took = float("inf")
    for number in range(3):
        (own := folder / str(number)).mkdir()
        if (took := min(took, await stopped(own))) < STOP_LIMIT_SECONDS:
            break
    return took


async def stopped_with_open_sockets(folder: Path) -> float:
    """Return the seconds that a stop takes; every client is told of it."""
    async with asyncio.timeout(50), running_stage(folder) as stage:
        sockets = [await stage.socket() for _ in range(20)]
        for client in sockets:
            await received(client, "market_update")
        started = time.monotonic()
        stage.stop()
        for client in sockets:
            assert await _close_code(client) == 1012
        await stage.stopped()
    return time.monotonic() - started


async def stopped_with_a_deaf_client(folder: Path) -> float:
    """Return the seconds that a stop takes while the buffers of a client are full."""
    async with asyncio.timeout(50), running_stage(folder) as stage:
        with await deaf_client(stage):
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(flood(stage, is_full := asyncio.Event()))
                await eventually(lambda: conflated(stage) > 20)
                is_full.set()
            started = time.monotonic()
            stage.stop()
            await stage.stopped()
    return time.monotonic() - started


def conflated(stage: Stage) -> float:
    return stage.desk.metrics.registry.get_sample_value("tradewind_ws_frames_conflated_total") or 0


async def test_port_zero_reports_the_port_that_was_taken() -> None:
    listener = listen("127.0.0.1", 0)
    with listener:
        host, port = address_of(listener)
        with pytest.raises(OSError, match="in use"):
            listen(host, port)

    assert host == "127.0.0.1"
    assert port > 0


async def _close_code(client: ClientConnection) -> int | None:
    try:
        while True:
            await client.recv()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None
