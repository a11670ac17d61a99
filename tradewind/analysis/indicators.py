"""Indicators of closing prices, pure: float64[n] in, oldest first, confirmed candles only; float64[n] out.

A value whose warm-up is not complete is NaN; `series.latest` turns the last value into a number or None.
"""

import numpy as np
import talib

from tradewind.analysis.series import Series, computed, unknown
from tradewind.domain.indicators import Trend

TREND_BAND = 0.001
"""Averages closer to each other than this share do not make a trend."""


def sma(values: Series, period: int) -> Series:
    """Return the simple mean of the last `period` values; warm-up period - 1."""
    return computed(talib.SMA, period, values)


def ema(values: Series, period: int) -> Series:
    """Return the exponential mean, weight 2 / (period + 1), begun with the mean of the first `period` values.

    Warm-up period - 1.
    """
    return computed(talib.EMA, period, values)


def rsi(closes: Series, period: int = 14) -> Series:
    """Return Wilder's relative strength index, 0..100: 100 - 100 / (1 + mean gain / mean loss); warm-up period.

    The first means are simple, the later ones weigh the newest change with 1 / period. A series that never moved has
    no strength in either direction: NaN. J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
    """
    if len(closes) and (closes == closes[0]).all():
        return unknown(len(closes))
    return computed(talib.RSI, period, closes)


def stoch_rsi(strength: Series, period: int = 14, smoothing: int = 3) -> tuple[Series, Series]:
    """Return %K and %D of the RSI series `strength`, 0..100: where it stands in its own range of `period` values.

    %K = 100 (RSI - lowest RSI) / (highest RSI - lowest RSI), not smoothed, warm-up of the RSI + period - 1; %D = mean
    of the last `smoothing` %K, warm-up smoothing - 1 more. A strength that did not move has no place in its range:
    NaN. Tushar Chande and Stanley Kroll, The New Technical Trader, 1994.
    """
    highest, lowest = computed(talib.MAX, period, strength), computed(talib.MIN, period, strength)
    spread = highest - lowest
    spread[spread <= 0] = np.nan
    k = 100 * (strength - lowest) / spread
    d = unknown(len(k))
    if len(k) >= smoothing:
        d[smoothing - 1 :] = (
            sum(k[age : len(k) - smoothing + 1 + age] for age in range(smoothing)) / smoothing
        )
    return k, d


def macd(closes: Series, fast: int = 12, slow: int = 26, signal: int = 9) -> tuple[Series, Series, Series]:
    """Return MACD, its signal line and the histogram between them, in price units; Gerald Appel's 12, 26, 9.

    MACD = EMA(fast) - EMA(slow), each begun at its own first value, warm-up slow - 1; signal = EMA(signal) of MACD,
    warm-up slow + signal - 2. TA-Lib's own MACD begins the fast mean late, which a short window still shows.
    """
    line = ema(closes, fast) - ema(closes, slow)
    known = line[slow - 1 :]
    signal_line = unknown(len(line))
    signal_line[slow - 1 :] = ema(known, signal)
    return line, signal_line, line - signal_line


def trend(price: float, sma_50: float | None, sma_100: float | None) -> Trend | None:
    """Return the direction in which price, fast and slow average stand in order; None while an average is unknown.

    Uptrend: price > sma_50 and sma_50 more than `TREND_BAND` above sma_100. Downtrend: the mirror image. Anything
    else is sideways.
    """
    if sma_50 is None or not sma_100:
        return None
    lead = sma_50 / sma_100 - 1
    if price > sma_50 and lead > TREND_BAND:
        return Trend.UP
    if price < sma_50 and lead < -TREND_BAND:
        return Trend.DOWN
    return Trend.SIDEWAYS
