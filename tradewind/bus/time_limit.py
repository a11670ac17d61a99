"""A time limit for what leaves the process that is not spent while the process itself stands still."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

STOOD_STILL_SECONDS = 0.05
FREEZES = 3


@asynccontextmanager
async def time_limit(within: timedelta) -> AsyncIterator[None]:
    """End the block with TimeoutError after `within`.

    When the process was frozen as the time ran out, the answer may lie unread in its socket: then the block has as long
    again as the freeze outlasted the limit, for at most FREEZES of them.
    """
    loop = asyncio.get_running_loop()
    bells: list[asyncio.TimerHandle] = []

    def call_time(end: float) -> None:
        now = loop.time()
        if now - end > STOOD_STILL_SECONDS and len(bells) <= FREEZES:
            ring_at(now + (now - end))
        else:
            limit.reschedule(now)

    def ring_at(end: float) -> None:
        bells.append(loop.call_at(end, call_time, end))

    async with asyncio.timeout(None) as limit:
        ring_at(loop.time() + within.total_seconds())
        try:
            yield
        finally:
            bells[-1].cancel()
