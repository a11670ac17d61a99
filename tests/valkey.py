"""A real server for the tests that need one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tradewind.bus.server import embedded_valkey


@asynccontextmanager
async def running_valkey(folder: Path) -> AsyncIterator[str]:
    """Yield the url of an empty server that lives as long as the block."""
    async with embedded_valkey(folder / "valkey") as server:
        yield server.url
