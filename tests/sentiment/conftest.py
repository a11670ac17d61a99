"""One lab for all tests of the room; what a test told it to do wrong is forgotten with the test."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.lab_faults import disarm
from tests.lab_process import RunningLab, running_lab


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_lab() -> AsyncIterator[RunningLab]:
    async with running_lab() as running:
        yield running


@pytest.fixture
async def lab(shared_lab: RunningLab) -> AsyncIterator[RunningLab]:
    yield shared_lab
    await disarm(shared_lab)
