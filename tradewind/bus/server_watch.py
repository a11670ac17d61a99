"""Asks the server every few seconds how it is, and remembers the last half hour."""

import asyncio
import re
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from redis.asyncio import Redis

from tradewind.bus.cache import DEFAULT_TIMEOUT, BusUnavailable, answered
from tradewind.bus.keys import (
    ANALYSIS_KEYS,
    MARKET_KEYS,
    MESSAGE_LOG,
    POSITION_KEYS,
    SIGNAL_KEYS,
    SINGLE_KEYS,
    SWAP_KEYS,
)
from tradewind.bus.server_state import ServerProblem, ServerState, problems, state_of
from tradewind.domain.clock import Clock, Instant
from tradewind.telemetry.metrics import Metrics

SAMPLE_EVERY = timedelta(seconds=2)
REMEMBERED = 900
SCAN_STEP = 1000
MOST_SCANNED = 20_000
"""Keys looked at for the count per family; a server that others use too may hold millions."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The server at one moment."""

    at: Instant
    ping: timedelta
    state: ServerState
    keys: int
    log_length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCounts:
    """How many keys each row of the key table has."""

    by_pattern: Mapping[str, int]
    others: int
    """Keys that are in no row."""
    is_complete: bool  # false: there were too many to look at all


class ServerWatch:
    """The samples and what follows from them; `run` takes them."""

    def __init__(
        self,
        redis: Redis,
        clock: Clock,
        metrics: Metrics,
        timeout: timedelta = DEFAULT_TIMEOUT,
        sample_every: timedelta = SAMPLE_EVERY,
    ) -> None:
        self._redis = redis
        self._clock = clock
        self._metrics = metrics
        self._timeout = timeout
        self._sample_seconds = sample_every.total_seconds()
        self._known_problems: frozenset[str] = frozenset()
        self.samples: deque[Sample] = deque(maxlen=REMEMBERED)

    async def run(self) -> None:
        """Sample until cancelled; what is wrong is logged when it begins and when it ends."""
        while True:
            try:
                self._judge(problems((await self.look()).state))
            except BusUnavailable as e:
                self._metrics.redis_up.set(0)
                _log.warning("redis_does_not_answer", error=str(e))
            await asyncio.sleep(self._sample_seconds)

    async def look(self) -> Sample:
        """Take a sample and remember it; BusUnavailable."""
        async with answered("asking the server for its state", self._timeout):
            asked_at = self._clock.monotonic()
            await self._redis.ping()
            ping = timedelta(seconds=self._clock.monotonic() - asked_at)
            pipe = self._redis.pipeline(transaction=False)
            pipe.info("everything")
            pipe.dbsize()
            pipe.xlen(MESSAGE_LOG)
            said, keys, log_length = await pipe.execute()
        sample = Sample(
            at=self._clock.now(), ping=ping, state=state_of(said), keys=keys, log_length=log_length
        )
        self.samples.append(sample)
        self._measure(sample)
        return sample

    async def key_counts(self) -> KeyCounts:
        """Count the keys by row of the key table; BusUnavailable."""
        names: list[bytes] = []
        cursor = 0
        while True:
            async with answered("counting keys", self._timeout):
                reply: Any = await self._redis.scan(cursor, count=SCAN_STEP)
            cursor, found = reply
            names += found
            if cursor == 0 or len(names) >= MOST_SCANNED:
                return _counted(names, is_complete=cursor == 0)

    def ping_quantile(self, share: float) -> timedelta | None:
        """Return the latency that `share` (0..1) of the samples stayed within; None before the first."""
        pings = sorted(sample.ping for sample in self.samples)
        return pings[min(len(pings) - 1, int(share * len(pings)))] if pings else None

    def _measure(self, sample: Sample) -> None:
        metrics, state = self._metrics, sample.state
        metrics.redis_up.set(1)
        metrics.redis_ping_seconds.observe(sample.ping.total_seconds())
        metrics.redis_memory_used_bytes.set(state.memory_used)
        metrics.redis_memory_max_bytes.set(state.memory_max or 0)
        metrics.redis_evicted_keys.set(state.evicted_keys)
        metrics.message_log_length.set(sample.log_length)

    def _judge(self, found: Sequence[ServerProblem]) -> None:
        codes = frozenset(problem.code for problem in found)
        for problem in found:
            if problem.code not in self._known_problems:
                _log.error("redis_problem", problem=problem.text, fix=problem.fix)
        for code in sorted(self._known_problems - codes):
            _log.info("redis_problem_solved", code=code)
        self._known_problems = codes


_PATTERNS = [
    *(row.pattern for row in (*SWAP_KEYS, *MARKET_KEYS, *ANALYSIS_KEYS, *SIGNAL_KEYS, *POSITION_KEYS)),
    *(key.name for key in SINGLE_KEYS),
]
_FAMILIES = [
    (pattern, re.compile(re.escape(pattern).replace(r"\{symbol\}", "[^:]+").encode()))
    for pattern in _PATTERNS
]


def _counted(names: Sequence[bytes], *, is_complete: bool) -> KeyCounts:
    counts = Counter(_family(name) for name in names)
    others = counts.pop(None, 0)
    return KeyCounts(
        by_pattern={pattern: counts[pattern] for pattern, _ in _FAMILIES},
        others=others - (MESSAGE_LOG.encode() in names),
        is_complete=is_complete,
    )


def _family(name: bytes) -> str | None:
    return next((pattern for pattern, form in _FAMILIES if form.fullmatch(name)), None)
