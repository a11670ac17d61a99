"""Channels with a heartbeat: a subscriber never waits on a connection that has silently died.

Messages wake somebody up, the latest wins and any may be lost; after every (re)connection the subscriber is told to
read its keys again. Nothing is queued here: a subscriber that does not read is cut off by the server and starts over.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from tradewind.bus.codec import Undecodable, decode, encode
from tradewind.bus.keys import CHANNELS, Channel, Source
from tradewind.bus.messages import Beat
from tradewind.bus.time_limit import time_limit
from tradewind.domain.clock import Clock
from tradewind.telemetry.metrics import Metrics

V = TypeVar("V")
V_co = TypeVar("V_co", covariant=True)

_log = structlog.get_logger(__name__)

BEAT_EVERY = timedelta(milliseconds=500)
"""Twice as often as promised, so that one late beat breaks no promise."""
SILENCE_LIMIT = timedelta(seconds=3)
FIRST_PAUSE = timedelta(milliseconds=100)
LONGEST_PAUSE = timedelta(seconds=2)
BEAT_MARK = b'{"heartbeat":'


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """The subscription is in force from here on; what came before may be lost, so read the keys again."""

    reason: str


class Heartbeat:
    """The publisher's side: a beat on every channel of one owner."""

    def __init__(self, redis: Redis, owner: Source, clock: Clock, period: timedelta = BEAT_EVERY) -> None:
        self._redis = redis
        self._clock = clock
        self._period_seconds = period.total_seconds()
        self._channels = [channel.name for channel in CHANNELS if channel.owner is owner]

    async def run(self) -> None:
        """Beat until cancelled; a server that is away is tried again at the next beat. Beats are not logged."""
        number = 0
        while True:
            number += 1
            await self._beat(number)
            await asyncio.sleep(self._period_seconds)

    async def _beat(self, number: int) -> None:
        content = encode(Beat(heartbeat=number, timestamp=self._clock.now()))
        pipe = self._redis.pipeline(transaction=False)
        for name in self._channels:
            pipe.publish(name, content)
        try:
            async with asyncio.timeout(self._period_seconds):
                await pipe.execute()
        except (RedisError, OSError, TimeoutError) as e:
            _log.warning("heartbeat_failed", number=number, error=repr(e))


class Subscription(Generic[V_co]):
    """The subscriber's side: iterate over it; it counts what went wrong."""

    def __init__(
        self,
        redis: Redis,
        channels: Sequence[Channel[V_co]],
        silence_limit: timedelta,
        metrics: Metrics | None = None,
    ) -> None:
        if not channels:
            raise ValueError("a subscription needs at least one channel")
        self._redis = redis
        self._channels = {channel.name: channel for channel in channels}
        self._silence_limit = silence_limit
        self._metrics = metrics
        self.rebuilds = 0
        """How often a subscription in force was lost and replaced."""
        self.poisoned = 0
        """Messages that could not be read; each was skipped."""

    async def __aiter__(self) -> AsyncIterator[V_co | Rebuilt]:
        """Yield messages as they come, and `Rebuilt` first and after every reconnection; never ends by itself."""
        reason = "subscribed"
        pause = FIRST_PAUSE
        while True:
            pubsub = self._redis.pubsub()
            try:
                await self._confirm(pubsub)
                yield Rebuilt(reason=reason)
                pause = FIRST_PAUSE
                while True:
                    yield await self._next(pubsub)
            except (RedisError, OSError, TimeoutError) as e:
                self._count_rebuild()
                reason = f"connection lost: {e!r}"
                _log.warning("subscription_lost", channels=sorted(self._channels), error=repr(e))
            finally:
                with suppress(RedisError):  # it may find the time for closing too short
                    await pubsub.aclose()  # type: ignore[no-untyped-call]
            await asyncio.sleep(pause.total_seconds())
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _confirm(self, pubsub: PubSub) -> None:
        async with time_limit(self._silence_limit):
            await pubsub.subscribe(*self._channels)
            outstanding = set(self._channels)
            while outstanding:
                message = await pubsub.get_message(timeout=None)
                if message["type"] == "subscribe":
                    outstanding.discard(message["channel"].decode())

    async def _next(self, pubsub: PubSub) -> V_co | Rebuilt:
        while True:
            # redis-py waits for ever on a connection that delivers nothing and reports nothing, so the deadline
            # is ours; any message or beat on any channel shows that the connection lives.
            async with time_limit(self._silence_limit):
                message = await pubsub.get_message(timeout=None)
            if message["type"] == "subscribe":
                self._count_rebuild()
                return Rebuilt(reason="the client replaced its connection")
            if message["type"] == "message" and not message["data"].startswith(BEAT_MARK):
                try:
                    return self._read(message)
                except Undecodable as e:
                    self.poisoned += 1
                    _log.warning("message_unreadable", channel=message["channel"].decode(), error=str(e))

    def _count_rebuild(self) -> None:
        self.rebuilds += 1
        if self._metrics is not None:
            self._metrics.bus_rebuilds.inc()

    def _read(self, message: dict[str, Any]) -> V_co:
        channel = self._channels[message["channel"].decode()]
        return decode(message["data"], channel.kind)


def subscribe(
    redis: Redis,
    channels: Sequence[Channel[V]],
    silence_limit: timedelta = SILENCE_LIMIT,
    metrics: Metrics | None = None,
) -> Subscription[V]:
    """Return what an `async for` turns into the messages on `channels`; `metrics` counts its rebuilds."""
    return Subscription(redis, channels, silence_limit, metrics)
