"""A clock by hand, a real ledger in a file, a real server for the cache."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from tests.clocks import FakeClock
from tests.fakes.broker import ScriptedBroker
from tests.orders.desks import an_execution, opened_ledger
from tests.valkey import running_valkey
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.ledger import Ledger
from tradewind.orders import Execution


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def ledger(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Ledger]:
    async with opened_ledger(tmp_path, clock) as opened:
        yield opened


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    async with running_valkey(tmp_path) as url:
        client = connect(url)
        yield client
        await client.aclose()


@pytest.fixture
def cache(redis: Redis, clock: FakeClock) -> Cache:
    return Cache(redis, clock)


@pytest.fixture
def broker(clock: FakeClock) -> ScriptedBroker:
    return ScriptedBroker(clock)


@pytest.fixture
def execution(broker: ScriptedBroker, ledger: Ledger, cache: Cache, clock: FakeClock) -> Execution:
    return an_execution(broker, ledger, cache, clock)
