"""The tick compactor: candles of one minute from single trades; pure.

A minute counts only when every trade of it was seen: the one in which the tape began, or was torn, is left to the
venue's own candle. Closed minutes are compared with the venue's, and the venue is right. Trades and candles come over
two connections, so the venue's candle may be here before the last trades of its minute: it waits for them.
"""

import math
from dataclasses import dataclass

from tradewind.domain.candle import CandleRow

MINUTE_MS = 60_000
VOLUME_TOLERANCE = 1e-6
KEPT_MINUTES = 5
"""How long a closed minute waits for the venue's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """One trade of the public tape."""

    trade_id: int
    """Rises with every trade of the instrument."""
    time_ms: int
    price: float
    size: float  # base units


class TickCompactor:
    """The minutes of one instrument."""

    def __init__(self) -> None:
        self._open: CandleRow | None = None
        self._is_whole = False
        self._last_id = -1
        self._closed: dict[int, CandleRow] = {}
        self._venues_own: CandleRow | None = None
        """The venue's candle of the minute that is open here."""
        self.taken = 0
        """Trades, each counted once."""
        self.agreed = 0
        """Minutes that were the venue's own, to the last trade."""
        self.differed = 0

    @property
    def open_minute(self) -> CandleRow | None:
        """The minute that is growing; None while it is not whole."""
        return self._open if self._is_whole else None

    def take(self, trade: Trade) -> CandleRow | None:
        """Take a trade; return the minute that it closed, if that was whole and the venue's own is not known yet.

        What was seen before is ignored.
        """
        minute = trade.time_ms // MINUTE_MS * MINUTE_MS
        if trade.trade_id <= self._last_id or (self._open is not None and minute < self._open[0]):
            return None
        self._last_id = trade.trade_id
        self.taken += 1
        if self._open is not None and minute == self._open[0]:
            self._open = _grown(self._open, trade)
            return None
        closed = self._close()
        # A tape begins somewhere in its first minute; every later one it has seen from its start.
        self._is_whole = self._open is not None
        self._open = (minute, trade.price, trade.price, trade.price, trade.price, trade.size)
        return closed

    def interrupted(self) -> None:
        """Trades may have been lost: the minute that is open is not whole, and neither is the next one's start."""
        self._open = None
        self._is_whole = False
        self._venues_own = None

    def check(self, venues_own: CandleRow) -> bool | None:
        """Compare a closed minute with the venue's; None when there is none of ours, or it is still open."""
        ours = self._closed.pop(venues_own[0], None)
        if ours is not None:
            return self._compare(ours, venues_own)
        if self._open is not None and self._open[0] == venues_own[0] and self._is_whole:
            self._venues_own = venues_own
        return None

    def _compare(self, ours: CandleRow, venues_own: CandleRow) -> bool:
        is_same = ours[1:5] == venues_own[1:5] and math.isclose(
            ours[5], venues_own[5], rel_tol=VOLUME_TOLERANCE, abs_tol=VOLUME_TOLERANCE
        )
        if is_same:
            self.agreed += 1
        else:
            self.differed += 1
        return is_same

    def _close(self) -> CandleRow | None:
        venues_own, self._venues_own = self._venues_own, None
        if self._open is None or not self._is_whole:
            return None
        if venues_own is not None:
            self._compare(self._open, venues_own)
            return None
        self._closed[self._open[0]] = self._open
        while len(self._closed) > KEPT_MINUTES:
            del self._closed[min(self._closed)]
        return self._open


def _grown(row: CandleRow, trade: Trade) -> CandleRow:
    time, first, high, low, _, volume = row
    return time, first, max(high, trade.price), min(low, trade.price), trade.price, volume + trade.size
