"""The terms of every window of a long series at once, for recorded tapes; pure.

A value equals, to rounding, what `terms` says of the window that ends there: the live desk keeps windows of fixed
length, and a mean that is begun at the start of a window remembers that start. Means are linear in their inputs, so
`indicators` is asked once for the weight of every place of the window, and the windows are weighed together.
"""

from dataclasses import dataclass

import numpy as np
import talib
from numpy.lib.stride_tricks import sliding_window_view

from tradewind.analysis.indicators import ema, macd, rsi, sma, trend
from tradewind.analysis.series import Series, computed, unknown
from tradewind.domain.indicators import LongTerm, Macd, ShortTerm

SHORT_WINDOW = 49
"""Closed candles that the short term is computed over: a window of 50 without its open candle."""
LONG_WINDOW = 100
"""Closed candles of the long term: a window of 100 without its open candle, and the one before it."""
_MEANS = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShortTerms:
    """Every figure of the short term by candle, NaN before its warm-up."""

    means: Series  # float64[n, 6]: sma_20, ema_12, ema_26, macd, signal, histogram
    volume_avg_20: Series
    rsi_14: Series

    def at(self, place: int) -> ShortTerm:
        """Return the short term of the window that ends with candle `place`; -1: before the first."""
        if place < 0:
            return _UNKNOWN
        sma_20, ema_12, ema_26, line, signal, histogram = map(_known, self.means[place].tolist())
        return ShortTerm(
            rsi_14=_known(float(self.rsi_14[place])),
            sma_20=sma_20,
            ema_12=ema_12,
            ema_26=ema_26,
            volume_avg_20=_known(float(self.volume_avg_20[place])),
            macd=Macd(macd=line, signal=signal, histogram=histogram),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LongTerms:
    """Every figure of the long term by candle, NaN before its warm-up."""

    closes: Series
    sma_50: Series
    sma_100: Series

    def at(self, place: int) -> LongTerm:
        """Return the long term of the window that ends with candle `place`; -1: before the first."""
        if place < 0:
            return LongTerm(sma_50=None, sma_100=None, trend=None)
        sma_50, sma_100 = _known(float(self.sma_50[place])), _known(float(self.sma_100[place]))
        return LongTerm(
            sma_50=sma_50, sma_100=sma_100, trend=trend(float(self.closes[place]), sma_50, sma_100)
        )


_UNKNOWN = ShortTerm(
    rsi_14=None,
    sma_20=None,
    ema_12=None,
    ema_26=None,
    volume_avg_20=None,
    macd=Macd(macd=None, signal=None, histogram=None),
)


def short_terms(closes: Series, volumes: Series) -> ShortTerms:
    """Return the short term at every one of these closed 15 m candles, oldest first."""
    count = len(closes)
    means = np.full((count, _MEANS), np.nan)
    strength = unknown(count)
    for place in range(min(SHORT_WINDOW - 1, count)):
        means[place] = _means_of(closes[: place + 1])
        strength[place] = rsi(closes[: place + 1], 14)[-1]
    if count >= SHORT_WINDOW:
        weights = np.array([_means_of(impulse) for impulse in np.eye(SHORT_WINDOW)])
        means[SHORT_WINDOW - 1 :] = sliding_window_view(closes, SHORT_WINDOW) @ weights
        strength[SHORT_WINDOW - 1 :] = _strengths(closes)
    return ShortTerms(means=means, volume_avg_20=_rolling_mean(volumes, 20), rsi_14=strength)


def long_terms(closes: Series) -> LongTerms:
    """Return the long term at every one of these closed 1 h candles, oldest first."""
    return LongTerms(
        closes=closes, sma_50=_rolling_mean(closes, 50), sma_100=_rolling_mean(closes, LONG_WINDOW)
    )


def _means_of(closes: Series) -> Series:
    line, signal, histogram = macd(closes)
    return np.array(
        [
            series[-1]
            for series in (sma(closes, 20), ema(closes, 12), ema(closes, 26), line, signal, histogram)
        ]
    )


def _rolling_mean(values: Series, period: int) -> Series:
    """Return the mean of every window by itself: a running sum carries its rounding along the whole tape."""
    means = unknown(len(values))
    if len(values) >= period:
        means[period - 1 :] = sliding_window_view(values, period) @ np.full(period, 1 / period)
    return means


def _strengths(closes: Series) -> Series:
    """Return the RSI of every whole window: its mean gain and mean loss weigh the same places the same."""
    changes = sliding_window_view(np.diff(closes), SHORT_WINDOW - 1)
    weights = _change_weights(SHORT_WINDOW - 1)
    gain, loss = np.maximum(changes, 0) @ weights, np.maximum(-changes, 0) @ weights
    moved = gain + loss
    return np.divide(100 * gain, moved, out=unknown(len(moved)), where=moved > 0)


def _change_weights(count: int) -> Series:
    """Return what each change weighs against the newest, told by the RSI of one rise and one earlier fall."""
    weights = np.ones(count)
    for place in range(count - 1):
        steps = np.zeros(count + 1)
        steps[place + 1], steps[count] = -1.0, 1.0
        weights[place] = 100 / rsi(np.cumsum(steps), 14)[-1] - 1
    return weights


def _known(value: float) -> float | None:
    return None if value != value else value  # noqa: PLR0124 - NaN alone differs from itself


def highest(values: Series, period: int) -> Series:
    """Return the highest of the last `period` values; warm-up period - 1."""
    return computed(talib.MAX, period, values)


def lowest(values: Series, period: int) -> Series:
    """Return the lowest of the last `period` values; warm-up period - 1."""
    return computed(talib.MIN, period, values)


def total(values: Series, period: int) -> Series:
    """Return the sum of the last `period` values; warm-up period - 1."""
    return computed(talib.SUM, period, values)
