"""Reads and batched writes of the cache; every operation and its log entry share one round trip."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, Protocol, TypeVar

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline
from redis.exceptions import RedisError
from redis.typing import EncodableT, FieldT

from tradewind.bus.codec import Undecodable, decode, encode
from tradewind.bus.keys import MESSAGE_LOG, MESSAGE_LOG_LENGTH, Channel, KeyAt, Source
from tradewind.bus.time_limit import time_limit
from tradewind.domain.clock import Clock

V = TypeVar("V")

DEFAULT_TIMEOUT = timedelta(seconds=1)


class BusUnavailable(ConnectionError):
    """Redis did not answer; nothing was read, and a write may or may not have happened."""


@asynccontextmanager
async def answered(doing: str, within: timedelta) -> AsyncIterator[None]:
    """Give the commands of a block their time limit; BusUnavailable says what was being done."""
    try:
        async with time_limit(within):
            yield
    except (RedisError, OSError, TimeoutError) as e:
        raise BusUnavailable(f"{doing} failed: {e!r}") from e


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Generic[V]):
    """One key as it was read: the exact bytes and the value in them."""

    key: str
    content: bytes | None  # None: the key does not exist
    value: V | None  # None: missing or undecodable
    fault: str | None
    """Why `content` could not be decoded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One entry of the message log, but for its source and time."""

    kind: str  # publish, cache_write, cache_read, signal, trade or error
    channel: str
    summary: str
    payload_size: int | None  # bytes; None: a read, logged before its answer is there


class Batch:
    """Writes gathered for one round trip; nothing leaves before `Cache.write`."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.puts: list[tuple[str, bytes, timedelta]] = []
        self.removals: list[str] = []
        self.publishes: list[tuple[str, bytes]] = []
        self.notes: list[Note] = []

    def put(self, key: KeyAt[V], value: V, summary: str | None = None) -> None:
        """Add a cache write with the key's time to live; `summary` is the line in the log."""
        content = encode(value)
        self.puts.append((key.name, content, key.ttl))
        self.note("cache_write", key.name, summary or f"wrote {key.name}", len(content))

    def remove(self, key: KeyAt[V]) -> None:
        """Take a key out of the cache: what it told of is over."""
        self.removals.append(key.name)
        self.note("cache_write", key.name, f"removed {key.name}")

    def publish(self, channel: Channel[V], message: V, summary: str | None = None) -> None:
        """Add a message on `channel`."""
        content = encode(message)
        self.publishes.append((channel.name, content))
        self.note("publish", channel.name, summary or f"published {channel.name}", len(content))

    def whisper(self, channel: Channel[V], message: V) -> None:
        """Add a message that leaves no entry in the log: one of many before the one that counts."""
        self.publishes.append((channel.name, encode(message)))

    def note(self, kind: str, channel: str, summary: str, payload_size: int = 0) -> None:
        """Add a log entry of its own: kind is signal, trade or error."""
        self.notes.append(Note(kind=kind, channel=channel, summary=summary, payload_size=payload_size))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLog:
    """Who reads, and which share of the keys read is written to the message log."""

    source: Source
    share: float = 0.01

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"share of logged reads must be in 0..1, was {self.share}")


class ReadsCache(Protocol):
    """What can be read like the cache: Redis, or a tape that answers for it."""

    async def read(self, keys: Sequence[KeyAt[V]]) -> list[Reading[V]]:
        """Return every key as it stands, all of one moment and in order; BusUnavailable."""
        ...


class Cached(ReadsCache, Protocol):
    """What can be read and written like the cache."""

    async def write(self, batch: Batch) -> None:
        """Send the batch, its messages and their log entries; BusUnavailable."""
        ...


class Cache:
    """The one way to Redis values."""

    def __init__(
        self,
        redis: Redis,
        clock: Clock,
        timeout: timedelta = DEFAULT_TIMEOUT,
        read_log: ReadLog | None = None,
    ) -> None:
        self._redis = redis
        self._clock = clock
        self._timeout = timeout
        self._read_log = read_log
        self._owed_entries = 0.0

    async def get(self, key: KeyAt[V]) -> V | None:
        """Return the value at `key`, None when missing or undecodable; BusUnavailable."""
        return (await self.read([key]))[0].value

    async def read(self, keys: Sequence[KeyAt[V]]) -> list[Reading[V]]:
        """Return every key as it stands, in one MGET and in order; BusUnavailable."""
        if not keys:
            return []
        pipe = self._redis.pipeline(transaction=False)
        pipe.mget([key.name for key in keys])
        if self._read_log is not None:
            self._add_entries(pipe, self._read_log.source, self._sampled(keys, self._read_log.share))
        replies = await self._execute(pipe, f"reading {len(keys)} keys")
        return [_reading(key, content) for key, content in zip(keys, replies[0], strict=True)]

    async def write(self, batch: Batch) -> None:
        """Send the batch, its messages and their log entries in one round trip; BusUnavailable."""
        if not (batch.notes or batch.publishes):
            return
        pipe = self._redis.pipeline(transaction=False)
        for name, content, ttl in batch.puts:
            pipe.set(name, content, px=ttl)
        if batch.removals:
            pipe.delete(*batch.removals)
        for name, content in batch.publishes:
            pipe.publish(name, content)
        self._add_entries(pipe, batch.source, batch.notes)
        await self._execute(pipe, f"writing {len(batch.puts)} keys")

    def _sampled(self, keys: Sequence[KeyAt[V]], share: float) -> list[Note]:
        notes = []
        for key in keys:
            self._owed_entries += share
            if self._owed_entries >= 1:
                self._owed_entries -= 1
                notes.append(
                    Note(kind="cache_read", channel=key.name, summary=f"read {key.name}", payload_size=None)
                )
        return notes

    def _add_entries(self, pipe: Pipeline, source: Source, notes: Sequence[Note]) -> None:
        stamp = str(self._clock.now())
        for note in notes:
            entry: dict[FieldT, EncodableT] = {
                "type": note.kind,
                "channel": note.channel,
                "source": source.value,
                "summary": note.summary,
                "payload_size": "" if note.payload_size is None else str(note.payload_size),
                "timestamp": stamp,
            }
            pipe.xadd(MESSAGE_LOG, entry, maxlen=MESSAGE_LOG_LENGTH, approximate=True)

    async def _execute(self, pipe: Pipeline, doing: str) -> list[Any]:
        async with answered(doing, self._timeout):
            return await pipe.execute()


def _reading(key: KeyAt[V], content: bytes | str | None) -> Reading[V]:
    if not isinstance(content, bytes):
        return Reading(key=key.name, content=None, value=None, fault=None)
    try:
        return Reading(key=key.name, content=content, value=decode(content, key.kind), fault=None)
    except Undecodable as e:
        return Reading(key=key.name, content=content, value=None, fault=str(e))
