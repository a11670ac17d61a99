"""Indicators as pure functions of arrays: float64[n] in, oldest first, confirmed candles only; float64[n] out.

A value whose warm-up is not complete is NaN; `latest` turns the last value into a number or None.
"""

import math

import numpy as np
import talib
from numpy.typing import NDArray

from tradewind.domain.indicators import Trend

Series = NDArray[np.float64]

TREND_BAND = 0.001
"""Averages closer to each other than this share do not make a trend."""


def sma(values: Series, period: int) -> Series:
    """Return the simple mean of the last `period` values; warm-up period - 1."""
    return _computed(talib.SMA, values, period)


def ema(values: Series, period: int) -> Series:
    """Return the exponential mean, weight 2 / (period + 1), begun with the mean of the first `period` values.

    Warm-up period - 1.
    """
    return _computed(talib.EMA, values, period)


def rsi(closes: Series, period: int = 14) -> Series:
    """Return Wilder's relative strength index, 0..100: 100 - 100 / (1 + mean gain / mean loss); warm-up period.

    The first means are simple, the later ones weigh the newest change with 1 / period. A series that never moved has
    no strength in either direction: NaN. J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
    """
    if len(closes) and (closes == closes[0]).all():
        return np.full(len(closes), np.nan)
    return _computed(talib.RSI, closes, period)


def macd(closes: Series, fast: int = 12, slow: int = 26, signal: int = 9) -> tuple[Series, Series, Series]:
    """Return MACD, its signal line and the histogram between them, in price units; Gerald Appel's 12, 26, 9.

    MACD = EMA(fast) - EMA(slow), each begun at its own first value, warm-up slow - 1; signal = EMA(signal) of MACD,
    warm-up slow + signal - 2. TA-Lib's own MACD begins the fast mean late, which a short window still shows.
    """
    line = ema(closes, fast) - ema(closes, slow)
    known = line[slow - 1 :]
    signal_line = np.full(len(line), np.nan)
    signal_line[slow - 1 :] = ema(known, signal)
    return line, signal_line, line - signal_line


def trend(price: float, sma_50: float | None, sma_100: float | None) -> Trend | None:
    """Return the direction in which price, fast and slow average stand in order; None while an average is unknown.

    Uptrend: price > sma_50 and sma_50 more than `TREND_BAND` above sma_100. Downtrend: the mirror image. Anything
    else is sideways.
    """
    if sma_50 is None or sma_100 is None:
        return None
    lead = sma_50 / sma_100 - 1
    if price > sma_50 and lead > TREND_BAND:
        return Trend.UP
    if price < sma_50 and lead < -TREND_BAND:
        return Trend.DOWN
    return Trend.SIDEWAYS


def latest(series: Series) -> float | None:
    """Return the last value, None where there is none or its warm-up is not complete."""
    if not len(series) or not math.isfinite(series[-1]):
        return None
    return float(series[-1])


def _computed(function: object, values: Series, period: int) -> Series:
    if len(values) < period:  # TA-Lib raises on an empty array
        return np.full(len(values), np.nan)
    computed: Series = function(values, timeperiod=period)  # type: ignore[operator] # TA-Lib is untyped
    return computed
