"""Ranges and bands of prices, pure: float64[n] in, oldest first, confirmed candles only; float64[n] out, NaN before."""

from dataclasses import dataclass

import numpy as np
import talib

from tradewind.analysis.indicators import ema, sma
from tradewind.analysis.series import Candles, Series, bare, computed, unknown


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bands:
    """Three lines in price units."""

    upper: Series
    mid: Series
    lower: Series


def bollinger(closes: Series, period: int = 20, deviations: float = 2) -> Bands:
    """Return mean +- deviations * population standard deviation of the last `period` closes; warm-up period - 1.

    John Bollinger, Bollinger on Bollinger Bands, 2001.
    """
    if len(closes) < period:
        return Bands(upper=unknown(len(closes)), mid=unknown(len(closes)), lower=unknown(len(closes)))
    upper, mid, lower = bare(talib.BBANDS)(closes, timeperiod=period, nbdevup=deviations, nbdevdn=deviations)
    return Bands(upper=upper, mid=mid, lower=lower)


def atr(candles: Candles, period: int = 14) -> Series:
    """Return Wilder's average true range in price units; warm-up period.

    True range = greatest of high - low, |high - previous close| and |low - previous close|, so the first candle has
    none; begun with the mean of `period` true ranges, then the newest weighs 1 / period. J. Welles Wilder, 1978.
    """
    if len(candles) <= period:
        return unknown(len(candles))
    return computed(talib.ATR, period, candles.high, candles.low, candles.close)


def keltner(candles: Candles, period: int = 20, multiple: float = 2, atr_period: int = 10) -> Bands:
    """Return EMA(period) of closes +- multiple * ATR(atr_period); warm-up the longer of period - 1 and atr_period.

    Linda Bradford Raschke's form of Chester Keltner's channel.
    """
    mid = ema(candles.close, period)
    span = multiple * atr(candles, atr_period)
    return Bands(upper=mid + span, mid=mid, lower=mid - span)


def donchian(candles: Candles, period: int = 20) -> Bands:
    """Return the highest high, the lowest low and their middle over `period` candles; warm-up period - 1.

    Richard Donchian's channel, the newest candle included.
    """
    upper = computed(talib.MAX, period, candles.high)
    lower = computed(talib.MIN, period, candles.low)
    return Bands(upper=upper, mid=(upper + lower) / 2, lower=lower)


def vwap(candles: Candles) -> Series:
    """Return the volume weighted mean of (high + low + close) / 3 from the first candle given on; no warm-up.

    Give it a session for the session's VWAP, or `candles.last(n)` for a rolling one, of which the last value counts.
    NaN until something was traded. Berkowitz, Logue and Noser, The Total Cost of Transactions on the NYSE, 1988.
    """
    if not len(candles):  # TA-Lib raises on an empty array
        return unknown(0)
    typical: Series = bare(talib.TYPPRICE)(candles.high, candles.low, candles.close)
    traded: Series = candles.volume.cumsum()
    if traded[0] <= 0:
        traded[traded <= 0] = np.nan
    paid: Series = (typical * candles.volume).cumsum()
    return paid / traded


def momentum(candles: Candles, period: int = 20) -> Series:
    """Return the end of the regression line through how far closes stand from their midline, in price units.

    Midline = the mean of the Donchian middle and the SMA, both over `period`; the least squares line runs through the
    last `period` distances and is read at the newest; warm-up 2 (period - 1). The histogram of the TTM squeeze.
    """
    mid = (donchian(candles, period).mid + sma(candles.close, period)) / 2
    return linear_regression(candles.close - mid, period)


def linear_regression(values: Series, period: int) -> Series:
    """Return the least squares line through the last `period` values, read at the newest; warm-up period - 1."""
    return computed(talib.LINEARREG, period, values)
