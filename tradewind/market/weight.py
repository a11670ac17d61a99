"""The request weight of one venue: so much in any minute of the wall clock, a part of it kept for orders.

One budget serves everybody who asks the venue. When the venue says stop, nothing leaves before the time that it names.
"""

import asyncio
from datetime import timedelta
from enum import StrEnum

from tradewind.domain.clock import Clock, Instant
from tradewind.market.failures import FailureKind, FetchFailed

MINUTE_MS = 60_000
MARGIN_MS = 1_000
"""Our minute begins this much after the wall clock's, so that the venue's has begun too when its clock is behind."""
SETTLING_MS = 2_000
"""A count reported this early in a minute may still be that of the minute before."""


class Lane(StrEnum):
    """Who asks: orders pass where reads have to wait."""

    READS = "reads"
    ORDERS = "orders"


class WeightBudget:
    """Hands out weight; reads stop at `share` of the limit and never touch `order_reserve`."""

    def __init__(self, limit: int, share: float, order_reserve: float, clock: Clock) -> None:
        self._caps = {Lane.READS: int(limit * min(share, 1 - order_reserve)), Lane.ORDERS: limit}
        self._clock = clock
        self._minute = self._current_minute()
        self._used = 0
        self._closed_until: Instant | None = None
        self.limit = limit

    @property
    def used(self) -> int:
        """Weight used in the running minute, by us or, as far as the venue told, by anybody at our address."""
        self._turn_over()
        return self._used

    @property
    def open_again_at(self) -> Instant | None:
        """Until when the venue wants to hear nothing; None while it answers."""
        if self._closed_until is None or self._closed_until <= self._clock.now():
            return None
        return self._closed_until

    async def turn(self, weight: int, patience: timedelta, lane: Lane = Lane.READS) -> None:
        """Return when a request of `weight` may leave; FetchFailed where that takes more than `patience`."""
        waited_until = self._clock.monotonic() + patience.total_seconds()
        if weight > self._caps[lane]:
            raise FetchFailed(
                FailureKind.RATE_LIMITED,
                f"weight {weight} is above the {lane} share of {self._caps[lane]} a minute",
            )
        while True:
            self._refuse_while_closed()
            self._turn_over()
            if self._used + weight <= self._caps[lane]:
                self._used += weight
                return
            pause = self._until_next_minute()
            if self._clock.monotonic() + pause.total_seconds() > waited_until:
                raise FetchFailed(
                    FailureKind.RATE_LIMITED, f"the weight of {lane} is used up in this minute", pause
                )
            await asyncio.sleep(pause.total_seconds())

    def report(self, used: int) -> None:
        """Believe the venue's own count where it is above ours: somebody else at our address asks too."""
        self._turn_over()
        if (self._clock.now().epoch_ms - MARGIN_MS) % MINUTE_MS >= SETTLING_MS:
            self._used = max(self._used, used)

    def close(self, pause: timedelta) -> None:
        """Let nothing through for `pause`, in no lane; a longer pause in force stays."""
        until = Instant.of(self._clock.now() + pause)
        self._closed_until = max(until, self._closed_until or until)

    def _refuse_while_closed(self) -> None:
        until = self.open_again_at
        if until is not None:
            raise FetchFailed(
                FailureKind.RATE_LIMITED,
                f"the venue asked for silence until {until}",
                until - self._clock.now(),
            )

    def _current_minute(self) -> int:
        return (self._clock.now().epoch_ms - MARGIN_MS) // MINUTE_MS

    def _turn_over(self) -> None:
        minute = self._current_minute()
        if minute != self._minute:
            self._minute, self._used = minute, 0

    def _until_next_minute(self) -> timedelta:
        passed = (self._clock.now().epoch_ms - MARGIN_MS) % MINUTE_MS
        return timedelta(milliseconds=MINUTE_MS - passed)
