"""`tradewind run analyst`: a process of its own on the Redis that somebody else fills."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.analysis.scans import BTC, some_rows
from tests.valkey import running_valkey
from tradewind.app.clock import SystemClock
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.connection import connect
from tradewind.bus.keys import SPOT_CANDLES, TECHNICAL, Source
from tradewind.domain.candle import Timeframe
from tradewind.domain.technical import Technical

pytestmark = pytest.mark.timeout(300)

H1 = Timeframe.H1


@asynccontextmanager
async def analyst(home: Path, redis_url: str | None) -> AsyncIterator[Process]:
    """The command as a user gives it; told to stop with the block."""
    environment = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    if redis_url is not None:
        environment["REDIS_URL"] = redis_url
    command = [sys.executable, "-m", "tradewind", "run", "analyst", "--home", str(home)]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=PIPE, stderr=STDOUT, env=environment, cwd=home
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(60):
            await process.wait()


async def test_it_analyzes_what_a_collector_elsewhere_writes_and_stops_when_told(tmp_path: Path) -> None:
    clock = SystemClock()
    async with running_valkey(tmp_path / "server") as url:
        redis = connect(url)
        cache = Cache(redis, clock)
        batch = Batch(Source.MARKET_DATA)
        batch.put(SPOT_CANDLES[H1].at(BTC), some_rows(H1, now=clock.now()))
        await cache.write(batch)
        async with analyst(tmp_path, url) as process, asyncio.timeout(120):
            found: Technical | None = None
            while found is None:
                found = await cache.get(TECHNICAL[H1].at(BTC))
                await asyncio.sleep(0.05)
        await redis.aclose()

    assert found.ema_ribbon.order is not None
    assert process.returncode == 0


async def test_without_any_redis_it_says_what_to_start(tmp_path: Path) -> None:
    async with analyst(tmp_path, None) as process, asyncio.timeout(120):
        said, _ = await process.communicate()

    assert process.returncode == 2
    assert "REDIS_URL" in said.decode()
    assert "tradewind up" in said.decode()
