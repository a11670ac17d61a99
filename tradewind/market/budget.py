"""The request budget: at most so many requests to an endpoint in any window, and none while it is paused."""

import asyncio
from collections import deque
from datetime import timedelta

from tradewind.domain.clock import Clock
from tradewind.market.failures import FailureKind, FetchFailed


class RequestBudget:
    """Hands out turns per endpoint, first come first served."""

    def __init__(self, limit: int, window: timedelta, share: float, clock: Clock) -> None:
        self._turns_per_window = max(1, int(limit * share))
        self._window = window.total_seconds()
        self._clock = clock
        self._turns: dict[str, deque[float]] = {}
        self._paused_until: dict[str, float] = {}

    async def turn(self, endpoint: str) -> None:
        """Return when a request to `endpoint` may leave; FetchFailed at once while it is paused."""
        now = self._clock.monotonic()
        pause = self._paused_until.get(endpoint, now) - now
        if pause > 0:
            raise FetchFailed(
                FailureKind.RATE_LIMITED, f"{endpoint} is paused for {pause:.1f} s", timedelta(seconds=pause)
            )
        turns = self._turns.setdefault(endpoint, deque(maxlen=self._turns_per_window))
        is_full = len(turns) == self._turns_per_window
        slot = max(now, turns[0] + self._window) if is_full else now
        turns.append(slot)
        if slot > now:
            await asyncio.sleep(slot - now)

    def pause(self, endpoint: str, duration: timedelta) -> None:
        """Let nothing through to `endpoint` for `duration`; a longer pause in force stays."""
        until = self._clock.monotonic() + duration.total_seconds()
        self._paused_until[endpoint] = max(until, self._paused_until.get(endpoint, until))
