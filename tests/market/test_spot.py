"""Spot coins with a real venue and a real server: complete, isolated, announced, and inside the weight."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from redis.asyncio import Redis

from tests.fakes.spot_venue import Refusal, SpotVenue, running_venue
from tests.fault_proxy import fault_proxy
from tests.waiting import eventually
from tradewind.app.clock import SystemClock
from tradewind.bus.cache import Cache
from tradewind.bus.channels import subscribe
from tradewind.bus.connection import connect
from tradewind.bus.keys import MARKET_UPDATE_5M, MESSAGE_LOG, SPOT_CANDLES, SPOT_PRICE
from tradewind.bus.messages import MarketUpdate
from tradewind.domain.candle import Timeframe
from tradewind.domain.instrument import Symbol
from tradewind.market.config import DEFAULT_COINS, SpotConfig
from tradewind.market.failures import FailureKind
from tradewind.market.refresh import Ground, RefreshHealth
from tradewind.market.spot import SpotCollector
from tradewind.telemetry.metrics import Metrics

BTC = Symbol("BTCUSDT")
ETH = Symbol("ETHUSDT")
TTL_SECONDS = {Timeframe.M5: 120, Timeframe.H1: 300, Timeframe.H4: 600}


def config_of(venue: SpotVenue, **changes: Any) -> SpotConfig:
    settings: dict[str, Any] = {"symbols": (BTC, ETH), "rest_url": venue.url, "candle_limit": 20}
    return SpotConfig(**settings | changes)


def often(venue: SpotVenue) -> SpotConfig:
    """One coin whose 5 minute candles are renewed every 0.9 s."""
    return config_of(
        venue,
        symbols=(BTC,),
        candles_every={Timeframe.M5: timedelta(milliseconds=900)},
        request_timeout=timedelta(milliseconds=800),
        request_share=0.8,
    )


@asynccontextmanager
async def collecting(redis: Redis, config: SpotConfig) -> AsyncIterator[SpotCollector]:
    """A collector at work; the first cycle of each kind is over."""
    clock = SystemClock()
    collector = SpotCollector(Ground(cache=Cache(redis, clock), clock=clock, metrics=Metrics()), config)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(collector.run())
        await eventually(lambda: all(feed.took is not None for feed in collector.health().feeds))
        yield collector
        running.cancel()


def feed_of(collector: SpotCollector, name: str) -> RefreshHealth:
    return next(feed for feed in collector.health().feeds if feed.feed == name)


def venue_minute() -> int:
    return SystemClock().now().epoch_ms // 60_000


async def test_the_first_cycles_fill_every_key_of_29_coins(redis: Redis) -> None:
    began_in = venue_minute()
    async with running_venue(*DEFAULT_COINS) as venue:
        config = config_of(venue, symbols=DEFAULT_COINS, candle_limit=300)
        async with collecting(redis, config) as collector:
            keys = [key.at(coin) for key in (*SPOT_CANDLES.values(), SPOT_PRICE) for coin in DEFAULT_COINS]
            readings = await Cache(redis, SystemClock()).read(keys)

            assert len(readings) == 29 * 4
            assert [reading.key for reading in readings if reading.value is None] == []
            assert len(set(venue.asked)) == 29 * 3 + 1
            assert len(venue.asked) == 29 * 3 + 1
            if venue_minute() == began_in:  # the count begins anew with the venue's minute
                assert collector.health().weight_used == 29 * 3 * 2 + 80


async def test_candles_are_a_bare_array_that_lives_as_long_as_promised(redis: Redis) -> None:
    async with running_venue(BTC, ETH) as venue, collecting(redis, config_of(venue)):
        for timeframe, ttl in TTL_SECONDS.items():
            content = await redis.get(f"market:ohlcv:BTCUSDT:{timeframe}")
            assert isinstance(content, bytes)
            rows = msgspec.json.decode(content)

            assert len(rows) == 21
            assert [type(number) for number in rows[0]] == [int] + [float] * 5
            assert ttl - 10 < await redis.ttl(f"market:ohlcv:BTCUSDT:{timeframe}") <= ttl


async def test_the_json_of_a_price_is_the_contracts(redis: Redis) -> None:
    async with running_venue(BTC, ETH) as venue, collecting(redis, config_of(venue)):
        content = await redis.get("market:price:BTCUSDT")
        assert isinstance(content, bytes)
        price = msgspec.json.decode(content)

        assert 50 < await redis.ttl("market:price:BTCUSDT") <= 60
    assert price | {"timestamp": None} == {
        "symbol": "BTCUSDT",
        "price": 11.5,
        "change24h": -1.25,
        "volume": 1000.0,
        "source": "binanceus",
        "exchange_time": "2026-11-21T12:00:00.123Z",
        "timestamp": None,
    }


async def test_a_cycle_wakes_its_readers_with_the_symbols_that_were_renewed(redis: Redis) -> None:
    async with running_venue(BTC, ETH) as venue, asyncio.timeout(50), asyncio.TaskGroup() as tasks:
        heard: list[MarketUpdate] = []

        async def listen() -> None:
            async for event in subscribe(redis, [MARKET_UPDATE_5M]):
                if isinstance(event, MarketUpdate):
                    heard.append(event)
                if len(heard) == 2:
                    return

        tasks.create_task(listen())
        async with collecting(redis, often(venue)):
            await eventually(lambda: len(heard) == 2)

    assert {(update.timeframe, update.symbols) for update in heard} == {("5m", (BTC,))}
    assert heard[0].seq < heard[1].seq


async def test_the_failure_of_one_symbol_touches_no_other(redis: Redis) -> None:
    async with running_venue(BTC, ETH) as venue:
        venue.refusals["symbol=ETHUSDT&interval=1h"] = Refusal(
            status=400, text='{"code":-1121,"msg":"Invalid symbol."}'
        )
        async with collecting(redis, config_of(venue)) as collector:
            hourly = feed_of(collector, "1h")

            assert hourly.missing == (ETH,)
            assert hourly.failures == {FailureKind.REFUSED: 1}
            assert hourly.refreshed_at is not None
            assert feed_of(collector, "5m").missing == ()
            assert await redis.get("market:ohlcv:ETHUSDT:1h") is None
            assert await redis.get("market:ohlcv:BTCUSDT:1h") is not None
            entries: list[Any] = [entry for _, entry in await redis.xrange(MESSAGE_LOG) or []]
            errors = [entry for entry in entries if entry[b"type"] == b"error"]
            assert [entry[b"channel"] for entry in errors] == [b"binanceus ETHUSDT 1h"]


async def test_a_ban_silences_every_feed_of_the_venue_and_health_says_until_when_f39(redis: Redis) -> None:
    async with running_venue(BTC, ETH) as venue:
        venue.refusals["ticker"] = Refusal(status=418, headers={"Retry-After": "600"})
        async with collecting(redis, config_of(venue)) as collector:
            health = collector.health()

            assert health.closed_until is not None
            assert feed_of(collector, "price").failures == {FailureKind.RATE_LIMITED: 2}
            assert feed_of(collector, "price").refreshed_at is None


async def test_a_venue_that_is_not_there_leaves_the_collector_running_f44(redis: Redis) -> None:
    async with running_venue() as venue:
        gone = config_of(venue)
    async with collecting(redis, gone) as collector:
        assert {feed.missing for feed in collector.health().feeds} == {(BTC, ETH)}
        assert {feed.refreshed_at for feed in collector.health().feeds} == {None}


async def test_it_goes_on_after_an_absence_of_the_server_f46(redis: Redis) -> None:
    target = redis.connection_pool.connection_kwargs
    clock = SystemClock()
    async with running_venue(BTC) as venue, fault_proxy(target["host"], target["port"]) as proxy:
        proxied = connect(f"redis://127.0.0.1:{proxy.port}/0")
        proxy.is_black_hole = True
        collector = SpotCollector(
            Ground(cache=Cache(proxied, clock), clock=clock, metrics=Metrics()), often(venue)
        )
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(collector.run())
            await eventually(lambda: feed_of(collector, "5m").write_failures > 0)
            assert feed_of(collector, "5m").refreshed_at is None
            proxy.is_black_hole = False
            await eventually(lambda: feed_of(collector, "5m").refreshed_at is not None)
            running.cancel()
        await proxied.aclose()

    assert await redis.exists("market:ohlcv:BTCUSDT:5m") == 1


async def test_a_lost_write_is_made_good_before_the_next_cycle_without_asking_again(redis: Redis) -> None:
    target = redis.connection_pool.connection_kwargs
    clock = SystemClock()
    seldom = timedelta(minutes=5)
    async with running_venue(BTC) as venue, fault_proxy(target["host"], target["port"]) as proxy:
        proxied = connect(f"redis://127.0.0.1:{proxy.port}/0")
        proxy.is_black_hole = True
        config = config_of(venue, symbols=(BTC,), candles_every={Timeframe.M5: seldom}, prices_every=seldom)
        collector = SpotCollector(Ground(cache=Cache(proxied, clock), clock=clock, metrics=Metrics()), config)
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(collector.run())
            await eventually(lambda: feed_of(collector, "5m").write_failures > 0)
            proxy.is_black_hole = False
            await eventually(lambda: feed_of(collector, "5m").refreshed_at is not None)
            running.cancel()
        await proxied.aclose()

        assert await redis.exists("market:ohlcv:BTCUSDT:5m") == 1
        assert len([asked for asked in venue.asked if "klines" in asked]) == 1


def test_the_default_cadences_stay_under_half_of_the_venues_weight() -> None:
    assert SpotConfig().weight_per_minute < 0.5 * 1200


def test_cadences_that_cost_more_than_the_share_are_refused() -> None:
    with pytest.raises(ValueError, match="above the share"):
        SpotConfig(request_share=0.1)
