"""One lab for the room, without faults at the start of each test; a server of its own for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from redis.asyncio import Redis

from tests.lab_faults import disarm
from tests.lab_process import RunningLab, running_lab
from tests.valkey import running_valkey
from tradewind.bus.connection import connect


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_lab() -> AsyncIterator[RunningLab]:
    async with running_lab() as started:
        yield started


@pytest.fixture
async def lab(shared_lab: RunningLab) -> AsyncIterator[RunningLab]:
    yield shared_lab
    await disarm(shared_lab)


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    async with running_valkey(tmp_path) as url:
        client = connect(url)
        yield client
        await client.aclose()
