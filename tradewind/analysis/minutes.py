"""What the 1 minute candles of a swap add up to, pure: a longer series than its key holds, and candles of five minutes."""

from tradewind.analysis.spans import combined
from tradewind.domain.candle import CandleRows, CandleWindow, Timeframe

KEPT = 500
"""Minutes: enough for the slowest mean of the 5 minute candles."""
_MINUTE_MS = int(Timeframe.M1.length.total_seconds() * 1000)


def joined(kept: CandleRows, window: CandleWindow) -> CandleRows:
    """Return `window` with what `kept` knows of the minutes before it, the last one open; nothing across a gap."""
    rows = window.candles if window.preceding is None else (window.preceding, *window.candles)
    older = tuple(row for row in kept[:-1] if row[0] < rows[0][0])
    is_adjacent = bool(older) and older[-1][0] + _MINUTE_MS == rows[0][0]
    return ((*older, *rows) if is_adjacent else rows)[-KEPT:]


def five_minutes(minutes: CandleRows) -> CandleRows:
    """Return the 5 minute candles of `minutes` (no gap, the last one open), the last one open too.

    A first candle whose begin is not known is left out.
    """
    return combined(minutes, Timeframe.M1.length, Timeframe.M5.length)
