"""The message log and the state of Redis."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from tradewind.bus.keys import Source
from tradewind.bus.message_log import LogEntry, LogFilter, LogKind, LogPage
from tradewind.bus.server_state import ServerProblem, ServerState
from tradewind.bus.server_watch import KeyCounts, Sample
from tradewind.web.schemas.shape import Shape, Time


class LogEntryView(Shape):
    """One line of the message log."""

    id: str
    type: LogKind
    channel: str
    source: Source
    summary: str
    payload_size: int | None
    timestamp: Time

    @classmethod
    def of(cls, entry: LogEntry) -> "LogEntryView":
        """Return the shape of `entry`."""
        return cls(
            id=entry.id,
            type=entry.kind,
            channel=entry.channel,
            source=entry.source,
            summary=entry.summary,
            payload_size=entry.payload_size,
            timestamp=entry.timestamp,
        )


class LogPageView(Shape):
    """Entries, newest first; `unreadable` were skipped on the way because they have another form."""

    items: tuple[LogEntryView, ...]
    next_cursor: str | None
    unreadable: int

    @classmethod
    def of(cls, page: LogPage) -> "LogPageView":
        """Return the shape of `page`."""
        return cls(
            items=tuple(map(LogEntryView.of, page.items)),
            next_cursor=page.next_cursor,
            unreadable=page.unreadable,
        )


class LogFilters(Shape):
    """Which entries a live tail carries; null: any. `channel` is what the channel or key begins with."""

    type: LogKind | None = None
    source: Source | None = None
    channel: str | None = Field(default=None, max_length=200)

    def wanted(self) -> LogFilter:
        """Return what the log is asked for."""
        return LogFilter(kind=self.type, source=self.source, channel=self.channel)


class LogRequest(Shape):
    """What a client sends to begin, change or end its live tail of the log."""

    type: Literal["subscribe", "unsubscribe"]
    topic: Literal["log"]
    filters: LogFilters = LogFilters()


class KeyFamily(Shape):
    """How many keys there are of one row of the key table."""

    pattern: str
    keys: int


class ProblemView(Shape):
    """Something wrong with the server, and the line that mends it."""

    code: str
    text: str
    fix: str
    is_fatal: bool

    @classmethod
    def of(cls, problem: ServerProblem) -> "ProblemView":
        """Return the shape of `problem`."""
        return cls(code=problem.code, text=problem.text, fix=problem.fix, is_fatal=problem.is_fatal)


class AppendOnlyFileView(Shape):
    """What survives a crash of the server."""

    is_on: bool
    is_rewriting: bool
    last_write_ok: bool
    last_rewrite_ok: bool

    @classmethod
    def of(cls, state: ServerState) -> "AppendOnlyFileView":
        """Return the shape of what `state` says of it."""
        file = state.append_only_file
        return cls(
            is_on=file.is_on,
            is_rewriting=file.is_rewriting,
            last_write_ok=file.last_write_ok,
            last_rewrite_ok=file.last_rewrite_ok,
        )


class PingView(Shape):
    """Round trips of PING over the remembered samples, in milliseconds."""

    samples: int
    p50_ms: float | None
    p99_ms: float | None


class RedisStatus(Shape):
    """The server that the desk lives on; null is unknown."""

    as_of: Time
    product: str
    version: str
    uptime_seconds: int
    memory_used_bytes: int
    memory_max_bytes: int | None
    eviction_policy: str
    evicted_keys: int
    hits: int
    misses: int
    hit_rate: float | None
    operations_per_second: int
    clients: int
    ping: PingView
    append_only_file: AppendOnlyFileView
    message_log_length: int
    keys: int
    families: tuple[KeyFamily, ...]
    other_keys: int
    is_count_complete: bool
    problems: tuple[ProblemView, ...]

    @classmethod
    def of(
        cls, sample: Sample, counts: KeyCounts, ping: PingView, problems: tuple[ServerProblem, ...]
    ) -> "RedisStatus":
        """Return the shape of one look at the server."""
        state = sample.state
        return cls(
            as_of=sample.at,
            product=state.product,
            version=state.version,
            uptime_seconds=int(state.uptime.total_seconds()),
            memory_used_bytes=state.memory_used,
            memory_max_bytes=state.memory_max,
            eviction_policy=state.eviction_policy,
            evicted_keys=state.evicted_keys,
            hits=state.hits,
            misses=state.misses,
            hit_rate=state.hit_rate,
            operations_per_second=state.operations_per_second,
            clients=state.clients,
            ping=ping,
            append_only_file=AppendOnlyFileView.of(state),
            message_log_length=sample.log_length,
            keys=sample.keys,
            families=tuple(
                KeyFamily(pattern=pattern, keys=keys) for pattern, keys in counts.by_pattern.items()
            ),
            other_keys=counts.others,
            is_count_complete=counts.is_complete,
            problems=tuple(map(ProblemView.of, problems)),
        )


class MetricName(StrEnum):
    """What can be followed over the last half hour."""

    HITS = "hits"
    MISSES = "misses"
    MEMORY = "memory"
    LATENCY = "latency"
    KEYS = "keys"


class MetricPoint(Shape):
    """One sample."""

    time: Time
    value: float


class MetricSeries(Shape):
    """One figure over the remembered samples, oldest first."""

    name: MetricName
    unit: Literal["count", "bytes", "milliseconds"]
    points: tuple[MetricPoint, ...]

    @classmethod
    def of(cls, name: MetricName, samples: tuple[Sample, ...]) -> "MetricSeries":
        """Return `name` as `samples` tell it; hits and misses count from the server's start."""
        match name:
            case MetricName.MEMORY:
                unit: Literal["count", "bytes", "milliseconds"] = "bytes"
            case MetricName.LATENCY:
                unit = "milliseconds"
            case _:
                unit = "count"
        points = tuple(MetricPoint(time=sample.at, value=_value(name, sample)) for sample in samples)
        return cls(name=name, unit=unit, points=points)


def _value(name: MetricName, sample: Sample) -> float:
    match name:
        case MetricName.HITS:
            return float(sample.state.hits)
        case MetricName.MISSES:
            return float(sample.state.misses)
        case MetricName.MEMORY:
            return float(sample.state.memory_used)
        case MetricName.LATENCY:
            return sample.ping.total_seconds() * 1000
        case MetricName.KEYS:
            return float(sample.keys)
