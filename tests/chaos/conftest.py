"""What holds for every test of a desk that is lost."""

from asyncio import AbstractEventLoop
from collections.abc import Callable

from tests.chaos.pace import PacedLoop


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], AbstractEventLoop]]:
    """Let no time pass for a test while the machine works for somebody else."""
    return {"paced": PacedLoop}
