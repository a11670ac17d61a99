"""Stocks with a real venue and a real server: short lives while the exchange is open, long ones while it is closed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import msgspec
from redis.asyncio import Redis

from tests.fakes.spot_venue import SNAPSHOT, Refusal, SpotVenue, running_venue
from tests.waiting import eventually
from tradewind.app.clock import SystemClock
from tradewind.bus.cache import Cache
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.market.config import DEFAULT_STOCKS, StocksConfig
from tradewind.market.failures import FailureKind
from tradewind.market.refresh import Ground
from tradewind.market.stocks import StockCollector
from tradewind.telemetry.metrics import Metrics

SPY = Symbol("SPY")
BAR = {"t": "2026-11-20T17:00:00Z", "o": 100, "h": 102, "l": 99, "c": 101, "v": 500}


@asynccontextmanager
async def exchange() -> AsyncIterator[SpotVenue]:
    async with running_venue() as venue:
        venue.snapshots = dict.fromkeys(DEFAULT_STOCKS, SNAPSHOT)
        yield venue


@asynccontextmanager
async def collecting(redis: Redis, venue: SpotVenue) -> AsyncIterator[StockCollector]:
    """A collector at work; its first cycle is over."""
    clock = SystemClock()
    config = StocksConfig(rest_url=venue.url, api_key="key", secret_key="secret")
    collector = StockCollector(Ground(cache=Cache(redis, clock), clock=clock, metrics=Metrics()), config)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(collector.run())
        await eventually(lambda: all(feed.took is not None for feed in collector.health().feeds))
        yield collector
        running.cancel()


async def test_an_open_exchange_fills_every_stock_for_two_minutes(redis: Redis) -> None:
    async with exchange() as venue, collecting(redis, venue):
        for symbol in DEFAULT_STOCKS:
            assert 110 < await redis.ttl(f"stocks:price:{symbol}") <= 120
        content = await redis.get("stocks:price:SPY")

    assert isinstance(content, bytes)
    assert msgspec.json.decode(content) | {"timestamp": None} == {
        "symbol": "SPY",
        "price": {"last": 101.5, "open": 100.0, "high": 102.0, "low": 99.5, "volume": 12345.0},
        "market_status": "open",
        "source": "alpaca",
        "exchange_time": "2026-11-20T17:00:00.123Z",
        "timestamp": None,
    }


async def test_prices_of_a_closed_exchange_live_until_it_opens(redis: Redis) -> None:
    next_open = Instant.of(SystemClock().now() + timedelta(hours=50))
    async with exchange() as venue:
        venue.hours |= {"is_open": False, "next_open": str(next_open)}
        async with collecting(redis, venue):
            left = await redis.ttl("stocks:price:SPY")
            content = await redis.get("stocks:price:SPY")

    assert 50 * 3600 - 60 < left <= 50 * 3600
    assert isinstance(content, bytes)
    assert msgspec.json.decode(content)["market_status"] == "closed"


async def test_the_failure_of_one_stock_touches_no_other(redis: Redis) -> None:
    async with exchange() as venue:
        venue.snapshots.pop("TSLA")
        async with collecting(redis, venue) as collector:
            feed, _ = collector.health().feeds

            assert feed.missing == ("TSLA",)
            assert feed.failures == {FailureKind.UNUSABLE: 1}
            assert await redis.exists("stocks:price:SPY") == 1


async def test_refused_keys_are_told_and_the_collector_goes_on(redis: Redis) -> None:
    async with exchange() as venue:
        venue.refusals["snapshots"] = Refusal(status=403, text='{"message":"forbidden."}')
        async with collecting(redis, venue) as collector:
            feed, _ = collector.health().feeds

            assert feed.refreshed_at is None
            assert feed.last_failure is not None
            assert "403" in feed.last_failure


async def test_candles_of_a_stock_are_cached_beside_its_price(redis: Redis) -> None:
    async with exchange() as venue:
        venue.bars = {"": {"bars": {"SPY": [BAR]}, "next_page_token": None}}
        async with collecting(redis, venue) as collector:
            content = await redis.get("market:ohlcv:SPY:5m")
            left = await redis.ttl("market:ohlcv:SPY:5m")
            _, candles = collector.health().feeds

    assert content == b"[[1795194000000,100.0,102.0,99.0,101.0,500.0]]"
    assert 110 < left <= 120
    assert set(candles.missing) == set(DEFAULT_STOCKS) - {SPY}


async def test_candles_of_a_closed_exchange_live_until_it_opens(redis: Redis) -> None:
    async with exchange() as venue:
        venue.bars = {"": {"bars": {"SPY": [BAR]}, "next_page_token": None}}
        venue.hours |= {"is_open": False, "next_open": str(SystemClock().now() + timedelta(hours=50))}
        async with collecting(redis, venue):
            assert await redis.ttl("market:ohlcv:SPY:5m") > 49 * 3600
