"""The analyst wakes up after a scan, works in two round trips and survives what is missing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from tests.clocks import START, FakeClock
from tests.fault_proxy import fault_proxy
from tests.valkey import running_valkey
from tests.values import BTC, ETH, a_window
from tests.waiting import eventually
from tradewind.analysis import AnalysisConfig, Analyst
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.channels import Heartbeat
from tradewind.bus.connection import connect
from tradewind.bus.keys import (
    CANDLES_1H,
    CANDLES_1M,
    CANDLES_15M,
    INDICATORS,
    MARKET_UPDATE_ALL,
    MESSAGE_LOG,
    SWAP_SCORES,
    SWAP_TECHNICAL,
    Source,
)
from tradewind.bus.messages import MarketUpdate
from tradewind.domain.candle import CandleWindow, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.indicators import Trend
from tradewind.domain.instrument import Symbol

CONFIG = AnalysisConfig(symbols=(BTC, ETH))
RISING = [100.0 + place for place in range(101)]


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    async with running_valkey(tmp_path) as url:
        client = connect(url)
        yield client
        await client.aclose()


@asynccontextmanager
async def analyzing(
    redis: Redis, clock: FakeClock, config: AnalysisConfig | None = None
) -> AsyncIterator[Analyst]:
    """An analyst at work who has looked at the bus once; the market's heart beats."""
    analyst = Analyst(redis, Cache(redis, clock), clock, config or CONFIG)
    async with asyncio.TaskGroup() as tasks:
        beat = tasks.create_task(Heartbeat(redis, Source.MARKET_DATA, clock).run())
        working = tasks.create_task(analyst.run())
        await eventually(lambda: analyst.health().runs + analyst.health().failed_runs > 0)
        yield analyst
        working.cancel()
        beat.cancel()


def hours(symbol: Symbol, closes: list[float]) -> CandleWindow:
    return a_window(closes, symbol=symbol, timeframe=Timeframe.H1)


async def collected(redis: Redis, *windows: CandleWindow, is_announced: bool = True) -> None:
    """Write windows as the collector does."""
    batch = Batch(Source.MARKET_DATA)
    for window in windows:
        key = CANDLES_15M if window.timeframe is Timeframe.M15 else CANDLES_1H
        batch.put(key.at(window.symbol), window)
    if is_announced:
        batch.publish(MARKET_UPDATE_ALL, MarketUpdate(symbols=(BTC, ETH), seq=1, timestamp=START))
    await Cache(redis, FakeClock()).write(batch)


async def test_a_scan_is_followed_by_fresh_indicators(redis: Redis) -> None:
    clock = FakeClock()
    async with analyzing(redis, clock) as analyst:
        assert analyst.health().without_candles == (BTC, ETH)

        await collected(redis, a_window(RISING[:51]), hours(BTC, RISING), a_window(RISING[:51], symbol=ETH))
        await eventually(lambda: analyst.health().without_candles == ())
        bitcoin, ether = await Cache(redis, clock).read([INDICATORS.at(BTC), INDICATORS.at(ETH)])

    assert bitcoin.value is not None
    assert ether.value is not None
    assert bitcoin.value.long_term.trend is Trend.UP
    assert bitcoin.value.short_term.rsi_14 == pytest.approx(100)
    assert (bitcoin.value.source, bitcoin.value.timestamp) == ("okx", clock.now())
    assert ether.value.long_term.sma_50 is None


async def test_indicators_are_renewed_without_any_word_from_the_market(redis: Redis) -> None:
    clock = FakeClock()
    config = replace(CONFIG, renew_every=timedelta(milliseconds=50))
    await collected(redis, a_window(RISING[:51]), is_announced=False)
    async with analyzing(redis, clock, config) as analyst:
        clock.advance(timedelta(seconds=7))
        renewed = Instant.of(START + timedelta(seconds=7))
        await eventually(lambda: analyst.health().last_run_at == renewed)

        indicators = await Cache(redis, clock).get(INDICATORS.at(BTC))
        assert indicators is not None
        assert indicators.timestamp == renewed


async def test_stale_candles_are_no_candles_f31(redis: Redis) -> None:
    old = replace(a_window(RISING[:51]), timestamp=Instant.of(START - timedelta(seconds=61)))
    await collected(redis, old)

    async with analyzing(redis, FakeClock()) as analyst:
        assert analyst.health().without_candles == (BTC, ETH)
        assert await redis.get(INDICATORS.at(BTC).name) is None


async def test_unreadable_candles_cost_only_their_own_symbol_f57(redis: Redis) -> None:
    await redis.set(CANDLES_15M.at(BTC).name, b"[1, 2")
    await collected(redis, a_window(RISING[:51], symbol=ETH))

    async with analyzing(redis, FakeClock()) as analyst:
        assert analyst.health().without_candles == (BTC,)
        assert await redis.get(INDICATORS.at(ETH).name) is not None


async def test_a_run_is_one_read_and_one_write(redis: Redis) -> None:
    await collected(redis, a_window(RISING[:51]), hours(BTC, RISING))
    before: Any = await redis.info("commandstats")
    async with analyzing(redis, FakeClock()) as analyst:
        runs = analyst.health().runs
        after: Any = await redis.info("commandstats")

    assert after["cmdstat_mget"]["calls"] - before.get("cmdstat_mget", {"calls": 0})["calls"] == runs
    entries: list[Any] = [fields for _, fields in await redis.xrange(MESSAGE_LOG) or []]
    written = [entry[b"channel"] for entry in entries if entry[b"source"] == b"ta-service"]
    assert set(written) == {
        b"market:BTC-USDT-SWAP:indicators",
        b"scanner:swap_scores",
        b"scanner:update",
    }


async def test_it_goes_on_after_an_absence_of_the_server_f46_f47(redis: Redis) -> None:
    target = redis.connection_pool.connection_kwargs
    await collected(redis, a_window(RISING[:51]))
    async with fault_proxy(target["host"], target["port"]) as proxy:
        proxied = connect(f"redis://127.0.0.1:{proxy.port}/0")
        proxy.is_black_hole = True
        config = replace(CONFIG, renew_every=timedelta(milliseconds=50))
        async with analyzing(proxied, FakeClock(), config) as analyst:
            assert analyst.health().last_failure is not None
            proxy.is_black_hole = False
            await eventually(lambda: analyst.health().runs > 0)
        await proxied.aclose()


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"renew_every": timedelta(0)}, "renew_every"),
        ({"stale_after": timedelta(seconds=10)}, "stale_after"),
        ({"symbols": ()}, "symbols"),
    ],
)
def test_a_setting_out_of_range_is_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        replace(CONFIG, **changes)


async def test_candles_with_a_gap_are_no_candles(redis: Redis) -> None:
    window = a_window(RISING[:51])
    await collected(redis, replace(window, candles=(*window.candles[:20], *window.candles[21:])))

    async with analyzing(redis, FakeClock()) as analyst:
        assert analyst.health().without_candles == (BTC, ETH)


async def test_the_minutes_of_a_swap_become_its_technical_pictures(redis: Redis) -> None:
    minutes = a_window([100.0 + place % 7 for place in range(121)], timeframe=Timeframe.M1)
    batch = Batch(Source.MARKET_DATA)
    batch.put(CANDLES_1M.at(BTC), minutes)
    await Cache(redis, FakeClock()).write(batch)

    async with analyzing(redis, FakeClock()):
        cache = Cache(redis, FakeClock())
        minute, five = await cache.read([key.at(BTC) for key in SWAP_TECHNICAL.values()])

    assert minute.value is not None
    assert five.value is not None
    assert minute.value.rsi_14 is not None
    assert minute.value.macd.histogram is not None
    assert (minute.value.support, minute.value.resistance) == (99.0, 107.0)
    assert (minute.value.exchange_time, minute.value.source) == (START, "okx")
    assert five.value.rsi_14 is not None
    assert five.value.macd.macd is None, "24 candles are too few for the slow mean"


async def test_a_swap_is_scored_on_its_hours_and_not_on_minutes_that_are_too_few(redis: Redis) -> None:
    batch = Batch(Source.MARKET_DATA)
    minutes = a_window([100.0 + place % 7 for place in range(121)], timeframe=Timeframe.M1)
    batch.put(CANDLES_1M.at(BTC), minutes)
    batch.put(CANDLES_1H.at(BTC), hours(BTC, RISING))
    await Cache(redis, FakeClock()).write(batch)

    async with analyzing(redis, FakeClock()):
        scores = await Cache(redis, FakeClock()).get(SWAP_SCORES)

    assert scores is not None
    assert scores.source == "okx"
    known = {row.timeframe: row.score is not None for row in scores.scores}
    assert known == {Timeframe.H1: True, Timeframe.M5: False}


async def test_swaps_are_announced_once_for_each_candle_that_closed(redis: Redis) -> None:
    config = replace(CONFIG, renew_every=timedelta(milliseconds=20))
    await collected(redis, hours(BTC, RISING), is_announced=False)
    async with analyzing(redis, FakeClock(), config) as analyst:
        await eventually(lambda: analyst.health().runs >= 3)
        await collected(redis, hours(ETH, RISING), is_announced=False)
        runs = analyst.health().runs
        await eventually(lambda: analyst.health().runs >= runs + 3)
    entries: list[Any] = [fields for _, fields in await redis.xrange(MESSAGE_LOG) or []]

    assert [entry[b"channel"] for entry in entries].count(b"scanner:update") == 2
