"""A clock, an empty cache on a real server, and one that holds a healthy market."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.clocks import FakeClock
from tests.decision.markets import a_market
from tests.instruments import BTC, ETH
from tests.valkey import running_valkey
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def cache(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Cache]:
    async with running_valkey(tmp_path) as url:
        redis = connect(url)
        yield Cache(redis, clock)
        await redis.aclose()


@pytest.fixture
async def market(cache: Cache, clock: FakeClock) -> Cache:
    await cache.write(a_market(clock.now(), (BTC, ETH)))
    return cache
