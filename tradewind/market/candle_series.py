"""The candles of one symbol and timeframe as they grow: upserts by open time; pure.

A series is handed out only when it is whole: no candle missing, all closed but the last. What an outage tore out of it is
filled by seeding it with a window that was asked for.
"""

from itertools import pairwise

from tradewind.domain.candle import CandleRow, CandleWindow, Timeframe


class CandleSeries:
    """The newest `limit` candles and the one before them."""

    def __init__(self, timeframe: Timeframe, limit: int) -> None:
        self._step = int(timeframe.length.total_seconds() * 1000)
        self._limit = limit
        self._rows: dict[int, CandleRow] = {}
        self._closed: set[int] = set()
        self.revisions = 0
        """Closed candles that the venue changed afterwards."""

    def upsert(self, row: CandleRow, *, is_closed: bool) -> bool:
        """Take a candle; False when it says nothing new. A closed candle is never opened again."""
        time = row[0]
        known = self._rows.get(time)
        was_closed = time in self._closed
        if (
            (was_closed and not is_closed)
            or time < self._oldest()
            or (known == row and was_closed == is_closed)
        ):
            return False
        self.revisions += was_closed
        self._rows[time] = row
        if is_closed:
            self._closed.add(time)
        self._trim()
        return True

    def seed(self, window: CandleWindow) -> None:
        """Take every candle of a window that was asked for; the last one is open."""
        closed = window.confirmed if window.preceding is None else (window.preceding, *window.confirmed)
        for row in closed:
            self.upsert(row, is_closed=True)
        self.upsert(window.candles[-1], is_closed=False)

    def whole(self) -> tuple[CandleRow, ...] | None:
        """Return up to `limit` + 1 candles, oldest first, the last still open; None where one is missing."""
        times = sorted(self._rows)
        if len(times) < self._limit or times[-1] in self._closed:
            return None
        for earlier, later in pairwise(times):
            if later - earlier != self._step or earlier not in self._closed:
                return None
        return tuple(self._rows[time] for time in times)

    def last_close(self) -> float | None:
        """Return where the newest candle stands."""
        return self._rows[max(self._rows)][4] if self._rows else None

    def _oldest(self) -> int:
        """Return the open time before which a candle is of no use."""
        return max(self._rows) - self._limit * self._step if self._rows else 0

    def _trim(self) -> None:
        oldest = self._oldest()
        for time in [time for time in self._rows if time < oldest]:
            del self._rows[time]
            self._closed.discard(time)
