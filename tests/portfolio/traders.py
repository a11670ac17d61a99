"""Simulated traders whose true figures are known, and how often the intervals hold them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tradewind.portfolio.bootstrap import confidence
from tradewind.portfolio.metrics import DAYS_PER_YEAR

FREEDOM = 4.0
KEPT = 0.15
DAILY_DEVIATION = 0.02
SETTLED_AFTER = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Trader:
    """Returns that were drawn, and what they were drawn from; figures of a year."""

    returns: NDArray[np.float64]
    mean_return: float
    sharpe: float


def traders(count: int, days: int, seed: int = 2026, kept: float = KEPT) -> Iterator[Trader]:
    """Draw traders, from losing to very good ones."""
    random = np.random.default_rng(seed)
    shock = DAILY_DEVIATION * math.sqrt(1 - kept**2) / math.sqrt(FREEDOM / (FREEDOM - 2))
    for _ in range(count):
        mean = random.normal(0.0, 0.1) * DAILY_DEVIATION
        shocks = random.standard_t(FREEDOM, days + SETTLED_AFTER) * shock
        moves = np.zeros(days + SETTLED_AFTER)
        for place in range(1, len(moves)):
            moves[place] = kept * moves[place - 1] + shocks[place]
        yield Trader(
            returns=mean + moves[SETTLED_AFTER:],
            mean_return=mean * DAYS_PER_YEAR,
            sharpe=mean / DAILY_DEVIATION * math.sqrt(DAYS_PER_YEAR),
        )


def coverage(count: int, days: int, seed: int = 2026, kept: float = KEPT) -> tuple[float, float]:
    """Return how often the intervals held the true mean return, and the true Sharpe ratio: shares."""
    means = ratios = 0
    for place, trader in enumerate(traders(count, days, seed, kept)):
        found = confidence(trader.returns, seed=place)
        means += found is not None and trader.mean_return in found.mean_return
        ratios += found is not None and trader.sharpe in found.sharpe
    return means / count, ratios / count
