"""Clients that hardly read: they get the newest, or are closed, and cost neither others nor memory."""

import asyncio
import socket
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection

from tests.values import BTC
from tests.waiting import eventually
from tests.web.deaf import deaf_client, flood
from tests.web.stage import Stage, fresh_ticker, live_config, received, running_stage
from tradewind.web.socket_protocol import MOST_UNSENT_BYTES, NOTSENT_LOWAT

LAGGARDS = 5
ONE_BYTE = 1


async def test_those_who_read_a_byte_at_a_time_are_closed_and_the_others_lose_nothing_f94(
    tmp_path: Path,
) -> None:
    config = live_config(stall_limit=timedelta(seconds=3))
    async with running_stage(tmp_path, config=config) as stage, stage.socket() as healthy:
        with ExitStack() as open_sockets:
            laggards = [open_sockets.enter_context(await deaf_client(stage)) for _ in range(LAGGARDS)]
            await eventually(lambda: stage.clients == LAGGARDS + 1)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(flood(stage, all_closed := asyncio.Event()))
                crawling = tasks.create_task(_crawl(laggards))
                reading = tasks.create_task(_read_all(healthy))
                await eventually(lambda: stage.clients == 1)
                all_closed.set()
                crawling.cancel()
                reading.cancel()
        assert closed_as_stalled(stage) >= LAGGARDS
        await stage.tick(fresh_ticker(stage, 77_777))
        while (await received(healthy, "market_update"))["data"].get(BTC, {}).get("price") != 77_777:
            pass


@pytest.mark.skipif(NOTSENT_LOWAT is None, reason="this system cannot bound what waits in the kernel")
async def test_what_a_laggard_reads_next_is_the_newest_and_not_the_past_f94(stage: Stage) -> None:
    """Without a bound the kernel keeps megabytes of old prices for it."""
    with await deaf_client(stage) as laggard:
        await eventually(lambda: stage.clients == 1)
        async with stage.socket() as quick, asyncio.TaskGroup() as tasks:
            tasks.create_task(flood(stage, is_over := asyncio.Event()))
            async with asyncio.timeout(30):
                while conflated(stage) < 20:
                    await quick.recv()
            is_over.set()
        read = await _read_what_waits(laggard)

    assert read < 8 * MOST_UNSENT_BYTES


async def test_a_half_open_client_is_dropped_though_nothing_is_sent_to_it(tmp_path: Path) -> None:
    brief = timedelta(milliseconds=200)
    config = live_config(ping_every=brief, stall_limit=brief)
    async with running_stage(tmp_path, config=config) as stage:
        before = open_sockets()
        with await deaf_client(stage):
            await eventually(lambda: stage.clients == 1)
            await eventually(lambda: stage.clients == 0)
            await eventually(lambda: open_sockets() == before + 1)  # its own end


async def _crawl(laggards: list[socket.socket]) -> None:
    while True:
        for laggard in laggards:
            with suppress(BlockingIOError, ConnectionError):
                laggard.recv(ONE_BYTE)
        await asyncio.sleep(0.05)


async def _read_all(client: ClientConnection) -> None:
    async for _ in client:
        pass


async def _read_what_waits(laggard: socket.socket) -> int:
    """Read until the price of the flood's last tick, or nothing more, comes; return how many bytes that took."""
    loop, read = asyncio.get_running_loop(), 0
    with suppress(TimeoutError):
        while True:
            async with asyncio.timeout(1):
                chunk = await loop.sock_recv(laggard, 65_536)
            if not chunk:
                break
            read += len(chunk)
    return read


def open_sockets() -> int:
    """How many this process holds, both ends of a loopback connection."""
    return sum(connection.is_socket() for connection in Path("/proc/self/fd").iterdir())


def closed_as_stalled(stage: Stage) -> float:
    return _sample(stage, "tradewind_ws_clients_closed_total", {"reason": "stalled"})


def conflated(stage: Stage) -> float:
    return _sample(stage, "tradewind_ws_frames_conflated_total", {})


def _sample(stage: Stage, name: str, labels: dict[str, str]) -> float:
    return stage.desk.metrics.registry.get_sample_value(name, labels) or 0
