"""The collector over the lab's stream: keys follow it, requests stop while it is healthy and come back when it is not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from redis.asyncio import Redis

from tests.fakes.okx_socket import scripted_okx
from tests.fault_proxy import FaultProxy, fault_proxy
from tests.lab_faults import arm, disarm
from tests.lab_process import RunningLab
from tests.market.streams import a_ticker_row, all_up
from tests.market.streams import quick as quick_stream
from tests.values import BTC, ETH
from tests.waiting import comes_true, eventually
from tradewind.app.clock import SystemClock
from tradewind.bus.cache import Cache
from tradewind.bus.channels import Rebuilt, subscribe
from tradewind.bus.connection import connect
from tradewind.bus.keys import (
    CANDLES_1H,
    CANDLES_1M,
    CANDLES_15M,
    FUNDING,
    INSTRUMENT,
    MARKET_TICK,
    MARKET_UPDATE_ALL,
    MESSAGE_LOG,
    OPEN_INTEREST,
    ORDER_BOOK,
    TICKER,
)
from tradewind.domain.instrument import InstrumentRules
from tradewind.domain.ticker import Ticker
from tradewind.market.collector import Collector
from tradewind.market.config import MarketConfig
from tradewind.market.failures import FailureKind
from tradewind.market.schedule import Datum
from tradewind.market.venues.okx_stream import OkxStream

STREAMED = (TICKER, ORDER_BOOK, FUNDING, CANDLES_15M, CANDLES_1H, CANDLES_1M)
KEYS = (*STREAMED, OPEN_INTEREST, INSTRUMENT)
REFRESH = timedelta(milliseconds=700)
SELDOM = timedelta(minutes=1)
"""Longer than any test waits."""


@asynccontextmanager
async def collecting(
    redis: Redis, rest_url: str, stream_url: str, **changes: Any
) -> AsyncIterator[tuple[Collector, OkxStream]]:
    clock = SystemClock()
    config = MarketConfig(
        rest_url=rest_url,
        request_share=1,
        refresh_every=REFRESH,
        request_timeout=timedelta(milliseconds=600),
        write_after=timedelta(milliseconds=400),
        rules_every=REFRESH,
        symbols=(BTC, ETH),
    )
    stream = OkxStream((BTC, ETH), clock, quick_stream(stream_url, **changes), lambda: 0.5)
    collector = Collector(Cache(redis, clock), clock, config, stream)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(collector.run())
        await eventually(lambda: collector.health().scans > 0)
        yield collector, stream
        running.cancel()


def all_streamed(stream: OkxStream) -> bool:
    return len(list(stream.live.streamed())) == 2 * len(STREAMED)


async def test_the_stream_keeps_every_key_and_the_requests_stop(lab: RunningLab, redis: Redis) -> None:
    async with collecting(redis, lab.okx, f"{lab.okx_ws}/ws/v5") as (collector, stream):
        await eventually(lambda: all_streamed(stream), 30)
        await arm(lab, "status", "/api/v5/market", status=500)
        began = collector.health().scans
        await eventually(lambda: collector.health().scans >= began + 3 and collector.health().failures == ())

        readings = await Cache(redis, SystemClock()).read([key.at(s) for key in KEYS for s in (BTC, ETH)])
        assert [reading.key for reading in readings if reading.value is None] == []
        assert collector.stream_health() == stream.health()


async def test_prices_on_the_bus_are_as_old_as_the_stream_not_as_the_scan(
    lab: RunningLab, redis: Redis
) -> None:
    async with collecting(redis, lab.okx, f"{lab.okx_ws}/ws/v5") as (_, stream):
        await eventually(lambda: all_streamed(stream), 30)
        ticks = 0
        async with asyncio.timeout(30):
            async for event in subscribe(redis, [MARKET_TICK]):
                ticks += not isinstance(event, Rebuilt)
                if ticks == 4:
                    break

        async def is_young() -> bool:
            return SystemClock().now() - (await ticker_on_the_bus(redis)).timestamp < timedelta(seconds=5)

        await comes_true(is_young)


async def ticker_on_the_bus(redis: Redis) -> Ticker:
    cache = Cache(redis, SystemClock())
    async with asyncio.timeout(30):
        while (ticker := await cache.get(TICKER.at(BTC))) is None:  # noqa: ASYNC110 -- the key offers no event
            await asyncio.sleep(0.01)
    return ticker


async def price_on_the_bus(redis: Redis) -> float:
    return (await ticker_on_the_bus(redis)).last_price


async def becomes(redis: Redis, price: float) -> None:
    async with asyncio.timeout(20):
        while True:
            if await price_on_the_bus(redis) == price:
                return
            await asyncio.sleep(0.01)


async def test_a_price_is_written_as_it_comes_and_of_a_burst_the_last_one_stays(
    lab: RunningLab, redis: Redis
) -> None:
    async with (
        scripted_okx() as venue,
        collecting(redis, lab.okx, venue.url, look_every=SELDOM, renew_every=SELDOM) as (_, stream),
    ):
        await all_up(stream)
        known = await price_on_the_bus(redis)
        prices = [known + step / 1000 for step in range(1, 301)]
        for price in prices:
            await venue.push("tickers", BTC, [a_ticker_row(price)])

        await becomes(redis, prices[-1])


async def test_a_flood_of_prices_is_written_while_it_is_read(lab: RunningLab, redis: Redis) -> None:
    async with (
        scripted_okx() as venue,
        collecting(redis, lab.okx, venue.url, look_every=SELDOM, renew_every=SELDOM) as (_, stream),
    ):
        await all_up(stream)
        most = 0
        # A server that stands still for a whole flood is told of it once; not of every one.
        for flood in range(5):
            begun = await ticks_told(redis)
            known = await price_on_the_bus(redis)
            prices = [known + (step + flood) / 100_000 for step in range(1, 3001)]
            await venue.push_at_once("tickers", BTC, [[a_ticker_row(price)] for price in prices])
            await becomes(redis, prices[-1])
            most = max(most, await ticks_told(redis) - begun)
            if most > 5:
                break
    assert most > 5


async def ticks_told(redis: Redis) -> int:
    """How many notices of prices are in the message log."""
    entries: list[Any] = [fields for _, fields in await redis.xrange(MESSAGE_LOG) or []]
    return sum(entry[b"channel"].decode() == MARKET_TICK.name for entry in entries)


async def test_a_price_that_could_not_be_written_is_written_once_redis_answers(
    lab: RunningLab, redis: Redis
) -> None:
    server = redis.connection_pool.connection_kwargs
    async with scripted_okx() as venue, fault_proxy(server["host"], server["port"]) as proxy:
        behind = connect(f"redis://127.0.0.1:{proxy.port}")
        async with collecting(behind, lab.okx, venue.url) as (collector, stream):
            await all_up(stream)
            price = await price_on_the_bus(redis) + 1
            proxy.is_black_hole = True
            await venue.push("tickers", BTC, [a_ticker_row(price)])
            await eventually(lambda: collector.health().write_failures > 0)
            proxy.is_black_hole = False

            await becomes(redis, price)
        await behind.aclose()


async def test_a_scan_over_the_stream_names_every_symbol(lab: RunningLab, redis: Redis) -> None:
    async with collecting(redis, lab.okx, f"{lab.okx_ws}/ws/v5") as (_, stream):
        await eventually(lambda: all_streamed(stream), 30)
        async with asyncio.timeout(30):
            async for event in subscribe(redis, [MARKET_UPDATE_ALL]):
                if not isinstance(event, Rebuilt):
                    assert set(event.symbols) == {BTC, ETH}
                    break


async def test_every_streamed_write_is_in_the_message_log(lab: RunningLab, redis: Redis) -> None:
    async with collecting(redis, lab.okx, f"{lab.okx_ws}/ws/v5") as (_, stream):
        await eventually(lambda: all_streamed(stream), 30)
        entries: list[Any] = [fields for _, fields in await redis.xrange(MESSAGE_LOG) or []]

    written = {entry[b"channel"].decode() for entry in entries if entry[b"type"] == b"cache_write"}
    assert {key.at(BTC).name for key in KEYS} <= written


@asynccontextmanager
async def in_front_of(lab: RunningLab) -> AsyncIterator[tuple[FaultProxy, str]]:
    target = urlsplit(lab.okx_ws)
    async with fault_proxy(target.hostname or "", target.port or 0) as proxy:
        yield proxy, f"ws://127.0.0.1:{proxy.port}/ws/v5"


async def test_without_the_stream_everything_is_asked_for_again_f28_f35(
    lab: RunningLab, redis: Redis
) -> None:
    cache = Cache(redis, SystemClock())
    deadlines = {
        "ping_after": timedelta(seconds=1),
        "dead_after": timedelta(seconds=4),
    }
    async with (
        in_front_of(lab) as (proxy, url),
        collecting(redis, lab.okx, url, **deadlines) as (_, stream),
    ):
        await eventually(lambda: all_streamed(stream), 30)
        proxy.is_black_hole = True
        await eventually(lambda: not list(stream.live.streamed()))
        lost_at = SystemClock().now()
        for key in (TICKER, ORDER_BOOK, CANDLES_15M, CANDLES_1M):
            async with asyncio.timeout(30):
                while (value := await cache.get(key.at(ETH))) is None or value.timestamp <= lost_at:  # noqa: ASYNC110 -- the key offers no event
                    await asyncio.sleep(0.05)

        proxy.is_black_hole = False
        await eventually(lambda: all_streamed(stream), 30)


async def test_a_suspended_instrument_is_written_as_not_live_f36(lab: RunningLab, redis: Redis) -> None:
    cache = Cache(redis, SystemClock())
    async with collecting(redis, lab.okx, f"{lab.okx_ws}/ws/v5"):
        body = '{"code":"0","data":[{"instId":"SOMETHING-ELSE"}]}'
        await arm(lab, "body", "/api/v5/public/instruments", body=body)
        rules = await rules_that(cache, are_live=False)
        assert rules.instrument.tick_size > 0
        await ticker_on_the_bus(redis)

        await disarm(lab)
        await rules_that(cache, are_live=True)


async def rules_that(cache: Cache, *, are_live: bool) -> InstrumentRules:
    """Wait for such rules of BTC in the cache."""
    async with asyncio.timeout(30):
        while True:
            rules = await cache.get(INSTRUMENT.at(BTC))
            if rules is not None and rules.is_live is are_live:
                return rules
            await asyncio.sleep(0.05)


async def told(redis: Redis, line: str) -> None:
    """Return once the message log has an error that contains `line`."""
    async with asyncio.timeout(30):
        while True:
            entries: list[Any] = [fields for _, fields in await redis.xrange(MESSAGE_LOG) or []]
            if any(line in entry[b"summary"].decode() for entry in entries if entry[b"type"] == b"error"):
                return
            await asyncio.sleep(0.05)


async def test_feeds_that_stay_away_are_told_in_the_message_log_f37(lab: RunningLab, redis: Redis) -> None:
    async with in_front_of(lab) as (proxy, url):
        proxy.is_black_hole = True
        patience = timedelta(seconds=1)
        async with collecting(
            redis, lab.okx, url, connect_timeout=patience, ack_within=timedelta(seconds=1)
        ) as (_, stream):
            await told(redis, "tickers of BTC-USDT-SWAP is down")
            proxy.is_black_hole = False
            await eventually(lambda: not stream.down, 20)
            await told(redis, "tickers of BTC-USDT-SWAP comes again")


async def test_a_price_asked_for_is_judged_by_the_band_too_f32(lab: RunningLab, redis: Redis) -> None:
    async with collecting(redis, lab.okx, "ws://127.0.0.1:1/ws/v5") as (collector, _):
        known = await ticker_on_the_bus(redis)
        row = f'{{"instId":"{BTC}","last":"{known.last_price * 10}","ts":"1"}}'
        await arm(lab, "body", "/api/v5/market/ticker", symbol=BTC, body=f'{{"code":"0","data":[{row}]}}')
        await eventually(lambda: collector.health().failed(FailureKind.UNUSABLE) >= 2)
        failed = {(one.symbol, one.datum) for one in collector.health().failures}
        assert (BTC, Datum.TICKER) in failed
        ticker = await ticker_on_the_bus(redis)
        assert ticker.last_price < known.last_price * 2
