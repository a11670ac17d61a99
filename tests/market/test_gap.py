"""After eight hours away, nothing is decided before every window is whole again, and filling it stays in the budget."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from urllib.parse import urlsplit

from redis.asyncio import Redis

from tests.fault_proxy import FaultProxy, fault_proxy
from tests.lab_process import RunningLab
from tradewind.analysis import AnalysisConfig, Analyst
from tradewind.app.clock import SystemClock
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.keys import CANDLES_1H, CANDLES_15M, INDICATORS, ORDER_BOOK, TICKER, Source
from tradewind.decision.bundle import Bundle, gather
from tradewind.decision.config import InputLimits
from tradewind.domain.candle import CandleWindow
from tradewind.domain.clock import Instant
from tradewind.market.collector import Collector
from tradewind.market.config import DEFAULT_SYMBOLS, MarketConfig
from tradewind.market.venues.okx import REQUEST_WINDOW, Endpoint

AWAY = timedelta(hours=8)
WINDOWS = (CANDLES_15M, CANDLES_1H)


def set_back(window: CandleWindow) -> CandleWindow:
    """What the cache held of `window` eight hours earlier."""
    back = int(AWAY / timedelta(milliseconds=1))
    return replace(
        window,
        timestamp=Instant.of(window.timestamp - AWAY),
        candles=tuple((row[0] - back, *row[1:]) for row in window.candles),
        preceding=None,
    )


async def windows_of(cache: Cache) -> list[CandleWindow]:
    readings = await cache.read([key.at(symbol) for key in WINDOWS for symbol in DEFAULT_SYMBOLS])
    return [reading.value for reading in readings if reading.value is not None]


async def leave_for_eight_hours(redis: Redis, cache: Cache) -> None:
    """Leave in the cache what a collector that has been away would find there."""
    windows = await windows_of(cache)
    assert len(windows) == len(WINDOWS) * len(DEFAULT_SYMBOLS)
    await redis.delete(*(key.at(s).name for key in (TICKER, ORDER_BOOK, INDICATORS) for s in DEFAULT_SYMBOLS))
    batch = Batch(Source.MARKET_DATA)
    for window in windows:
        key = CANDLES_15M if window.timeframe == "15m" else CANDLES_1H
        batch.put(key.at(window.symbol), set_back(window))
    await cache.write(batch)


def is_whole(window: CandleWindow) -> bool:
    step = int(window.timeframe.length / timedelta(milliseconds=1))
    opens = [row[0] for row in window.candles]
    return all(later - earlier == step for earlier, later in pairwise(opens))


def most_in_a_window(proxy: FaultProxy, endpoint: Endpoint) -> int:
    times = [at for at, line in proxy.requests if f"/{endpoint}?" in line]
    span = REQUEST_WINDOW.total_seconds()
    return max(sum(1 for other in times if at <= other < at + span) for at in times)


async def test_a_gap_of_eight_hours_is_filled_in_the_budget_before_anything_is_decided_f35(
    lab: RunningLab, redis: Redis
) -> None:
    clock = SystemClock()
    cache = Cache(redis, clock)
    where = urlsplit(lab.okx)
    async with fault_proxy(where.hostname or "", where.port or 0) as proxy:
        config = MarketConfig(rest_url=f"http://127.0.0.1:{proxy.port}")
        before = Collector(cache, clock, config)
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(before.run())
            async with asyncio.timeout(30):
                while len(await windows_of(cache)) < len(WINDOWS) * len(DEFAULT_SYMBOLS):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            running.cancel()
        await leave_for_eight_hours(redis, cache)
        proxy.requests.clear()
        assert (await look(cache)).markets == ()

        after = Collector(cache, clock, config)
        analyst = Analyst(redis, cache, clock, AnalysisConfig(symbols=DEFAULT_SYMBOLS))
        async with asyncio.TaskGroup() as tasks:
            work = [tasks.create_task(after.run()), tasks.create_task(analyst.run())]
            async with asyncio.timeout(60):
                while len((bundle := await look(cache)).markets) < len(DEFAULT_SYMBOLS):
                    assert all(is_whole(market.candles_15m) for market in bundle.markets)
                    await asyncio.sleep(0.05)
            for task in work:
                task.cancel()

        for market in bundle.markets:
            newest = Instant.from_ms(market.candles_15m.candles[-1][0])
            assert clock.now() - newest < 2 * market.candles_15m.timeframe.length
            assert is_whole(market.candles_15m)
            assert is_whole(market.candles_1h)
        assert most_in_a_window(proxy, Endpoint.CANDLES) <= Endpoint.CANDLES.limit * config.request_share


async def look(cache: Cache) -> Bundle:
    return await gather(cache, DEFAULT_SYMBOLS, SystemClock(), InputLimits())
