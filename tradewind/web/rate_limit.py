"""Token buckets per client address: how often somebody may ask."""

import math
from dataclasses import dataclass

from tradewind.domain.clock import Clock

MAX_BUCKETS = 10_000
"""Addresses remembered at once; full buckets are forgotten first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Requests that one client address may make."""

    name: str  # routes with the same name share a bucket
    per_second: float
    burst: int

    def __post_init__(self) -> None:
        if self.per_second <= 0 or self.burst < 1:
            raise ValueError(f"rate {self.name} must be above 0, was {self.per_second}/s burst {self.burst}")

    def __str__(self) -> str:
        return f"{self.per_second:g}/s, burst {self.burst}"


class Bucket:
    """Fills with time, empties with requests."""

    __slots__ = ("_rate", "_tokens", "_updated")

    def __init__(self, rate: Rate, now: float) -> None:
        self._rate = rate
        self._tokens = float(rate.burst)
        self._updated = now

    def take(self, now: float) -> float | None:
        """Take one token; None when there was one, else the seconds until there is."""
        self._refill(now)
        if self._tokens >= 1:
            self._tokens -= 1
            return None
        return (1 - self._tokens) / self._rate.per_second

    def is_full(self, now: float) -> bool:
        """True when forgetting the bucket changes nothing."""
        self._refill(now)
        return self._tokens >= self._rate.burst

    def _refill(self, now: float) -> None:
        earned = (now - self._updated) * self._rate.per_second
        self._tokens = min(float(self._rate.burst), self._tokens + earned)
        self._updated = now


class RateLimiter:
    """The buckets of every client address, bounded in number."""

    def __init__(self, clock: Clock, max_buckets: int = MAX_BUCKETS) -> None:
        self._clock = clock
        self._max_buckets = max_buckets
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def take(self, rate: Rate, address: str) -> int | None:
        """Count one request of `address`; None when allowed, else whole seconds to wait."""
        now = self._clock.monotonic()
        bucket = self._buckets.get((rate.name, address))
        if bucket is None:
            self._make_room(now)
            bucket = self._buckets[(rate.name, address)] = Bucket(rate, now)
        wait = bucket.take(now)
        return None if wait is None else max(1, math.ceil(wait))

    def _make_room(self, now: float) -> None:
        if len(self._buckets) < self._max_buckets:
            return
        self._buckets = {key: bucket for key, bucket in self._buckets.items() if not bucket.is_full(now)}
        while len(self._buckets) >= self._max_buckets:
            del self._buckets[next(iter(self._buckets))]
