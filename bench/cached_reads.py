"""Reads that the cache answers: python -m bench.cached_reads [requests].

A whole desk answers them, `tradewind up` on the lab market, with everything else that it does. The yardstick is one raw
redis-py GET of a value as large, from the same Valkey.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

import uvloop

from bench.figures import Figure, keep, percentile
from tests.desk_process import running_desk
from tradewind.bus.connection import connect

READS = {"overview": "/api/market-data/all/overview", "prices": "/api/market/v1/prices"}
GOALS = {"overview": ("< 3", "< 11"), "prices": (None, None)}
SETTLE_SECONDS = 10
PACE_SECONDS = 0.06  # the rate limit of one address: 20 a second


async def timed_reads(host: str, path: str, count: int) -> list[float]:
    """Return the milliseconds of each request on one kept connection."""
    name, port = host.split(":")
    reader, writer = await asyncio.open_connection(name, int(port))
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    taken: list[float] = []
    for _ in range(count):
        started = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 200 " in head.split(b"\r\n")[0], head
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        taken.append((time.perf_counter() - started) * 1000)
        await asyncio.sleep(PACE_SECONDS)
    writer.close()
    return taken


async def raw_gets(url: str, count: int) -> list[float]:
    redis = connect(url)
    taken: list[float] = []
    await redis.set("bench", b"x" * 5000, ex=60)
    for _ in range(count):
        started = time.perf_counter()
        await redis.get("bench")
        taken.append((time.perf_counter() - started) * 1000)
        await asyncio.sleep(PACE_SECONDS / 10)
    await redis.aclose()
    return taken


async def measure(base: str, redis_url: str, count: int) -> list[Figure]:
    figures: list[Figure] = []
    plain = await raw_gets(redis_url, count)
    for name, path in READS.items():
        taken = await timed_reads(base, path, count)
        for label, share, goal in zip(("p50", "p99"), (0.5, 0.99), GOALS[name], strict=True):
            figures.append(
                Figure(
                    name=f"GET {name}, {label}",
                    value=percentile(taken, share),
                    unit="ms",
                    yardstick="redis-py GET",
                    yardstick_value=percentile(plain, share),
                    goal=goal,
                )
            )
    return figures


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder, running_desk(Path(folder) / "home") as desk:
        desk.survive(SETTLE_SECONDS)
        keep("cached_reads", uvloop.run(measure(desk.url.removeprefix("http://"), desk.redis_url, count)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
