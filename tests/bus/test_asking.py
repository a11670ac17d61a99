"""A reader that misses a datum asks for it once, waits a little, and then calls it missing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from redis.asyncio import Redis

from tests.values import BTC, ETH, a_ticker
from tradewind.app.clock import SystemClock
from tradewind.bus.asking import FAILURE_COUNTS_FOR, AskingCache, RefreshMarks, family
from tradewind.bus.cache import Batch, Cache, ReadLog
from tradewind.bus.coordination import REFRESH_REQUESTS
from tradewind.bus.keys import INDICATORS, MESSAGE_LOG, TICKER, Source
from tradewind.telemetry.metrics import Metrics

PATIENCE = timedelta(milliseconds=200)


def asking(redis: Redis, patience: timedelta = PATIENCE, metrics: Metrics | None = None) -> AskingCache:
    read_log = ReadLog(source=Source.TRADER_BOT, share=0)
    return AskingCache(redis, SystemClock(), metrics or Metrics(), read_log, patience)


async def put(redis: Redis) -> None:
    batch = Batch(Source.MARKET_DATA)
    batch.put(TICKER.at(BTC), a_ticker())
    await Cache(redis, SystemClock()).write(batch)


@asynccontextmanager
async def answered_by_a_collector(redis: Redis) -> AsyncIterator[list[bytes]]:
    """Write the ticker of BTC and tell so, for every request."""
    asked: list[bytes] = []

    async def answer() -> None:
        last = "0"
        while True:
            reply: Any = await redis.xread({REFRESH_REQUESTS.name: last}, block=50)
            for _, entries in reply or []:
                for entry_id, fields in entries:
                    last = entry_id.decode()
                    asked.append(fields[b"body"])
                    await put(redis)
                    await RefreshMarks(redis, SystemClock()).done(TICKER.at(BTC).name)

    async with asyncio.TaskGroup() as tasks:
        answering = tasks.create_task(answer())
        yield asked
        answering.cancel()


async def log_of(redis: Redis) -> list[tuple[bytes, bytes]]:
    found: Any = await redis.xrange(MESSAGE_LOG)
    return [(fields[b"type"], fields[b"summary"]) for _, fields in found]


async def test_a_miss_is_answered_by_one_refresh_for_all_its_readers(redis: Redis) -> None:
    readers = [asking(redis, timedelta(seconds=20)) for _ in range(10)]
    async with answered_by_a_collector(redis) as asked, asyncio.TaskGroup() as tasks:
        reading = [tasks.create_task(reader.get(TICKER.at(BTC))) for reader in readers]
        await asyncio.wait(reading)

    assert [task.result() for task in reading] == [a_ticker()] * 10
    assert len(asked) == 1


async def test_a_hit_asks_nobody(redis: Redis) -> None:
    await put(redis)

    assert await asking(redis).get(TICKER.at(BTC)) == a_ticker()
    assert not await redis.exists(REFRESH_REQUESTS.name)


async def test_an_unanswered_miss_is_missing_counted_and_told(redis: Redis) -> None:
    metrics = Metrics()

    assert await asking(redis, metrics=metrics).get(TICKER.at(BTC)) is None

    count = metrics.registry.get_sample_value("tradewind_cache_misses_total", {"datum": "market:ticker"})
    assert count == 1
    name = TICKER.at(BTC).name.encode()
    assert await log_of(redis) == [
        (b"cache_read", name + b" missed; the collector is asked for it"),
        (b"error", name + b" no refresh within 0.2 s; it counts as missing"),
    ]


async def test_what_could_not_be_refreshed_is_not_waited_for_again_at_once(redis: Redis) -> None:
    await asking(redis).get(TICKER.at(BTC))
    patient = asking(redis, timedelta(seconds=60))

    async with asyncio.timeout(20):
        assert await patient.get(TICKER.at(BTC)) is None

    assert await redis.xlen(REFRESH_REQUESTS.name) == 1
    assert (
        0
        < await redis.pttl(f"market:refresh:{TICKER.at(BTC).name}")
        <= FAILURE_COUNTS_FOR.total_seconds() * 1000
    )


async def test_only_what_is_missing_is_asked_for_and_the_order_is_kept(redis: Redis) -> None:
    await put(redis)

    eth, btc = await asking(redis).read([TICKER.at(ETH), TICKER.at(BTC)])

    assert (eth.value, btc.value) == (None, a_ticker())
    assert await redis.xlen(REFRESH_REQUESTS.name) == 1


async def test_what_the_collector_does_not_write_is_counted_but_not_asked_for(redis: Redis) -> None:
    metrics = Metrics()

    assert await asking(redis, timedelta(seconds=60), metrics).get(INDICATORS.at(BTC)) is None

    labels = {"datum": "market:indicators"}
    assert metrics.registry.get_sample_value("tradewind_cache_misses_total", labels) == 1
    assert not await redis.exists(REFRESH_REQUESTS.name)


def test_misses_are_counted_by_the_key_without_its_symbol() -> None:
    assert family("market:BTC-USDT-SWAP:ohlcv:15m") == "market:ohlcv:15m"
    assert family("market:price:BTCUSDT") == "market:price"
