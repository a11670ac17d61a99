"""The collector of swaps in a process of its own: python -m bench.stage_collector STREAM_URL REST_URL REDIS_URL SYMBOL...

Prints a line when every feed is subscribed; told to stop, it says as JSON what it took and the processor time it needed.
"""

import asyncio
import signal
import sys
import time
from datetime import timedelta

import msgspec
import structlog
import uvloop

from tests.waiting import eventually
from tradewind.app.clock import SystemClock
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.domain.instrument import Symbol
from tradewind.market.collector import Collector
from tradewind.market.config import MarketConfig
from tradewind.market.stream_config import StreamConfig
from tradewind.market.venues.okx_stream import OkxStream

SCAN_EVERY = timedelta(minutes=5)
"""The first scan brings the rules; no other one shall come during a measurement."""


async def main(stream_url: str, rest_url: str, redis_url: str, *names: str) -> None:
    structlog.configure(
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(40),
    )
    stop, ask = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGUSR1, ask.set)
    clock, redis = SystemClock(), connect(redis_url)
    symbols = tuple(Symbol(name) for name in names)
    config = MarketConfig(
        symbols=symbols, rest_url=rest_url, refresh_every=SCAN_EVERY, rules_every=SCAN_EVERY, request_share=1
    )
    stream = OkxStream(symbols, clock, StreamConfig(url=stream_url), lambda: 0.5)
    collector = Collector(Cache(redis, clock), clock, config, stream)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(collector.run())
        await eventually(lambda: not stream.down and collector.health().scans > 0)
        telling = tasks.create_task(tell(stream, ask))
        ask.set()
        await stop.wait()
        telling.cancel()
        running.cancel()
    await redis.aclose()


async def tell(stream: OkxStream, ask: asyncio.Event) -> None:
    """Say how things stand, once for every time that it is asked."""
    while True:
        await ask.wait()
        ask.clear()
        health = stream.health()
        standing = {
            "cpu_seconds": time.process_time(),
            "trades": health.trades,
            "unreadable": health.unreadable,
        }
        print(msgspec.json.encode(standing).decode(), flush=True)


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
