"""Dashboards whose server goes away and comes back: when each of them has a snapshot again.

They wait as the browser's code does (`ui/src/live/backoff.ts`): a drawn part of half the time that they have been alone,
at least 0.1 s, under a cap that is 0.5 s at first and 30 s at last. A Playwright test holds the browser's own code.
"""

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from bench.frames import FrameReceiver
from bench.processes import Part
from tests.waiting import eventually

FLOOR_SECONDS, FIRST_CAP_SECONDS, LAST_CAP_SECONDS = 0.1, 0.5, 30.0
PATH = "/ws/market-data"
BACK_WITHIN_SECONDS = 120
POLL_SECONDS = 0.05
SNAPSHOT = b'"snapshot":true'


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Seconds since the server was killed, but `away_seconds`: until it answered again."""

    away_seconds: float
    median_seconds: float
    last_seconds: float
    attempts: int


@dataclass(slots=True)
class Dashboard:
    """One client that comes back by itself."""

    host: str
    draw: random.Random
    back_at: float | None = None
    attempts: int = 0
    receiver: FrameReceiver | None = None
    has_snapshot: bool = field(default=False)

    def take(self, frame: memoryview) -> None:
        if not self.has_snapshot and SNAPSHOT in bytes(frame[:200]):
            self.has_snapshot, self.back_at = True, time.monotonic()

    async def connect(self) -> None:
        """Open the socket; OSError when nobody answers."""
        name, port = self.host.split(":")
        self.has_snapshot = False
        _, self.receiver = await asyncio.get_running_loop().create_connection(
            lambda: FrameReceiver(self.host, PATH, self.take), name, int(port)
        )
        await self.receiver.opened

    async def stay(self) -> None:
        """Come back after the loss, once."""
        while self.receiver is not None and not self.receiver.transport.is_closing():  # noqa: ASYNC110 -- the peer's end
            await asyncio.sleep(POLL_SECONDS)
        lost_at = time.monotonic()
        while True:
            cap = min(LAST_CAP_SECONDS, max(FIRST_CAP_SECONDS, (time.monotonic() - lost_at) / 2))
            await asyncio.sleep(max(FLOOR_SECONDS, self.draw.random() * cap))
            self.attempts += 1
            try:
                await self.connect()
            except OSError:
                continue
            return


async def come_back(
    host: str,
    clients: int,
    server: Part,
    again: Callable[[], AbstractAsyncContextManager[Part]],
) -> Return:
    """Kill `server`, start one in its place, and return once every client has its snapshot."""
    dashboards = [Dashboard(host=host, draw=random.Random(number)) for number in range(clients)]  # noqa: S311
    for dashboard in dashboards:
        await dashboard.connect()
    await eventually(lambda: all(dashboard.has_snapshot for dashboard in dashboards))
    async with asyncio.TaskGroup() as tasks:
        for dashboard in dashboards:
            tasks.create_task(dashboard.stay())
        server.kill()
        killed_at = time.monotonic()
        async with again() as second:
            await second.line()
            away = time.monotonic() - killed_at
            await eventually(lambda: all(each.has_snapshot for each in dashboards), BACK_WITHIN_SECONDS)
            for dashboard in dashboards:
                assert dashboard.receiver is not None
                dashboard.receiver.transport.abort()
    waits = sorted((each.back_at or 0) - killed_at for each in dashboards)
    return Return(
        away_seconds=away,
        median_seconds=waits[len(waits) // 2],
        last_seconds=waits[-1],
        attempts=sum(each.attempts for each in dashboards),
    )
