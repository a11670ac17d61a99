"""Whether a failed request is worth another, and after which pause: the server's own, else twice as long each time."""

import asyncio
from datetime import timedelta

from tradewind.domain.clock import Clock

FIRST_PAUSE_SECONDS = 0.5
PASSING = frozenset({408, 409, 429, *range(500, 600)})
"""Statuses that may be gone a moment later."""


class Attempts:
    """The attempts at one question."""

    def __init__(self, retries: int, within: timedelta, clock: Clock) -> None:
        self._left = retries
        self._clock = clock
        self._end = clock.monotonic() + within.total_seconds()
        self._pause_seconds = FIRST_PAUSE_SECONDS

    async def pause(self, status: int | None, retry_after: str | None) -> bool:
        """Wait before one more attempt; False at once when there is none, or no time for it.

        `status` None: the connection was lost. `retry_after` is the server's header.
        """
        seconds = _seconds(retry_after)
        wait = self._pause_seconds if seconds is None else seconds
        is_passing = status is None or status in PASSING
        if not is_passing or self._left == 0 or self._clock.monotonic() + wait >= self._end:
            return False
        self._left -= 1
        self._pause_seconds *= 2
        await asyncio.sleep(wait)
        return True


def _seconds(retry_after: str | None) -> float | None:
    """Return the header's seconds, None for anything else: a date would need the server's clock."""
    try:
        seconds = float(retry_after or "")
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None
