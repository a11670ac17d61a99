"""How long to wait before the next attempt: exponential, with full jitter; pure.

Full jitter spreads attempts over the whole pause, so that clients that were cut off together do not return together.
"""

from collections.abc import Callable
from datetime import timedelta


class Backoff:
    """The pauses of one series of attempts; `draw` returns a share in [0, 1)."""

    def __init__(self, first: timedelta, longest: timedelta, draw: Callable[[], float]) -> None:
        self._first = first.total_seconds()
        self._longest = longest.total_seconds()
        self._draw = draw
        self._failures = 0

    def failed(self) -> float:
        """Return the seconds to wait after one more failure."""
        ceiling = min(self._first * 2.0 ** min(self._failures, 30), self._longest)
        self._failures += 1
        return ceiling * self._draw()

    def succeeded(self) -> None:
        """Begin with the first pause again."""
        self._failures = 0
