"""Which prices are believable: within a band around the mark price, or else around the last ones believed; pure.

A market that truly jumps is followed: without a mark price, prices that keep agreeing with each other become the new
level after a while. A single tick of ten times the price never does.
"""

from collections import deque
from collections.abc import Sequence
from datetime import timedelta
from statistics import median

ACCEPTED_KEPT = 5
REJECTED_NEEDED = 5


class PriceBand:
    """The band of one instrument; moments are monotonic seconds."""

    def __init__(self, width: float, mark_lives: timedelta, patience: timedelta) -> None:
        self._width = width
        self._mark_seconds = mark_lives.total_seconds()
        self._patience_seconds = patience.total_seconds()
        self._mark: tuple[float, float] | None = None
        self._accepted: deque[float] = deque(maxlen=ACCEPTED_KEPT)
        self._rejected: list[tuple[float, float]] = []

    def marked(self, price: float, at: float) -> None:
        """Take the venue's mark price."""
        self._mark = (price, at)

    def believes(self, price: float, at: float) -> bool:
        """Return whether `price` lies within the band, without learning from it."""
        reference = self.reference(at)
        return reference is None or self._near(price, reference)

    def outlier(self, quotes: Sequence[float | None], last: float, at: float) -> float | None:
        """Judge a traded price and the quotes beside it, and learn from it; return one that is not believed.

        A quote is believed beside the band as it was, or as it is once the traded price has moved it.
        """
        odd = [quote for quote in quotes if quote is not None and not self.believes(quote, at)]
        if not self.accept(last, at):
            return last
        return next((quote for quote in odd if not self.believes(quote, at)), None)

    def accept(self, price: float, at: float) -> bool:
        """Judge a traded price and learn from it."""
        if self.believes(price, at):
            self._accepted.append(price)
            self._rejected.clear()
            return True
        if self._has_mark(at):
            return False
        self._rejected = [(one, when) for one, when in self._rejected if self._near(price, one)]
        self._rejected.append((price, at))
        if len(self._rejected) < REJECTED_NEEDED or at - self._rejected[0][1] < self._patience_seconds:
            return False
        self._accepted.clear()
        self._accepted.append(price)
        self._rejected.clear()
        return True

    def reference(self, at: float) -> float | None:
        """Return the middle of the band; None while nothing is known."""
        if self._mark is not None and self._has_mark(at):
            return self._mark[0]
        return median(self._accepted) if self._accepted else None

    def _has_mark(self, at: float) -> bool:
        return self._mark is not None and at - self._mark[1] <= self._mark_seconds

    def _near(self, price: float, reference: float) -> bool:
        return abs(price - reference) <= self._width * reference
