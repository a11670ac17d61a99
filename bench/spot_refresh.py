"""Times a whole refresh of the spot coins, 29 coins by 3 timeframes and all prices, against a delayed lab.

Usage: python -m bench.spot_refresh [--rounds 4] [--delay-ms 50]
The yardstick is one timeframe asked one by one, times three, and the prices.
"""

import argparse
import asyncio
import statistics
import tempfile
from dataclasses import replace
from pathlib import Path

import structlog

from bench.figures import Figure, keep
from tests.lab_process import running_lab
from tests.valkey import running_valkey
from tests.waiting import eventually
from tradewind.app.clock import SystemClock
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.domain.candle import Timeframe
from tradewind.market import Ground, SpotCollector, SpotConfig, VenueHealth
from tradewind.market.venues.binanceus import BinanceusFeed
from tradewind.telemetry.metrics import Metrics

GOAL_MS = 2_000
SHARE = 0.5


async def measure(rounds: int, delay_ms: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with running_lab("--delay-ms", str(delay_ms)) as lab, running_valkey(Path(folder)) as url:
            redis = connect(url)
            clock = SystemClock()
            config = SpotConfig(rest_url=lab.binanceus, request_share=SHARE)
            took: list[float] = []
            for _ in range(rounds):
                await redis.flushall()
                collector = SpotCollector(
                    Ground(cache=Cache(redis, clock), clock=clock, metrics=Metrics()), config
                )
                started = clock.monotonic()
                health = await first_cycles(collector)
                took.append((clock.monotonic() - started) * 1000)
                keys = await redis.dbsize()
                report(health, keys, took[-1])
            await redis.aclose()
            alone = await one_by_one(config, clock)
    print(
        f"configured cadences cost a weight of {config.weight_per_minute:.0f} a minute of the {SHARE * 1200:.0f} allowed"
    )
    figures = [
        Figure(
            name=f"refresh of 29 x 3 at {delay_ms} ms, {label}",
            value=value,
            unit="ms",
            yardstick="the same requests one by one",
            yardstick_value=alone,
            goal=goal,
        )
        for label, value, goal in (
            ("median", statistics.median(took), None),
            ("slowest", max(took), f"<= {GOAL_MS}"),
        )
    ]
    keep("spot_refresh", figures)


async def one_by_one(config: SpotConfig, clock: SystemClock) -> float:
    """Return the milliseconds that the requests of a refresh take in sequence."""
    async with BinanceusFeed(replace(config, request_share=1), clock) as feed:
        started = clock.monotonic()
        for symbol in config.symbols:
            await feed.candles(symbol, Timeframe.H1, config.candle_limit)
        of_a_timeframe = clock.monotonic() - started
        await feed.prices()
        of_prices = clock.monotonic() - started - of_a_timeframe
    return (of_a_timeframe * len(config.candles_every) + of_prices) * 1000


async def first_cycles(collector: SpotCollector) -> VenueHealth:
    """Run until every feed has been written once."""
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(collector.run())
        await eventually(lambda: all(feed.took is not None for feed in collector.health().feeds), 60)
        health = collector.health()
        running.cancel()
    return health


def report(health: VenueHealth, keys: int, milliseconds: float) -> None:
    missing = sum(len(feed.missing) for feed in health.feeds)
    print(f"{milliseconds:.0f} ms, {keys - 1} keys, {missing} missing, weight used {health.weight_used}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--delay-ms", type=int, default=50)
    arguments = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    asyncio.run(measure(arguments.rounds, arguments.delay_ms))
