"""An answer that many ask for, made once and kept for a while."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from pydantic import BaseModel

from tradewind.web.desk import Desk

Build = Callable[[Desk], Awaitable[BaseModel]]


class Shelf:
    """Hands out the newest answer; a hundred askers cost one read."""

    def __init__(self, build: Build, kept_for: timedelta) -> None:
        self._build = build
        self._kept_seconds = kept_for.total_seconds()
        self._content = b""
        self._good_until = 0.0  # monotonic seconds
        self._turn = asyncio.Lock()

    async def content(self, desk: Desk) -> bytes:
        """Return the answer as JSON, no older than it is kept; BusUnavailable."""
        if desk.clock.monotonic() < self._good_until:
            return self._content
        async with self._turn:
            if desk.clock.monotonic() >= self._good_until:
                self._content = (await self._build(desk)).model_dump_json().encode()
                self._good_until = desk.clock.monotonic() + self._kept_seconds
        return self._content
