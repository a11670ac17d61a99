"""When there is something to decide on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from tests.clocks import FakeClock
from tests.decision.markets import a_market
from tests.instruments import BTC, ETH
from tests.valkey import running_valkey
from tests.waiting import eventually
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.cycle.readiness import until_usable
from tradewind.decision.config import DecisionConfig

CONFIG = DecisionConfig(symbols=(BTC, ETH))
SOON = timedelta(milliseconds=5)


class CountedClock(FakeClock):
    """Counts the looks at the cache: each one asks for the elapsed time."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0

    def monotonic(self) -> float:
        self.looks += 1
        return super().monotonic()


@asynccontextmanager
async def a_cache(folder: Path, clock: FakeClock) -> AsyncIterator[Cache]:
    async with running_valkey(folder) as url:
        redis = connect(url)
        try:
            yield Cache(redis, clock)
        finally:
            await redis.aclose()


async def test_every_instrument_is_waited_for(tmp_path: Path) -> None:
    clock = CountedClock()
    async with a_cache(tmp_path, clock) as cache, asyncio.TaskGroup() as tasks:
        await cache.write(a_market(clock.now(), (BTC,)))
        waiting = tasks.create_task(until_usable(cache, CONFIG, clock, every=SOON))
        await eventually(lambda: clock.looks > 3)
        assert not waiting.done()
        await cache.write(a_market(clock.now(), (ETH,)))
        await eventually(waiting.done)


async def test_one_slow_instrument_holds_the_others_up_only_so_long(tmp_path: Path) -> None:
    clock = CountedClock()
    async with a_cache(tmp_path, clock) as cache, asyncio.TaskGroup() as tasks:
        await cache.write(a_market(clock.now(), (BTC,)))
        waiting = tasks.create_task(until_usable(cache, CONFIG, clock, every=SOON))
        await eventually(lambda: clock.looks > 3)
        assert not waiting.done()
        clock.advance(timedelta(seconds=10))
        await eventually(waiting.done)


async def test_a_cache_that_is_away_is_asked_again() -> None:
    clock, gone = CountedClock(), connect("redis://127.0.0.1:1/0")
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(until_usable(Cache(gone, clock), CONFIG, clock, every=SOON))
        clock.advance(timedelta(seconds=60))
        await eventually(lambda: clock.looks > 3)
        assert not waiting.done()
        waiting.cancel()
    await gone.aclose()
