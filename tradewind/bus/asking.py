"""A cache whose misses are answered: the reader asks the collector for one refresh and waits a little for it.

However many readers miss a key, one asks; the others wait for the same refresh. What could not be refreshed is not asked
for again before a while, so that a datum that is not to be had costs its readers the wait once.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from redis.asyncio import Redis

from tradewind.bus.cache import DEFAULT_TIMEOUT, Batch, Cache, Reading, ReadLog, answered
from tradewind.bus.coordination import (
    REFRESH_PATIENCE,
    REFRESH_REQUESTS,
    RefreshRequest,
    refresh_mark,
)
from tradewind.bus.keys import KeyAt, Source
from tradewind.bus.streams import entry
from tradewind.domain.clock import Clock
from tradewind.telemetry.metrics import Metrics

V = TypeVar("V")

LOOK_EVERY = timedelta(milliseconds=25)
MARK_LIVES = REFRESH_PATIENCE + timedelta(seconds=1)
FAILURE_COUNTS_FOR = timedelta(seconds=5)
"""How long a failed refresh keeps others from asking again."""


class Mark(StrEnum):
    """How a refresh stands; no mark: nobody has asked, or it is done."""

    ASKED = "asked"
    FAILED = "failed"


class RefreshMarks:
    """What readers and collectors tell each other about the refresh of a key."""

    def __init__(self, redis: Redis, clock: Clock, timeout: timedelta = DEFAULT_TIMEOUT) -> None:
        self._redis = redis
        self._clock = clock
        self._timeout = timeout

    async def ask(self, keys: Sequence[str]) -> list[str]:
        """Ask for a refresh of those `keys` that nobody has asked for; return them. BusUnavailable."""
        pipe = self._redis.pipeline(transaction=False)
        for key in keys:
            pipe.set(refresh_mark(key), Mark.ASKED, nx=True, px=MARK_LIVES)
        async with answered("marking what is missing", self._timeout):
            replies = await pipe.execute()
            ours = [key for key, is_set in zip(keys, replies, strict=True) if is_set]
            now = self._clock.now()
            for key in ours:
                fields = entry(REFRESH_REQUESTS, RefreshRequest(key=key, asked_at=now))
                pipe.xadd(REFRESH_REQUESTS.name, fields, maxlen=REFRESH_REQUESTS.length, approximate=True)
            if ours:
                await pipe.execute()
        return ours

    async def outstanding(self, keys: Sequence[str]) -> list[str]:
        """Return those of `keys` whose refresh is on its way; BusUnavailable."""
        async with answered("looking for what was asked for", self._timeout):
            marks = await self._redis.mget([refresh_mark(key) for key in keys])
        return [key for key, mark in zip(keys, marks, strict=True) if mark == Mark.ASKED.encode()]

    async def done(self, key: str) -> None:
        """Say that `key` was refreshed; BusUnavailable."""
        async with answered("telling of a refresh", self._timeout):
            await self._redis.delete(refresh_mark(key))

    async def failed(self, key: str) -> None:
        """Say that `key` could not be refreshed; BusUnavailable."""
        async with answered("telling of a failed refresh", self._timeout):
            await self._redis.set(refresh_mark(key), Mark.FAILED, px=FAILURE_COUNTS_FOR)


class AskingCache(Cache):
    """A cache for those who decide on what they read, or show it; a hit costs what it costs everywhere."""

    def __init__(
        self,
        redis: Redis,
        clock: Clock,
        metrics: Metrics,
        read_log: ReadLog,
        patience: timedelta = REFRESH_PATIENCE,
    ) -> None:
        super().__init__(redis, clock, read_log=read_log)
        self._marks = RefreshMarks(redis, clock)
        self._metrics = metrics
        self._source = read_log.source
        self._patience = patience

    async def read(self, keys: Sequence[KeyAt[V]]) -> list[Reading[V]]:
        """Return every key as it stands, after a refresh of the collector's that were missing; BusUnavailable."""
        readings = await super().read(keys)
        missed = [key for key, reading in zip(keys, readings, strict=True) if reading.content is None]
        for key in missed:
            self._metrics.cache_misses.labels(family(key.name)).inc()
        refreshable = [key for key in missed if key.owner is Source.MARKET_DATA]
        if not refreshable:
            return readings
        await self._refresh([key.name for key in refreshable])
        found = dict(zip([key.name for key in refreshable], await super().read(refreshable), strict=True))
        return [found.get(reading.key, reading) for reading in readings]

    async def _refresh(self, keys: Sequence[str]) -> None:
        asked = await self._marks.ask(keys)
        await self._tell("cache_read", asked, "missed; the collector is asked for it")
        left = list(keys)
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                while left := await self._marks.outstanding(left):  # noqa: ASYNC110 -- told by another process
                    await asyncio.sleep(LOOK_EVERY.total_seconds())
        except TimeoutError:
            for key in left:
                await self._marks.failed(key)
            given_up = f"no refresh within {self._patience.total_seconds():g} s; it counts as missing"
            await self._tell("error", [key for key in asked if key in left], given_up)

    async def _tell(self, kind: str, keys: Sequence[str], what: str) -> None:
        batch = Batch(self._source)
        for key in keys:
            batch.note(kind, key, f"{key} {what}")
        await self.write(batch)


def family(key: str) -> str:
    """Return `key` without its symbol, which is the part in capitals: market:ticker."""
    return ":".join(part for part in key.split(":") if part == part.lower())
