"""Candles as whole numbers: ticks of price and units of volume, so that sums and comparisons are exact."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

BLOCK_S: Final = 8 * 3600  # the funding grid; every candle up to 4 h fits into it whole
BLOCK_MS: Final = BLOCK_S * 1000
OPEN, HIGH, LOW, CLOSE, VOLUME = range(5)

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Eight hours of one coin, or one session of a stock.

    `candles` and `legs` are int64[5, n]: open, high, low, close in ticks, volume in units; oldest first.
    `legs` are the finest candles the tape has, `leg_seconds` their lengths; they add up to `candles`.
    """

    step_s: int
    candles: Whole
    leg_seconds: Whole
    legs: Whole


def aggregate(candles: Whole, into: int) -> Whole:
    """Join every `into` neighbors of int64[5, n] into one candle; n must be a multiple of `into`."""
    groups = candles.reshape(5, -1, into)
    return np.stack(
        (
            groups[OPEN, :, 0],
            groups[HIGH].max(axis=1),
            groups[LOW].min(axis=1),
            groups[CLOSE, :, -1],
            groups[VOLUME].sum(axis=1),
        )
    )
