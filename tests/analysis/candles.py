"""Columns of candles for tests."""

import numpy as np

from tradewind.analysis.series import Candles, Series


def walk(count: int, seed: int = 7, step: float = 0.01) -> Candles:
    """A market that wanders."""
    dice = np.random.default_rng(seed)
    closes = 100 * np.exp(np.cumsum(dice.normal(0, step, count)))
    reach = closes * dice.uniform(0.001, step, count)
    return closing(closes, reach=reach, volume=dice.uniform(1, 10, count))


def closing(closes: Series, *, reach: Series | float = 1.0, volume: Series | float = 10.0) -> Candles:
    """Candles that open where they close and reach as far up as down."""
    return Candles(
        open=closes.copy(),
        high=closes + reach,
        low=closes - reach,
        close=closes,
        volume=np.broadcast_to(np.asarray(volume, dtype=np.float64), closes.shape).copy(),
    )
