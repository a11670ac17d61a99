"""Times the technical analysis of 29 coins on 3 timeframes, and TA-Lib alone on the same arrays in the same run.

Usage: python bench/recompute.py [--candles 300 500] [--rounds 30]
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import structlog
import talib

from bench.figures import Figure, keep
from tests.analysis.scans import some_rows
from tests.valkey import running_valkey
from tradewind.analysis.config import ScannerConfig
from tradewind.analysis.picture import picture
from tradewind.analysis.scanner import Scanner
from tradewind.analysis.series import Candles, bare, columns
from tradewind.app.clock import SystemClock
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.connection import connect
from tradewind.bus.keys import SPOT_CANDLES, Source
from tradewind.domain.instrument import Symbol

COINS = tuple(Symbol(f"COIN{place}USDT") for place in range(29))
TIMEFRAMES = tuple(SPOT_CANDLES)
GOAL_MS = 15
TICK_SECONDS = 0.0005


def talib_alone(series: Iterable[Candles]) -> None:
    for candles in series:
        call_talib(candles)


def call_talib(candles: Candles) -> None:
    """The same indicators, each by one call on the whole array and nothing else."""
    high, low, close = candles.high, candles.low, candles.close
    strength = bare(talib.RSI)(close, timeperiod=14)
    for extreme in (talib.MAX, talib.MIN):
        bare(extreme)(strength, timeperiod=14)
        bare(extreme)(high, timeperiod=20)
    for period in (8, 13, 21, 34, 55, 89, 12, 26, 9, 20):
        bare(talib.EMA)(close, timeperiod=period)
    for period in (14, 20):
        bare(talib.ATR)(high, low, close, timeperiod=period)
    bare(talib.BBANDS)(close, timeperiod=20)
    bare(talib.SMA)(close, timeperiod=20)
    bare(talib.LINEARREG)(close, timeperiod=20)


def median_ms(work: Callable[[], object], rounds: int) -> float:
    took = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)


def measure_compute(candles: int, rounds: int) -> list[Figure]:
    windows = [
        (timeframe, some_rows(timeframe, closed=candles, seed=seed))
        for seed in range(len(COINS))
        for timeframe in TIMEFRAMES
    ]
    series = [(timeframe, columns(window[:-1])) for timeframe, window in windows]
    alone = median_ms(lambda: talib_alone(candles for _, candles in series), rounds)
    whole = median_ms(lambda: [picture(candles, timeframe) for timeframe, candles in series], rounds)
    arrays = median_ms(lambda: [columns(window[:-1]) for _, window in windows], rounds)
    name = f"{len(series)} series of {candles} candles"
    return [
        beside_talib(f"analyze {name}", whole, alone, goal=f"<= {GOAL_MS}"),
        beside_talib(f"rows to arrays, {name}", arrays, alone, goal=None),
    ]


def beside_talib(name: str, value: float, alone: float, goal: str | None) -> Figure:
    return Figure(
        name=name, value=value, unit="ms", yardstick="TA-Lib alone", yardstick_value=alone, goal=goal
    )


async def measure_loop(candles: int, rounds: int) -> Figure:
    """Run the scanner against a server while a ticker notes the longest time that it could not run."""
    clock = SystemClock()
    config = ScannerConfig(coins=COINS, stocks=(), watchlist=COINS[:1], reference=COINS[0], venue="binanceus")
    with tempfile.TemporaryDirectory() as folder:
        async with running_valkey(Path(folder)) as url:
            redis = connect(url)
            cache = Cache(redis, clock)
            batch = Batch(Source.MARKET_DATA)
            for seed, symbol in enumerate(COINS):
                for timeframe, key in SPOT_CANDLES.items():
                    rows = some_rows(timeframe, closed=candles, seed=seed, now=clock.now())
                    batch.put(key.at(symbol), rows)
            await cache.write(batch)
            scanner = Scanner(redis, cache, clock, config)
            gaps: list[float] = []
            took: list[float] = []
            async with asyncio.TaskGroup() as tasks:
                ticker = tasks.create_task(tick(gaps))
                for _ in range(rounds):
                    started = clock.monotonic()
                    for timeframe in TIMEFRAMES:
                        await scanner.renew(timeframe)
                    took.append((clock.monotonic() - started) * 1000)
                ticker.cancel()
            await redis.aclose()
    return Figure(
        name=f"loop held by a run of {candles} candles, typical worst",
        value=statistics.median(sorted(gaps)[-rounds:]),
        unit="ms",
        yardstick="all three runs, read and write",
        yardstick_value=statistics.median(took),
        goal=f"<= {GOAL_MS}",
    )


async def tick(gaps: list[float]) -> None:
    last = time.perf_counter()
    while True:
        await asyncio.sleep(TICK_SECONDS)
        now = time.perf_counter()
        gaps.append((now - last - TICK_SECONDS) * 1000)
        last = now


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candles", type=int, nargs="+", default=[300, 500])
    parser.add_argument("--rounds", type=int, default=30)
    arguments = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    figures: list[Figure] = []
    for count in arguments.candles:
        figures += measure_compute(count, arguments.rounds)
        figures.append(asyncio.run(measure_loop(count, arguments.rounds)))
    keep("recompute", figures)
