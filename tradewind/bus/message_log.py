"""Reads the message log: in pages, newest first, and as it grows. Never writes it.

Entries that are not of the documented form are skipped and counted, never guessed at.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from tradewind.bus.cache import DEFAULT_TIMEOUT, BusUnavailable, answered
from tradewind.bus.codec import Undecodable
from tradewind.bus.keys import MESSAGE_LOG, Source
from tradewind.domain.clock import Instant

CHUNK = 500
"""Entries of one round trip."""
LOOK_EVERY = timedelta(milliseconds=200)
FIRST_PAUSE = timedelta(milliseconds=100)
LONGEST_PAUSE = timedelta(seconds=2)
LONGEST_TEXT = 500

Raw = tuple[bytes, Mapping[bytes, bytes]]

_log = structlog.get_logger(__name__)


class LogKind(StrEnum):
    """What an entry tells of."""

    PUBLISH = "publish"
    CACHE_WRITE = "cache_write"
    CACHE_READ = "cache_read"
    SIGNAL = "signal"
    TRADE = "trade"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One line of the log."""

    id: str
    """The stream's id: epoch milliseconds of the server, a hyphen, a number."""
    kind: LogKind
    channel: str
    source: Source
    summary: str
    payload_size: int | None  # bytes; None: a read, logged before its answer was there
    timestamp: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which entries are wanted; None: any."""

    kind: LogKind | None = None
    source: Source | None = None
    channel: str | None = None  # what the channel or key begins with

    def admits(self, kind: str, source: str, channel: str) -> bool:
        """True when an entry with these fields is wanted."""
        return (
            (self.kind is None or kind == self.kind)
            and (self.source is None or source == self.source)
            and (self.channel is None or channel.startswith(self.channel))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPeriod:
    """Between which moments entries were taken by the server, both included; None: open."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Some entries, newest first."""

    items: tuple[LogEntry, ...]
    next_cursor: str | None  # None: there is nothing older
    unreadable: int
    """Entries of another form that were skipped on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLoss:
    """The server has lost entries that were already read: it was emptied, or came back with an older copy."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Position:
    id: tuple[int, int]
    added: int | None  # entries ever added up to here; None: the server does not count them


class MessageLog:
    """The reader's side of the log that `Cache.write` keeps."""

    def __init__(self, redis: Redis, timeout: timedelta = DEFAULT_TIMEOUT) -> None:
        self._redis = redis
        self._timeout = timeout
        self.unreadable = 0
        """Entries that the tail skipped because they could not be read."""

    async def page(
        self, wanted: LogFilter, period: LogPeriod, limit: int, cursor: str | None = None
    ) -> LogPage:
        """Return up to `limit` entries, older than `cursor` if given; BusUnavailable."""
        found: list[LogEntry] = []
        unreadable = 0
        oldest = str(Instant.of(period.since).epoch_ms) if period.since else "-"
        newest = str(Instant.of(period.until).epoch_ms) if period.until else "+"
        newest = f"({cursor}" if cursor else newest
        while True:
            async with answered("reading the message log", self._timeout):
                reply: Any = await self._redis.xrevrange(MESSAGE_LOG, newest, oldest, count=CHUNK)
            chunk: list[Raw] = reply
            for raw in chunk:
                if not wanted.admits(*_judged_by(raw[1])):
                    continue
                try:
                    found.append(read_entry(raw))
                except Undecodable:
                    unreadable += 1
                if len(found) == limit:
                    return LogPage(items=tuple(found), next_cursor=raw[0].decode(), unreadable=unreadable)
            if len(chunk) < CHUNK:
                return LogPage(items=tuple(found), next_cursor=None, unreadable=unreadable)
            newest = f"({chunk[-1][0].decode()}"

    async def tail(self) -> AsyncGenerator[tuple[LogEntry, ...] | LogLoss]:
        """Yield what is added from here on, oldest first; waits out a server that is away, never ends by itself."""
        position: _Position | None = None
        pause = FIRST_PAUSE
        while True:
            try:
                entries, position, loss = await self._look(position)
            except BusUnavailable as e:
                _log.warning("message_log_unread", error=str(e))
                await asyncio.sleep(pause.total_seconds())
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            pause = FIRST_PAUSE
            if loss is not None:
                _log.error("message_log_lost_entries", reason=loss.reason)
                yield loss
            if entries:
                yield tuple(self._readable(entries))
            if len(entries) < CHUNK:
                await asyncio.sleep(LOOK_EVERY.total_seconds())

    async def _look(self, before: _Position | None) -> tuple[list[Raw], _Position, LogLoss | None]:
        pipe = self._redis.pipeline(transaction=False)
        if before is not None:
            pipe.xread({MESSAGE_LOG: f"{before.id[0]}-{before.id[1]}"}, count=CHUNK)
        pipe.xinfo_stream(MESSAGE_LOG)
        async with answered("following the message log", self._timeout):
            replies: list[Any] = await pipe.execute(raise_on_error=False)
            end = _end_of(replies[-1])
            if before is not None and isinstance(replies[0], Exception):
                raise replies[0]
        if before is None:
            return [], end, None
        entries: list[Raw] = replies[0][0][1] if replies[0] else []
        known = _after(before, entries)
        if loss := _loss(known, end):
            return entries, _Position(id=min(known.id, end.id), added=end.added), loss
        return entries, known, None

    def _readable(self, entries: Iterable[Raw]) -> Iterable[LogEntry]:
        for raw in entries:
            try:
                yield read_entry(raw)
            except Undecodable as e:
                self.unreadable += 1
                _log.warning("message_log_entry_unreadable", id=raw[0].decode(), error=str(e))


def read_entry(raw: Raw) -> LogEntry:
    """Return the entry in the form that docs/redis.md promises; Undecodable when it is none."""
    entry_id, fields = raw
    try:
        text = {name.decode(): value.decode() for name, value in fields.items()}
        return LogEntry(
            id=entry_id.decode(),
            kind=LogKind(text["type"]),
            channel=text["channel"][:LONGEST_TEXT],
            source=Source(text["source"]),
            summary=text["summary"][:LONGEST_TEXT],
            payload_size=int(text["payload_size"]) if text["payload_size"] else None,
            timestamp=Instant.parse(text["timestamp"]),
        )
    except (KeyError, ValueError) as e:
        raise Undecodable(f"not an entry of the message log: {e!r}") from e


def _judged_by(fields: Mapping[bytes, bytes]) -> tuple[str, str, str]:
    kind, source, channel = (
        fields.get(name, b"").decode(errors="replace") for name in (b"type", b"source", b"channel")
    )
    return kind, source, channel


def _end_of(reply: dict[str, Any] | Exception) -> _Position:
    if isinstance(reply, ResponseError) and "no such key" in str(reply):
        return _Position(id=(0, 0), added=0)
    if isinstance(reply, Exception):
        raise reply
    return _Position(id=_numbers(reply["last-generated-id"]), added=reply.get("entries-added"))


def _numbers(entry_id: bytes) -> tuple[int, int]:
    first, _, second = entry_id.partition(b"-")
    return int(first), int(second)


def _after(before: _Position, entries: list[Raw]) -> _Position:
    if not entries:
        return before
    added = None if before.added is None else before.added + len(entries)
    return _Position(id=_numbers(entries[-1][0]), added=added)


def _loss(known: _Position, end: _Position) -> LogLoss | None:
    if end.id < known.id:
        ends = "-".join(map(str, end.id))
        return LogLoss(
            reason=f"the log ends at {ends}, before {'-'.join(map(str, known.id))}, which was read"
        )
    if known.added is not None and end.added is not None and end.added < known.added:
        return LogLoss(reason=f"{known.added - end.added} entries that were read are gone from the log")
    return None
