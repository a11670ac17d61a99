"""Many dashboards on one desk, some of which hardly read, and all of them after its restart.

Usage: python -m bench.dashboards [--clients 500] [--slow 50] [--seconds 60] [--skip-restart]

Processes of their own: the web server, Valkey, a market of 50 symbols that each move 20 times a second with decisions,
accounts and states between. This one is the dashboards: the slow ones read 1 byte a second into the smallest buffer. A
frame is as old as its first price. Yardsticks: the same frames by `websockets.broadcast`, the same without the slow ones.
"""

import argparse
import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import httpx2
import uvloop
from websockets.asyncio.server import broadcast, serve

from bench.figures import Figure, keep, percentile
from bench.frames import FrameReceiver
from bench.market_feed import symbols_of
from bench.memory import resident_mb, status_of
from bench.processes import Part, running
from bench.returning import Return, come_back
from tests.waiting import eventually

SYMBOLS, RATE = 50, 20
DECISIONS_EVERY_SECONDS = 5
SMALLEST_BUFFER = 4096
CONNECT_AT_ONCE = 50
SETTLED_AFTER_SECONDS = 5
MARK = b'"volume_24h":'
PATH = "/ws/market-data"


@dataclass(slots=True)
class Arrivals:
    """How old each market frame is when it arrives, and how many bytes came."""

    waits_ms: list[float] = field(default_factory=list)
    bytes_taken: int = 0
    is_counting: bool = False

    def take(self, frame: memoryview) -> None:
        if not self.is_counting:
            return
        now = time.monotonic()
        text = bytes(frame)
        self.bytes_taken += len(text)
        at = text.find(MARK)
        if at >= 0:
            moment = float(text[at + len(MARK) : text.index(b",", at)])
            self.waits_ms.append((now - moment) * 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a round came to."""

    waits_ms: list[float]
    start_mb: float
    settled_mb: float
    end_mb: float
    peak_mb: float
    slow_closed: float
    megabytes_per_second: float
    frames_per_second: float


@asynccontextmanager
async def market_on(part: Part) -> AsyncIterator[str]:
    """Feed the server of `part`; yields its host:port."""
    stage = json.loads(await part.line())
    async with running(
        "bench.market_feed", stage["redis"], "--symbols", str(SYMBOLS), "--rate", str(RATE)
    ) as feed:
        await feed.line()
        yield stage["base"]


def serving(port: int = 0) -> list[str]:
    return [
        *("bench.stage_server", "--port", str(port), "--symbols", str(SYMBOLS)),
        *("--decisions-every", str(DECISIONS_EVERY_SECONDS)),
    ]


async def open_quick(
    host: str, path: str, count: int, taken: Callable[[memoryview], None]
) -> list[FrameReceiver]:
    name, port = host.split(":")
    loop = asyncio.get_running_loop()
    receivers: list[FrameReceiver] = []
    for start in range(0, count, CONNECT_AT_ONCE):
        for _ in range(min(CONNECT_AT_ONCE, count - start)):
            _, receiver = await loop.create_connection(
                lambda: FrameReceiver(host, path, taken), name, int(port)
            )
            receivers.append(receiver)
        for receiver in receivers[start:]:
            await receiver.opened
    return receivers


async def open_slow(host: str, count: int) -> list[socket.socket]:
    """Shake hands and leave the rest to `read_slowly`."""
    name, port = host.split(":")
    loop = asyncio.get_running_loop()
    request = (
        f"GET {PATH} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    ).encode()
    slow: list[socket.socket] = []
    for _ in range(count):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALLEST_BUFFER)
        one.settimeout(0)
        await loop.sock_connect(one, (name, int(port)))
        await loop.sock_sendall(one, request)
        slow.append(one)
    return slow


async def read_slowly(slow: list[socket.socket]) -> None:
    """Take one byte a second from each, until cancelled."""
    while True:
        for one in slow:
            with suppress(BlockingIOError, ConnectionError):
                one.recv(1)
        await asyncio.sleep(1)


async def closed_as_stalled(host: str) -> float:
    """Return how many sockets the server cut because they took nothing."""
    async with httpx2.AsyncClient(base_url=f"http://{host}", timeout=30) as http:
        lines = (await http.get("/metrics")).text.splitlines()
    wanted = 'tradewind_ws_clients_closed_total{reason="stalled"} '
    return sum(float(line.removeprefix(wanted)) for line in lines if line.startswith(wanted))


async def load(quick: int, slow: int, seconds: float) -> Load:
    """Measure for so many seconds how old the frames of the quick ones are."""
    arrivals = Arrivals()
    async with running(*serving()) as server, market_on(server) as host:
        start = resident_mb(status_of(server.pid))
        receivers = await open_quick(host, PATH, quick, arrivals.take)
        async with asyncio.TaskGroup() as tasks:
            laggards = await open_slow(host, slow)
            reading = tasks.create_task(read_slowly(laggards))
            await asyncio.sleep(SETTLED_AFTER_SECONDS)
            settled = resident_mb(status_of(server.pid))
            arrivals.is_counting = True
            await asyncio.sleep(seconds)
            arrivals.is_counting = False
            reading.cancel()
        lost = sum(receiver.transport.is_closing() for receiver in receivers)
        assert not lost, f"{lost} dashboards that read were closed"
        result = Load(
            waits_ms=arrivals.waits_ms,
            start_mb=start,
            settled_mb=settled,
            end_mb=resident_mb(status_of(server.pid)),
            peak_mb=resident_mb(status_of(server.pid), "VmHWM"),
            slow_closed=await closed_as_stalled(host),
            megabytes_per_second=arrivals.bytes_taken / seconds / 1e6,
            frames_per_second=len(arrivals.waits_ms) / seconds / quick,
        )
        for one in laggards:
            one.close()
        for receiver in receivers:
            receiver.transport.abort()
    return result


async def plain_broadcast(clients: int, seconds: float) -> list[float]:
    """Send as many prices by the library alone, RATE frames a second."""
    arrivals = Arrivals(is_counting=True)
    async with serve(
        lambda socket: socket.wait_closed(), "127.0.0.1", 0, compression=None, ping_interval=None
    ) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        receivers = await open_quick(f"127.0.0.1:{port}", "/", clients, arrivals.take)
        padding = "x" * 200 * len(symbols_of(SYMBOLS))
        for _ in range(int(RATE * seconds)):
            due = time.monotonic() + 1 / RATE
            broadcast(server.connections, f'{{"volume_24h":{time.monotonic()},"padding":"{padding}"}}')
            await asyncio.sleep(max(due - time.monotonic(), 0))
        await eventually(lambda: len(arrivals.waits_ms) == clients * int(RATE * seconds))
        for receiver in receivers:
            receiver.transport.abort()
    return arrivals.waits_ms


async def restart(clients: int) -> Return:
    """Kill the server under its clients, start it on its port again, and wait for every one of them."""
    async with running(*serving()) as first:
        host = json.loads(await first.line())["base"]
        return await come_back(host, clients, first, lambda: running(*serving(int(host.split(":")[1]))))


def figures_of(load: Load, quiet: Load, plain: list[float], slow: int) -> list[Figure]:
    name = f"price → dashboard, {SYMBOLS} symbols at {RATE}/s"
    ages = [
        Figure(
            name=f"{name}, {label}",
            value=percentile(load.waits_ms, share),
            unit="ms",
            yardstick="websockets.broadcast",
            yardstick_value=percentile(plain, share),
            goal=goal,
        )
        for label, share, goal in (("p50", 0.5, None), ("p99", 0.99, "< 250"))
    ]
    return [
        *ages,
        Figure(
            name=f"p99 of the others beside {slow} slow ones",
            value=percentile(load.waits_ms, 0.99),
            unit="ms",
            yardstick="without the slow ones",
            yardstick_value=percentile(quiet.waits_ms, 0.99),
        ),
        Figure(
            name="memory of the server, highest",
            value=load.peak_mb,
            unit="MB",
            yardstick="before the first dashboard",
            yardstick_value=load.start_mb,
            goal="< 300",
        ),
        Figure(
            name="memory of the server, end",
            value=load.end_mb,
            unit="MB",
            yardstick="once all were open",
            yardstick_value=load.settled_mb,
            goal="< 1.15",
            goal_is_ratio=True,
        ),
    ]


def return_figure(back: Return, clients: int) -> Figure:
    return Figure(
        name=f"restart: the last of {clients} is back, after the server",
        value=back.last_seconds - back.away_seconds,
        unit="s",
        yardstick="the server was away",
        yardstick_value=back.away_seconds,
        goal="< 10",
    )


async def main(clients: int, slow: int, seconds: float, *, with_restart: bool) -> None:
    busy = await load(clients - slow, slow, seconds)
    quiet = await load(clients - slow, 0, seconds / 2)
    plain = await plain_broadcast(clients - slow, seconds / 4)
    for label, one in (("with slow ones", busy), ("without", quiet)):
        print(
            f"{label}: {one.frames_per_second:.1f} frames/s each, {one.megabytes_per_second:.0f} MB/s together, "
            f"{one.slow_closed:.0f} closed, memory {one.start_mb:.0f} → {one.settled_mb:.0f} → {one.end_mb:.0f} MB, "
            f"highest {one.peak_mb:.0f}"
        )
    assert busy.slow_closed == slow, f"only {busy.slow_closed:.0f} of {slow} slow ones were closed"
    figures = figures_of(busy, quiet, plain, slow)
    if with_restart:
        back = await restart(clients)
        print(
            f"restart: server away {back.away_seconds:.1f} s, half of all back after {back.median_seconds:.1f} s, "
            f"the last after {back.last_seconds:.1f} s, {back.attempts} attempts"
        )
        figures.append(return_figure(back, clients))
    keep("dashboards", figures)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--slow", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--skip-restart", action="store_true")
    arguments = parser.parse_args()
    uvloop.run(
        main(
            arguments.clients,
            arguments.slow,
            arguments.seconds,
            with_restart=not arguments.skip_restart,
        )
    )
