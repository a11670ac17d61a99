"""One round trip for reads and writes, each with its entry in the message log."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from tests.clocks import START, FakeClock
from tests.values import BTC, ETH, a_ticker
from tradewind.bus.cache import Batch, BusUnavailable, Cache, ReadLog
from tradewind.bus.connection import connect
from tradewind.bus.keys import MARKET_UPDATE_ALL, MESSAGE_LOG, TICKER, Source
from tradewind.bus.messages import MarketUpdate


async def log_of(redis: Redis) -> list[Any]:
    return [fields for _, fields in await redis.xrange(MESSAGE_LOG) or []]


def a_batch() -> Batch:
    batch = Batch(Source.MARKET_DATA)
    batch.put(TICKER.at(BTC), a_ticker())
    return batch


async def test_what_is_written_is_read_back_as_the_same_value(redis: Redis) -> None:
    cache = Cache(redis, FakeClock())
    await cache.write(a_batch())

    assert await cache.get(TICKER.at(BTC)) == a_ticker()


async def test_a_key_expires_after_its_time_to_live(redis: Redis) -> None:
    await Cache(redis, FakeClock()).write(a_batch())

    assert 9_000 < await redis.pttl(TICKER.at(BTC).name) <= 10_000


async def test_a_missing_key_is_none_and_keeps_its_place(redis: Redis) -> None:
    cache = Cache(redis, FakeClock())
    await cache.write(a_batch())

    readings = await cache.read([TICKER.at(ETH), TICKER.at(BTC)])

    assert [reading.value for reading in readings] == [None, a_ticker()]
    assert readings[0].content is None
    assert readings[0].fault is None


async def test_an_undecodable_value_is_missing_and_says_why(redis: Redis) -> None:
    await redis.set(TICKER.at(BTC).name, b'{"symbol": "BTC"}')

    (reading,) = await Cache(redis, FakeClock()).read([TICKER.at(BTC)])

    assert reading.value is None
    assert reading.content == b'{"symbol": "BTC"}'
    assert reading.fault is not None
    assert "Ticker" in reading.fault


async def test_reading_no_keys_asks_nobody() -> None:
    assert await Cache(connect("redis://127.0.0.1:1/0"), FakeClock()).read([]) == []


async def test_every_write_and_publish_is_logged(redis: Redis) -> None:
    batch = a_batch()
    batch.publish(MARKET_UPDATE_ALL, MarketUpdate(symbols=(BTC,), seq=1, timestamp=START), "scan 1 done")
    batch.note("error", "market:x", "refused")
    await Cache(redis, FakeClock()).write(batch)

    written, published, error = await log_of(redis)
    size = await redis.strlen(TICKER.at(BTC).name)
    assert written == {
        b"type": b"cache_write",
        b"channel": b"market:BTC-USDT-SWAP:ticker",
        b"source": b"market-data",
        b"summary": b"wrote market:BTC-USDT-SWAP:ticker",
        b"payload_size": str(size).encode(),
        b"timestamp": b"2026-11-21T12:00:00.000Z",
    }
    assert (published[b"type"], published[b"summary"]) == (b"publish", b"scan 1 done")
    assert (error[b"type"], error[b"channel"]) == (b"error", b"market:x")


async def test_reads_are_logged_at_the_configured_share(redis: Redis) -> None:
    cache = Cache(redis, FakeClock(), read_log=ReadLog(source=Source.DASHBOARD, share=0.25))
    for _ in range(4):
        await cache.read([TICKER.at(BTC), TICKER.at(ETH)])

    entries = await log_of(redis)
    assert [(entry[b"type"], entry[b"source"], entry[b"payload_size"]) for entry in entries] == [
        (b"cache_read", b"dashboard", b"")
    ] * 2


async def test_reads_of_a_producer_are_not_logged(redis: Redis) -> None:
    await Cache(redis, FakeClock()).read([TICKER.at(BTC)])

    assert await log_of(redis) == []


async def test_a_server_that_is_away_is_said_to_be_unavailable_f46() -> None:
    cache = Cache(connect("redis://127.0.0.1:1/0"), FakeClock())

    with pytest.raises(BusUnavailable, match="reading 1 keys"):
        await cache.get(TICKER.at(BTC))
    with pytest.raises(BusUnavailable, match="writing 1 keys"):
        await cache.write(a_batch())


async def test_a_slow_server_ends_the_read_in_time_and_does_not_mix_up_replies_f55_f58(redis: Redis) -> None:
    cache = Cache(redis, FakeClock(), timeout=timedelta(milliseconds=100))
    await cache.write(a_batch())
    await redis.client_pause(300)

    with pytest.raises(BusUnavailable):
        await cache.get(TICKER.at(BTC))

    patient = Cache(redis, FakeClock(), timeout=timedelta(seconds=5))
    assert await patient.get(TICKER.at(BTC)) == a_ticker()
    assert await patient.get(TICKER.at(ETH)) is None


async def test_a_cancelled_read_leaves_no_reply_for_the_next_one_f58(redis: Redis) -> None:
    cache = Cache(redis, FakeClock())
    await cache.write(a_batch())
    for _ in range(20):
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(cache.get(TICKER.at(BTC)))
            await asyncio.sleep(0)
            reading.cancel()

        assert await cache.get(TICKER.at(ETH)) is None


async def test_a_task_that_is_cancelled_while_it_uses_the_bus_always_ends(redis: Redis) -> None:
    cache = Cache(redis, FakeClock())

    async def write_for_ever() -> None:
        while True:
            await cache.write(a_batch())

    for turns in range(150):
        async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
            writing = tasks.create_task(write_for_ever())
            for _ in range(turns):
                await asyncio.sleep(0)
            writing.cancel()


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_of_logged_reads_out_of_range_is_named(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        ReadLog(source=Source.DASHBOARD, share=share)
