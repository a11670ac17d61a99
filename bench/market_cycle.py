"""Times scans of six symbols against the lab with a delay on every answer, and the same requests one by one.

Usage: python -m bench.market_cycle [--scans 40] [--delay-ms 50]
"""

import argparse
import asyncio
import statistics
import tempfile
from datetime import timedelta
from pathlib import Path

import structlog

from bench.figures import Figure, keep, percentile
from tests.lab_process import running_lab
from tests.valkey import running_valkey
from tradewind.app.clock import SystemClock
from tradewind.bus.cache import Cache
from tradewind.bus.channels import subscribe
from tradewind.bus.connection import connect
from tradewind.bus.keys import MARKET_UPDATE_ALL
from tradewind.bus.messages import MarketUpdate
from tradewind.domain.candle import Timeframe
from tradewind.market.collector import Collector
from tradewind.market.config import MarketConfig
from tradewind.market.venues.okx import OkxFeed

GOAL_MS = 250


async def measure(scans: int, delay_ms: int) -> None:
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as folder:
        async with running_lab("--delay-ms", str(delay_ms)) as lab, running_valkey(Path(folder)) as url:
            redis = connect(url)
            # The venue's whole budget and a beat each second, so that the measurement takes seconds, not minutes.
            config = MarketConfig(
                rest_url=lab.okx,
                request_share=1,
                refresh_every=timedelta(seconds=1),
                request_timeout=timedelta(milliseconds=900),
                write_after=timedelta(milliseconds=800),
            )
            collector = Collector(Cache(redis, clock), clock, config)
            took: list[float] = []
            async with asyncio.TaskGroup() as tasks:
                running = tasks.create_task(collector.run())
                async for event in subscribe(redis, [MARKET_UPDATE_ALL], timedelta(seconds=10)):
                    if isinstance(event, MarketUpdate):
                        await asyncio.sleep(
                            0.05
                        )  # the message leaves in the batch whose time is taken after it
                        took.append(milliseconds(collector.health().last_scan_took))
                        if len(took) > scans:
                            break
                running.cancel()
            print(f"first scan, connections and all candles included: {took[0]:.0f} ms")
            print(f"failures: {collector.health().failures or 'none'}")
            sequences = [await one_by_one(lab.okx, clock) for _ in range(3)]
            await redis.aclose()
    alone = statistics.median(sequences)
    figures = [
        Figure(
            name=f"scan of six swaps at {delay_ms} ms, {label}",
            value=percentile(took[1:], share),
            unit="ms",
            yardstick="the same requests one by one",
            yardstick_value=alone,
            goal=goal,
        )
        for label, share, goal in (("p50", 0.5, None), ("p95", 0.95, f"< {GOAL_MS}"))
    ]
    keep("market_cycle", figures)


async def one_by_one(rest_url: str, clock: SystemClock) -> float:
    """The yardstick: ticker, book, funding, open interest and 15 m candles of every symbol in sequence."""
    config = MarketConfig(rest_url=rest_url, request_share=1)
    async with OkxFeed(config, clock) as feed:
        await feed.rules()
        started = clock.monotonic()
        for symbol in config.symbols:
            await feed.ticker(symbol)
            await feed.order_book(symbol)
            await feed.funding(symbol)
            await feed.open_interest(symbol)
            await feed.candles(symbol, Timeframe.M15, 50)
        return (clock.monotonic() - started) * 1000


def milliseconds(took: timedelta | None) -> float:
    assert took is not None
    return took.total_seconds() * 1000


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scans", type=int, default=40)
    parser.add_argument("--delay-ms", type=int, default=50)
    arguments = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    asyncio.run(measure(arguments.scans, arguments.delay_ms))
