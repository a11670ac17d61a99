"""Consumer groups: every event of a stream is worked through by one of several consumers, and none is lost.

An event may come twice (its consumer died, the server was set back), so whoever acts on it does so idempotently. What
fails again and again goes to the stream's dead letters, what has an unknown schema version is parked; both are told to
the message log, and the lane goes on.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar

import structlog
from redis.asyncio import Redis
from redis.typing import EncodableT, FieldT

from tradewind.bus.cache import DEFAULT_TIMEOUT, Batch, BusUnavailable, Cache, answered
from tradewind.bus.codec import Undecodable, decode, encode
from tradewind.bus.coordination import Stream
from tradewind.bus.keys import Source
from tradewind.telemetry.metrics import Metrics

V = TypeVar("V")

FIRST_PAUSE = timedelta(milliseconds=100)
LONGEST_PAUSE = timedelta(seconds=2)
KEPT_ASIDE = 1000
"""Entries kept of what was parked, and of what is dead."""
MOST_PENDING = 1000

_log = structlog.get_logger(__name__)


class StreamOutcome(StrEnum):
    """What became of an event; the label of the metric."""

    DONE = "done"
    FAILED = "failed"
    """It will come again."""
    DEAD = "dead"
    PARKED = "parked"
    SET_BACK = "set_back"
    """The server has lost events that were already worked through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupConfig:
    """How a group works."""

    claim_after: timedelta = timedelta(seconds=1)
    """An event that was taken so long ago and is not done is taken again, by any consumer."""
    max_deliveries: int = 3
    look_every: timedelta = timedelta(milliseconds=500)
    """How often a consumer looks for what others left, while nothing comes."""
    most_at_once: int = 64
    timeout: timedelta = DEFAULT_TIMEOUT

    def __post_init__(self) -> None:
        if self.max_deliveries < 1 or self.most_at_once < 1:
            raise ValueError(
                f"max_deliveries and most_at_once must be at least 1, were {self.max_deliveries}, {self.most_at_once}"
            )
        if min(self.claim_after, self.look_every) <= timedelta(0):
            raise ValueError(
                f"claim_after and look_every must be above 0, were {self.claim_after}, {self.look_every}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Generic[V]):
    """Which stream a consumer works on, in which group, under which name."""

    stream: Stream[V]
    group: str
    consumer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Raw:
    id: str
    fields: Mapping[bytes, bytes]
    deliveries: int

    @property
    def order(self) -> tuple[int, int]:
        return _order(self.id)


class _UnknownSchema(Exception):
    """The entry was written by another version of the desk."""


def entry(stream: Stream[V], value: V) -> dict[FieldT, EncodableT]:
    """Return the fields of an entry that carries `value`."""
    return {"schema": stream.schema, "body": encode(value)}


class ConsumerGroup(Generic[V]):
    """One consumer of a group; `run` is the whole of it."""

    def __init__(
        self,
        redis: Redis,
        cache: Cache,
        member: Membership[V],
        metrics: Metrics,
        config: GroupConfig | None = None,
    ) -> None:
        self._redis = redis
        self._cache = cache
        self._member = member
        self._stream = member.stream
        self._metrics = metrics
        self._config = config or GroupConfig()
        self._seen = (0, 0)

    async def run(self, act: Callable[[V], Awaitable[None]]) -> None:
        """Give every event to `act` until cancelled; an event is done when `act` returns, and comes again when it raises."""
        pause = FIRST_PAUSE
        while True:
            try:
                await self._take(act)
                pause = FIRST_PAUSE
            except BusUnavailable as e:
                if _says(e, "NOGROUP") and await self._is_joined():
                    continue
                _log.warning("stream_unread", stream=self._stream.name, error=str(e))
                await asyncio.sleep(pause.total_seconds())
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _take(self, act: Callable[[V], Awaitable[None]]) -> None:
        overdue = await self._overdue()
        raws = overdue or await self._fresh()
        async with asyncio.TaskGroup() as tasks:
            for raw in raws:
                tasks.create_task(self._work(raw, act), name=f"{self._stream.name} {raw.id}")

    async def _is_joined(self) -> bool:
        try:
            async with answered("joining a consumer group", self._config.timeout):
                await self._redis.xgroup_create(self._stream.name, self._member.group, id="0", mkstream=True)
        except BusUnavailable as e:
            return _says(e, "BUSYGROUP")
        if self._seen > (0, 0):
            self._seen = (0, 0)
            await self._alarm(StreamOutcome.SET_BACK, "-", "the stream and its group were gone")
        return True

    async def _overdue(self) -> list[_Raw]:
        """Take over what was given to somebody, perhaps to us, and is not done."""
        name, member = self._stream.name, self._member
        pipe = self._redis.pipeline(transaction=False)
        pipe.xautoclaim(
            name,
            member.group,
            member.consumer,
            min_idle_time=int(self._config.claim_after / timedelta(milliseconds=1)),
            count=self._config.most_at_once,
        )
        pipe.xpending_range(name, member.group, "-", "+", MOST_PENDING, consumername=member.consumer)
        pipe.xinfo_stream(name)
        async with answered(f"looking at {name}", self._config.timeout):
            claimed, pending, about = await pipe.execute()
        await self._compare(_order(about["last-generated-id"].decode()))
        deliveries = {one["message_id"]: one["times_delivered"] for one in pending}
        return [
            _Raw(id=entry_id.decode(), fields=fields, deliveries=deliveries.get(entry_id, 1))
            for entry_id, fields in claimed[1]
        ]

    async def _fresh(self) -> list[_Raw]:
        wait = self._config.look_every
        async with answered(f"reading {self._stream.name}", wait + self._config.timeout):
            reply: Any = await self._redis.xreadgroup(
                self._member.group,
                self._member.consumer,
                {self._stream.name: ">"},
                count=self._config.most_at_once,
                block=int(wait / timedelta(milliseconds=1)),
            )
        raws = [
            _Raw(id=entry_id.decode(), fields=fields, deliveries=1)
            for _, entries in reply or []
            for entry_id, fields in entries
        ]
        if raws and raws[0].order <= self._seen:
            await self._alarm(StreamOutcome.SET_BACK, raws[0].id, "an event came again from an older copy")
        self._seen = max([self._seen, *(raw.order for raw in raws)])
        return raws

    async def _compare(self, end: tuple[int, int]) -> None:
        if end < self._seen:
            self._seen = end
            await self._alarm(
                StreamOutcome.SET_BACK,
                "-",
                "the stream ends before what was read: older copy, or lost writes",
            )

    async def _work(self, raw: _Raw, act: Callable[[V], Awaitable[None]]) -> None:
        try:
            await self._settle(raw, act)
        except BusUnavailable as e:  # it stays pending, so it comes again
            _log.warning("event_not_settled", stream=self._stream.name, id=raw.id, error=str(e))

    async def _settle(self, raw: _Raw, act: Callable[[V], Awaitable[None]]) -> None:
        if raw.deliveries > self._config.max_deliveries:
            reason = f"given up after {self._config.max_deliveries} deliveries"
            await self._set_aside(raw, self._stream.dead, StreamOutcome.DEAD, reason)
            return
        try:
            await act(self._value(raw))
        except _UnknownSchema as e:
            await self._set_aside(raw, self._stream.parked, StreamOutcome.PARKED, str(e))
        except Exception as e:  # noqa: BLE001 -- the lane goes on, and the event comes again
            _log.exception("event_failed", stream=self._stream.name, id=raw.id, error=repr(e))
            self._count(StreamOutcome.FAILED)
        else:
            await self._done(raw)

    def _value(self, raw: _Raw) -> V:
        schema, body = raw.fields.get(b"schema", b""), raw.fields.get(b"body")
        if body is None or not schema.isdigit():
            raise Undecodable(f"not an event: fields {sorted(raw.fields)}")
        if int(schema) != self._stream.schema:
            raise _UnknownSchema(f"schema {int(schema)}, this desk knows {self._stream.schema}")
        return decode(body, self._stream.kind)

    async def _done(self, raw: _Raw) -> None:
        async with answered("acknowledging an event", self._config.timeout):
            await self._redis.xack(self._stream.name, self._member.group, raw.id)
        self._count(StreamOutcome.DONE)

    async def _set_aside(self, raw: _Raw, place: str, outcome: StreamOutcome, reason: str) -> None:
        kept: dict[FieldT, EncodableT] = {"id": raw.id, "reason": reason}
        kept |= dict(raw.fields.items())
        pipe = self._redis.pipeline(transaction=True)
        pipe.xadd(place, kept, maxlen=KEPT_ASIDE, approximate=True)
        pipe.xack(self._stream.name, self._member.group, raw.id)
        async with answered("setting an event aside", self._config.timeout):
            await pipe.execute()
        await self._alarm(outcome, raw.id, reason)

    async def _alarm(self, outcome: StreamOutcome, event_id: str, reason: str) -> None:
        self._count(outcome)
        _log.error("stream_alarm", stream=self._stream.name, outcome=outcome, id=event_id, reason=reason)
        batch = Batch(Source.MARKET_DATA)
        batch.note("error", self._stream.name, f"event {event_id} {outcome}: {reason}")
        await self._cache.write(batch)

    def _count(self, outcome: StreamOutcome) -> None:
        self._metrics.stream_events.labels(self._stream.name, outcome.value).inc()


def _says(e: BusUnavailable, word: str) -> bool:
    return word in str(e.__cause__)


def _order(entry_id: str) -> tuple[int, int]:
    first, _, second = entry_id.partition("-")
    return int(first), int(second)
