"""A server of its own for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from tests.valkey import running_valkey
from tradewind.bus.connection import connect


@pytest.fixture
async def url(tmp_path: Path) -> AsyncIterator[str]:
    async with running_valkey(tmp_path) as address:
        yield address


@pytest.fixture
async def redis(url: str) -> AsyncIterator[Redis]:
    client = connect(url)
    yield client
    await client.aclose()
