"""Reads and batched writes of the cache; every operation and its log entry share one round trip."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

from redis.asyncio import Redis
from redis.exceptions import RedisError
from redis.typing import EncodableT, FieldT

from tradewind.bus.codec import Undecodable, decode, encode
from tradewind.bus.keys import MESSAGE_LOG, MESSAGE_LOG_LENGTH, Channel, KeyAt, Source
from tradewind.domain.clock import Clock

V = TypeVar("V")

DEFAULT_TIMEOUT = timedelta(seconds=1)


class BusUnavailable(ConnectionError):
    """Redis did not answer; nothing was read, and a write may or may not have happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Generic[V]):
    """One key as it was read: the exact bytes and the value in them."""

    key: str
    content: bytes | None  # None: the key does not exist
    value: V | None  # None: missing or undecodable
    fault: str | None
    """Why `content` could not be decoded."""


class Batch:
    """Writes gathered for one round trip; nothing leaves before `Cache.write`."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.puts: list[tuple[str, bytes, timedelta]] = []
        self.publishes: list[tuple[str, bytes]] = []
        self.notes: list[tuple[str, str, str, int]] = []

    def put(self, key: KeyAt[V], value: V, summary: str | None = None) -> None:
        """Add a cache write with the key's time to live; `summary` is the line in the log."""
        content = encode(value)
        self.puts.append((key.name, content, key.ttl))
        self.notes.append(("cache_write", key.name, summary or f"wrote {key.name}", len(content)))

    def publish(self, channel: Channel[V], message: V, summary: str | None = None) -> None:
        """Add a message on `channel`."""
        content = encode(message)
        self.publishes.append((channel.name, content))
        self.notes.append(("publish", channel.name, summary or f"published {channel.name}", len(content)))

    def note(self, kind: str, channel: str, summary: str, payload_size: int = 0) -> None:
        """Add a log entry of its own: kind is signal, trade or error."""
        self.notes.append((kind, channel, summary, payload_size))


class Cache:
    """The one way to Redis values."""

    def __init__(self, redis: Redis, clock: Clock, timeout: timedelta = DEFAULT_TIMEOUT) -> None:
        self._redis = redis
        self._clock = clock
        self._timeout_seconds = timeout.total_seconds()

    async def get(self, key: KeyAt[V]) -> V | None:
        """Return the value at `key`, None when missing or undecodable; BusUnavailable."""
        return (await self.read([key]))[0].value

    async def read(self, keys: Sequence[KeyAt[V]]) -> list[Reading[V]]:
        """Return every key as it stands, in one MGET and in order; BusUnavailable."""
        if not keys:
            return []
        try:
            async with asyncio.timeout(self._timeout_seconds):
                contents = await self._redis.mget([key.name for key in keys])
        except (RedisError, OSError, TimeoutError) as e:
            raise BusUnavailable(f"reading {len(keys)} keys failed: {e!r}") from e
        return [_reading(key, content) for key, content in zip(keys, contents, strict=True)]

    async def write(self, batch: Batch) -> None:
        """Send the batch, its messages and their log entries in one round trip; BusUnavailable."""
        pipe = self._redis.pipeline(transaction=False)
        for name, content, ttl in batch.puts:
            pipe.set(name, content, px=ttl)
        for name, content in batch.publishes:
            pipe.publish(name, content)
        stamp = str(self._clock.now())
        for kind, channel, summary, size in batch.notes:
            entry: dict[FieldT, EncodableT] = {
                "type": kind,
                "channel": channel,
                "source": batch.source.value,
                "summary": summary,
                "payload_size": str(size),
                "timestamp": stamp,
            }
            pipe.xadd(MESSAGE_LOG, entry, maxlen=MESSAGE_LOG_LENGTH, approximate=True)
        try:
            async with asyncio.timeout(self._timeout_seconds):
                await pipe.execute()
        except (RedisError, OSError, TimeoutError) as e:
            raise BusUnavailable(f"writing {len(batch.puts)} keys failed: {e!r}") from e


def _reading(key: KeyAt[V], content: bytes | str | None) -> Reading[V]:
    if not isinstance(content, bytes):
        return Reading(key=key.name, content=None, value=None, fault=None)
    try:
        return Reading(key=key.name, content=content, value=decode(content, key.kind), fault=None)
    except Undecodable as e:
        return Reading(key=key.name, content=content, value=None, fault=str(e))
