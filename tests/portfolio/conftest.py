"""A ledger file and a server of its own for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from tests.clocks import START, FakeClock
from tests.ledger.records import OPENING_CASH, PORTFOLIO
from tests.ledgers import ledger_in
from tests.valkey import running_valkey
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.ledger import Ledger, open_ledger


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def ledger(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Ledger]:
    async with open_ledger(ledger_in(tmp_path), clock) as opened:
        await opened.portfolios.open(PORTFOLIO, OPENING_CASH, START)
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
