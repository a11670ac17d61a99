"""The highest equity of a span that moves with the clock; what a cycle pays for it does not grow with the span. Pure."""

from collections import deque
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from tradewind.domain.account import EquityPoint
from tradewind.domain.clock import Instant


class RollingHigh:
    """Keeps, of all points, those that nothing later has reached: their equities fall."""

    def __init__(self, span: timedelta) -> None:
        self._span = span
        self._falling: deque[EquityPoint] = deque()
        self._last_asked: Instant | None = None

    def unread_since(self, now: Instant) -> Instant:
        """Return from when on points are missing for the high at `now`; a clock that went back starts over."""
        if self._last_asked is not None and now < self._last_asked:
            self._falling.clear()
        self._last_asked = now
        start = Instant.of(now - self._span)
        return max(start, self._falling[-1].time) if self._falling else start

    def at(self, now: Instant, unread: Iterable[EquityPoint]) -> Decimal | None:
        """Return the highest equity of the span up to `now`, None without a point; `unread`: oldest first.

        Points after `now` are not looked at, and are unread still.
        """
        for point in unread:
            if point.time <= now:
                self._add(point)
        start = Instant.of(now - self._span)
        while self._falling and self._falling[0].time < start:
            self._falling.popleft()
        return self._falling[0].equity if self._falling else None

    def _add(self, point: EquityPoint) -> None:
        while self._falling and self._falling[-1].equity <= point.equity:
            self._falling.pop()
        self._falling.append(point)
