"""A time limit for what leaves the process that is not spent while the process itself stands still."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

STOOD_STILL_SECONDS = 0.05


@asynccontextmanager
async def time_limit(within: timedelta) -> AsyncIterator[None]:
    """End the block with TimeoutError after `within`.

    When the process was frozen as the time ran out, the answer may lie unread in its socket: then the block has as long
    again as the freeze outlasted the limit, once.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + within.total_seconds()

    def call_time() -> None:
        late = loop.time() - end
        limit.reschedule(loop.time() + (late if late > STOOD_STILL_SECONDS else 0))

    async with asyncio.timeout(None) as limit:
        bell = loop.call_at(end, call_time)
        try:
            yield
        finally:
            bell.cancel()
