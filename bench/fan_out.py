"""From a tick on the bus to 1,000 sockets: python -m bench.fan_out [clients] [per second] [seconds].

The server is a process of its own. The yardstick is `websockets.broadcast` of the same frame to as many sockets.
"""

import asyncio
import json
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvloop
from websockets.asyncio.server import broadcast, serve

from bench.figures import Figure, keep, percentile
from bench.frames import FrameReceiver
from tests.values import BTC, a_ticker
from tradewind.app.clock import SystemClock
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.connection import connect
from tradewind.bus.keys import MARKET_TICK, TICKER, Source
from tradewind.bus.messages import TickNotice

MARK = b'"volume_24h":'
CONNECT_AT_ONCE = 50


class Arrivals:
    """How old each frame is when it arrives; its volume carries the moment it was sent."""

    def __init__(self) -> None:
        self.waits_ms: list[float] = []

    def take(self, frame: memoryview) -> None:
        now = time.monotonic()
        text = bytes(frame)
        at = text.find(MARK)
        if at >= 0:
            sent = float(text[at + len(MARK) : text.index(b",", at)])
            if sent > 1:
                self.waits_ms.append((now - sent) * 1000)


@asynccontextmanager
async def server_process() -> AsyncIterator[dict[str, str]]:
    process: Process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.stage_server", stdout=PIPE
    )
    assert process.stdout is not None
    try:
        yield json.loads(await process.stdout.readline())
    finally:
        process.terminate()
        await process.wait()


async def open_sockets(host: str, path: str, count: int, arrivals: Arrivals) -> list[FrameReceiver]:
    name, port = host.split(":")
    loop = asyncio.get_running_loop()
    receivers: list[FrameReceiver] = []
    for start in range(0, count, CONNECT_AT_ONCE):
        for _ in range(min(CONNECT_AT_ONCE, count - start)):
            _, receiver = await loop.create_connection(
                lambda: FrameReceiver(host, path, arrivals.take), name, int(port)
            )
            receivers.append(receiver)
        for receiver in receivers[start:]:
            await receiver.opened
    return receivers


async def hub(clients: int, rate: float, seconds: float) -> list[float]:
    arrivals, clock = Arrivals(), SystemClock()
    async with server_process() as server:
        redis = connect(server["redis"])
        cache = Cache(redis, clock)
        receivers = await open_sockets(server["base"], "/ws/market-data", clients, arrivals)
        for number in range(int(rate * seconds)):
            due = time.monotonic() + 1 / rate
            now = clock.now()
            ticker = a_ticker(
                symbol=BTC,
                last_price=60_000.0 + number,
                timestamp=now,
                exchange_time=now,
                volume_24h=time.monotonic(),
            )
            batch = Batch(Source.MARKET_DATA)
            batch.put(TICKER.at(BTC), ticker)
            batch.publish(MARKET_TICK, TickNotice(tickers=(ticker,), seq=number, timestamp=now))
            await cache.write(batch)
            await asyncio.sleep(max(due - time.monotonic(), 0))
        await asyncio.sleep(1)
        for receiver in receivers:
            receiver.transport.abort()
        await redis.aclose()
    return arrivals.waits_ms


async def plain_broadcast(clients: int, rate: float, seconds: float) -> list[float]:
    arrivals = Arrivals()
    async with serve(
        lambda socket: socket.wait_closed(), "127.0.0.1", 0, compression=None, ping_interval=None
    ) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        receivers = await open_sockets(f"127.0.0.1:{port}", "/", clients, arrivals)
        padding = "x" * 200
        for _ in range(int(rate * seconds)):
            due = time.monotonic() + 1 / rate
            broadcast(server.connections, f'{{"volume_24h":{time.monotonic()},"padding":"{padding}"}}')
            await asyncio.sleep(max(due - time.monotonic(), 0))
        await asyncio.sleep(1)
        for receiver in receivers:
            receiver.transport.abort()
    return arrivals.waits_ms


async def main(clients: int, rate: float, seconds: float) -> None:
    waits = await hub(clients, rate, seconds)
    plain = await plain_broadcast(clients, rate, seconds)
    expected = clients * int(rate * seconds)
    print(
        f"{clients} sockets x {rate:g}/s x {seconds:g} s: {len(waits)} of {expected} frames (the rest were merged)"
    )
    name = f"tick → {clients} sockets at {rate:g}/s"
    keep(
        "fan_out",
        [
            Figure(
                name=f"{name}, {label}",
                value=percentile(waits, share),
                unit="ms",
                yardstick="websockets.broadcast",
                yardstick_value=percentile(plain, share),
                goal=goal,
            )
            for label, share, goal in (("p50", 0.5, None), ("p99", 0.99, "< 100"))
        ],
    )


if __name__ == "__main__":
    given = [float(text) for text in sys.argv[1:]] or [1000, 20, 10]
    uvloop.run(main(int(given[0]), given[1], given[2]))
