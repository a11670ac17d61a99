"""The arrays that indicators are made of: float64, oldest first, confirmed candles only; not known yet is NaN."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tradewind.domain.candle import CandleRow

Series = NDArray[np.float64]
S = TypeVar("S")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candles:
    """Confirmed candles as columns of one length."""

    open: Series
    high: Series
    low: Series
    close: Series
    volume: Series

    def __len__(self) -> int:
        return len(self.close)

    def last(self, count: int) -> "Candles":
        """Return the newest `count` candles, all where there are fewer."""
        return Candles(
            open=self.open[-count:],
            high=self.high[-count:],
            low=self.low[-count:],
            close=self.close[-count:],
            volume=self.volume[-count:],
        )


def columns(rows: Sequence[CandleRow]) -> Candles:
    """Return candle rows as columns; the caller has left out the one that is still open."""
    numbers = np.fromiter(chain.from_iterable(rows), dtype=np.float64, count=6 * len(rows))
    _, opens, highs, lows, closes, volumes = np.ascontiguousarray(numbers.reshape(-1, 6).T)
    return Candles(open=opens, high=highs, low=lows, close=closes, volume=volumes)


def latest(series: Series) -> float | None:
    """Return the last value, None where there is none or its warm-up is not complete."""
    if not len(series) or not math.isfinite(series[-1]):
        return None
    return float(series[-1])


def computed(function: Callable[..., Series], period: int, *inputs: Series) -> Series:
    """Return TA-Lib's `function` of `inputs` over `period`, NaN where the inputs are shorter than that."""
    if len(inputs[0]) < period:  # TA-Lib raises on an empty array
        return unknown(len(inputs[0]))
    return bare(function)(*inputs, timeperiod=period)


def bare(function: Callable[..., S]) -> Callable[..., S]:
    """Return TA-Lib's `function` without its outer layer.

    That layer looks for pandas and polars in every argument, which takes as long as the work on 300 candles.
    """
    return getattr(function, "__wrapped__", function)


def unknown(length: int) -> Series:
    """Return a series that says nothing."""
    return np.full(length, np.nan)
