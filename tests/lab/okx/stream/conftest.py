"""One lab for the stream's tests: fast beats, many connections."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.lab.okx.stream.listening import disarm
from tests.lab_process import RunningLab, running_lab


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stream_lab() -> AsyncIterator[RunningLab]:
    flags = {"--seed": "7", "--tick-ms": "50", "--book-heartbeat-ms": "300", "--stream-connections": "100"}
    async with running_lab(*(part for pair in flags.items() for part in pair)) as running:
        yield running


@pytest_asyncio.fixture
async def lab(stream_lab: RunningLab) -> AsyncIterator[RunningLab]:
    yield stream_lab
    await disarm(stream_lab)
