"""What may be asked at this moment: never a hot loop against a venue that refused us, limited us or fell silent."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from tradewind.brokers.okx.config import OkxConfig
from tradewind.domain.clock import Clock

ALWAYS: Final = frozenset(
    {
        "POST trade/cancel-order",
        "POST trade/cancel-batch-orders",
        "POST trade/cancel-algos",
        "POST trade/close-position",
    }
)
"""What takes risk away is tried however long the venue has been silent."""


class Cause(StrEnum):
    """Why nothing may be asked."""

    KEY = "key"
    LIMIT = "limit"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A request that must not leave, and for how long."""

    cause: Cause
    reason: str
    remaining: timedelta


class Gate:
    """Closed for all after a refused key, for a lane that asked for a pause, for most while the venue is silent.

    A lane is a method with its path: asking what became of an order never waits for the next order's turn.
    """

    def __init__(self, clock: Clock, config: OkxConfig) -> None:
        self._clock = clock
        self._config = config
        self._paused: dict[str, float] = {}
        self._key_reason: str | None = None
        self._key_until = 0.0
        self._failures = 0
        self._probe_at = 0.0

    @property
    def key_reason(self) -> str | None:
        """What is wrong with the key, None while it is taken."""
        return self._key_reason

    def closed(self, lane: str) -> Closed | None:
        """Return why a request in `lane` may not leave; None lets it out, as a probe while the venue is silent."""
        now = self._clock.monotonic()
        if self._key_reason is not None and now < self._key_until:
            return _closed(Cause.KEY, self._key_reason, self._key_until - now)
        pause = max(self._paused.get(lane, now), self._paused.get("", now)) - now
        if pause > 0:
            return _closed(Cause.LIMIT, f"{lane} is paused", pause)
        if self._failures < self._config.failures_to_pause or lane in ALWAYS:
            return None
        if now < self._probe_at:
            reason = f"{self._failures} requests in a row were not answered"
            return _closed(Cause.SILENCE, reason, self._probe_at - now)
        self._probe_at = now + self._pause_seconds()
        return None

    def answered(self) -> None:
        """Note that the venue answered and took the key."""
        self._failures = 0
        self._key_reason = None

    def unanswered(self) -> None:
        """Note that the venue was silent, or said that it could not."""
        self._failures += 1
        if self._failures == self._config.failures_to_pause:
            self._probe_at = self._clock.monotonic() + self._pause_seconds()

    def key_refused(self, reason: str) -> bool:
        """Note a refused key; True when that is news."""
        is_news = self._key_reason != reason
        self._key_reason = reason
        self._key_until = self._clock.monotonic() + self._config.key_pause.total_seconds()
        return is_news

    def limited(self, lane: str, pause: timedelta) -> None:
        """Note a pause that the venue asked for; lane "" is for everything."""
        until = self._clock.monotonic() + pause.total_seconds()
        self._paused[lane] = max(until, self._paused.get(lane, until))

    def _pause_seconds(self) -> float:
        doublings = min(self._failures - self._config.failures_to_pause, 10)
        return min(2.0**doublings, self._config.longest_pause.total_seconds())


def _closed(cause: Cause, reason: str, seconds: float) -> Closed:
    return Closed(cause=cause, reason=reason, remaining=timedelta(seconds=seconds))
