"""Waiting for a condition instead of sleeping for a guess."""

import asyncio
from collections.abc import Awaitable, Callable

POLL_SECONDS = 0.01


async def eventually(condition: Callable[[], bool], within_seconds: float = 30) -> None:
    """Return once `condition` holds; TimeoutError when it does not come to hold."""
    async with asyncio.timeout(within_seconds):
        while not condition():  # noqa: ASYNC110 -- the condition belongs to another process
            await asyncio.sleep(POLL_SECONDS)


async def comes_true(condition: Callable[[], Awaitable[bool]], within_seconds: float = 30) -> None:
    """Return once `condition`, which has to ask somebody, holds; TimeoutError when it does not come to hold."""
    async with asyncio.timeout(within_seconds):
        while not await condition():  # noqa: ASYNC110 -- as above
            await asyncio.sleep(POLL_SECONDS)
