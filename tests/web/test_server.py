"""The server stops quickly and closes what is open."""

import asyncio
import time
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
    async with asyncio.timeout(20), running_stage(tmp_path) as stage:
        sockets = [await stage.socket() for _ in range(20)]
        for client in sockets:
            await received(client, "market_update")
        started = time.monotonic()
        stage.stop()
        for client in sockets:
            assert await _close_code(client) == 1012
        await stage.stopped()

    assert time.monotonic() - started < STOP_LIMIT_SECONDS


async def test_a_client_that_reads_nothing_does_not_delay_the_stop(tmp_path: Path) -> None:
    async with asyncio.timeout(20), running_stage(tmp_path) as stage:
        with await deaf_client(stage):
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(flood(stage, is_full := asyncio.Event()))
                await eventually(lambda: conflated(stage) > 20)
                is_full.set()
            started = time.monotonic()
            stage.stop()
            await stage.stopped()

    assert time.monotonic() - started < STOP_LIMIT_SECONDS


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
