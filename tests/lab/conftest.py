"""One lab over the generator for every test that leaves it as it is."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.lab_process import RunningLab, running_lab


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def lab() -> AsyncIterator[RunningLab]:
    async with running_lab("--seed", "7") as running:
        yield running
