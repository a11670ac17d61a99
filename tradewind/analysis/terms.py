"""From candle windows to the two terms that the indicators key holds; pure."""

from collections.abc import Sequence

import numpy as np

from tradewind.analysis.indicators import ema, macd, rsi, sma, trend
from tradewind.analysis.series import Series, latest
from tradewind.domain.candle import CandleRow, CandleWindow
from tradewind.domain.indicators import LongTerm, Macd, ShortTerm

CLOSE, VOLUME = 4, 5


def short_term(window: CandleWindow | None) -> ShortTerm:
    """Return the indicators on the closed candles of a 15 m window; everything is unknown without one."""
    rows = window.confirmed if window is not None else ()
    closes = _column(rows, CLOSE)
    line, signal, histogram = macd(closes)
    return ShortTerm(
        rsi_14=latest(rsi(closes, 14)),
        sma_20=latest(sma(closes, 20)),
        ema_12=latest(ema(closes, 12)),
        ema_26=latest(ema(closes, 26)),
        volume_avg_20=latest(sma(_column(rows, VOLUME), 20)),
        macd=Macd(macd=latest(line), signal=latest(signal), histogram=latest(histogram)),
    )


def long_term(window: CandleWindow | None) -> LongTerm:
    """Return the indicators on the closed candles of a 1 h window and the one before it, 100 in all."""
    rows = window.confirmed if window is not None else ()
    if window is not None and window.preceding is not None:
        rows = (window.preceding, *rows)
    closes = _column(rows, CLOSE)
    sma_50, sma_100 = latest(sma(closes, 50)), latest(sma(closes, 100))
    return LongTerm(
        sma_50=sma_50, sma_100=sma_100, trend=trend(closes[-1], sma_50, sma_100) if len(closes) else None
    )


def _column(rows: Sequence[CandleRow], place: int) -> Series:
    return np.array([row[place] for row in rows], dtype=np.float64)
