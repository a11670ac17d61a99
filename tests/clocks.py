"""A clock that only moves when a test says so."""

from datetime import timedelta

from tradewind.domain.clock import Instant

START = Instant.parse("2026-11-21T12:00:00Z")


class FakeClock:
    """Wall and monotonic time that advance together, by hand."""

    def __init__(self, start: Instant = START) -> None:
        self._now = start
        self._elapsed = timedelta(0)

    def now(self) -> Instant:
        return Instant.of(self._now + self._elapsed)

    def monotonic(self) -> float:
        return self._elapsed.total_seconds()

    def advance(self, step: timedelta) -> None:
        self._elapsed += step
