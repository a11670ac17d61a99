"""Candles as they are cached and charted."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.stamp import Stamped

CandleRow = tuple[int, float, float, float, float, float]
"""Open time (epoch ms), open, high, low, close, volume in base units."""
CandleRows = tuple[CandleRow, ...]
"""Candles without a gap, oldest first; the last one is still open."""


class Timeframe(StrEnum):
    """The length of a candle."""

    M1 = "1m"
    M5 = "5m"
    M15 = "15m"
    H1 = "1h"
    H4 = "4h"

    @property
    def length(self) -> timedelta:
        """The time between two candles."""
        return _LENGTHS[self]


_LENGTHS = {
    Timeframe.M1: timedelta(minutes=1),
    Timeframe.M5: timedelta(minutes=5),
    Timeframe.M15: timedelta(minutes=15),
    Timeframe.H1: timedelta(hours=1),
    Timeframe.H4: timedelta(hours=4),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CandleWindow(Stamped):
    """The newest `limit` candles, oldest first; the last one is still open."""

    symbol: Symbol
    timeframe: Timeframe
    limit: int
    candles: tuple[CandleRow, ...]
    preceding: CandleRow | None
    """The confirmed candle before the window, so that `limit` confirmed candles are known."""

    @property
    def confirmed(self) -> tuple[CandleRow, ...]:
        """The closed candles of the window, oldest first; only they drive decisions."""
        return self.candles[:-1]


def confirmed_rows(rows: CandleRows, timeframe: Timeframe, lives: timedelta, now: Instant) -> CandleRows:
    """Return the closed ones of `rows`: all but the last, and the last too when it can grow no more.

    A cached value `lives` that long unless its market was closed when it was written. So one that is still there that
    long after the end of its last candle was written after that end, and a market that closed has no open candle.
    """
    is_final = bool(rows) and Instant.from_ms(rows[-1][0]) + timeframe.length + lives <= now
    return rows if is_final else rows[:-1]
