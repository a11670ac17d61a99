"""What a server says of itself, and what is wrong with that; the same judgement at start and while running."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

OLDEST_VERSION = 7
FULL_AT = 0.8
"""Share of maxmemory from which on the desk warns."""
PROMISED_POLICY = "volatile-lru"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppendOnlyFile:
    """What survives a crash of the server."""

    is_on: bool
    is_rewriting: bool
    last_write_ok: bool
    last_rewrite_ok: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerState:
    """The figures of INFO that the desk depends on."""

    product: str  # redis or valkey
    version: str
    uptime: timedelta
    memory_used: int  # bytes
    memory_max: int | None  # bytes; None: no limit
    eviction_policy: str
    evicted_keys: int
    hits: int
    misses: int
    operations_per_second: int
    clients: int
    append_only_file: AppendOnlyFile

    @property
    def hit_rate(self) -> float | None:
        """Share of lookups that found their key, 0..1; None before the first lookup."""
        lookups = self.hits + self.misses
        return self.hits / lookups if lookups else None

    @property
    def memory_share(self) -> float | None:
        """Used share of the limit; None without a limit."""
        return self.memory_used / self.memory_max if self.memory_max else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerProblem:
    """Something that the desk would suffer from, and the line that mends it."""

    code: str
    text: str
    fix: str
    is_fatal: bool = False
    """The desk does not start on such a server."""


def state_of(said: Mapping[str, Any]) -> ServerState:
    """Return the figures of a reply to INFO, as redis-py reads it."""
    is_valkey = "valkey_version" in said
    return ServerState(
        product="valkey" if is_valkey else "redis",
        version=str(said["valkey_version"] if is_valkey else said["redis_version"]),
        uptime=timedelta(seconds=said["uptime_in_seconds"]),
        memory_used=said["used_memory"],
        memory_max=said["maxmemory"] or None,
        eviction_policy=said["maxmemory_policy"],
        evicted_keys=said["evicted_keys"],
        hits=said["keyspace_hits"],
        misses=said["keyspace_misses"],
        operations_per_second=said["instantaneous_ops_per_sec"],
        clients=said["connected_clients"],
        append_only_file=AppendOnlyFile(
            is_on=bool(said["aof_enabled"]),
            is_rewriting=bool(said["aof_rewrite_in_progress"]),
            last_write_ok=said["aof_last_write_status"] == "ok",
            last_rewrite_ok=said["aof_last_bgrewrite_status"] == "ok",
        ),
    )


def problems(state: ServerState) -> tuple[ServerProblem, ...]:
    """Return what is wrong with a server, fatal problems first."""
    found = [*_of_version(state), *_of_policy(state), *_of_memory(state), *_of_durability(state)]
    return tuple(sorted(found, key=lambda problem: not problem.is_fatal))


def _of_version(state: ServerState) -> Iterator[ServerProblem]:
    if int(state.version.partition(".")[0]) < OLDEST_VERSION:
        yield ServerProblem(
            code="old_version",
            text=f"{state.product} {state.version} is older than {OLDEST_VERSION}",
            fix=f"install Redis {OLDEST_VERSION} or later, or Valkey",
        )


def _of_policy(state: ServerState) -> Iterator[ServerProblem]:
    policy = state.eviction_policy
    if policy == PROMISED_POLICY:
        return
    does_evict_all = policy.startswith("allkeys-")
    yield ServerProblem(
        code="eviction_policy",
        text=f"maxmemory-policy is {policy}, which "
        + ("may evict the message log" if does_evict_all else f"is not {PROMISED_POLICY}"),
        fix=f"CONFIG SET maxmemory-policy {PROMISED_POLICY} (and the same line in its configuration file)",
        is_fatal=does_evict_all,
    )


def _of_memory(state: ServerState) -> Iterator[ServerProblem]:
    share = state.memory_share
    if share is None:
        yield ServerProblem(
            code="no_memory_limit",
            text="maxmemory is not set: the server may take all memory of its machine",
            fix="CONFIG SET maxmemory 2gb",
        )
    elif share >= FULL_AT:
        yield ServerProblem(
            code="memory_nearly_full",
            text=f"{share:.0%} of maxmemory is used; the cache is dropped first, then writes are refused",
            fix="CONFIG SET maxmemory to more, or remove what does not belong to the desk",
        )


def _of_durability(state: ServerState) -> Iterator[ServerProblem]:
    file = state.append_only_file
    if not file.is_on:
        yield ServerProblem(
            code="append_only_file_off",
            text="appendonly is no: the message log is lost when the server ends",
            fix="CONFIG SET appendonly yes",
        )
    elif not (file.last_write_ok and file.last_rewrite_ok):
        yield ServerProblem(
            code="append_only_file_failing",
            text="the last write or rewrite of the append-only file failed",
            fix="free space on the server's disk, then BGREWRITEAOF",
        )
