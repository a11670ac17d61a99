"""How sure a mean return and a Sharpe ratio are: 95 % intervals by a studentized block bootstrap; pure and seeded.

Returns that follow each other are not independent, and have fat tails: whole blocks are drawn, and what is counted is
the error of a figure in its own standard error, which is of the blocks too (Götze and Künsch 1996; for the Sharpe ratio
Ledoit and Wolf 2008). The intervals are symmetric about the figure.
"""

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tradewind.portfolio.metrics import DAYS_PER_YEAR, Returns, array_of

Matrix: TypeAlias = NDArray[np.float64]

LEAST_PERIODS = 90
"""Of fewer the interval of a Sharpe ratio holds the truth hardly 93 times of 100, as the bench measures it."""
DRAWS = 999
_LEAST_BLOCKS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Between which two the true figure lies, 95 times of 100."""

    low: float
    high: float

    def __contains__(self, figure: float) -> bool:
        return self.low <= figure <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """The intervals of one series of returns."""

    mean_return: Interval  # of a year, not compounded
    sharpe: Interval  # of a year


def confidence(
    returns: Returns, *, seed: int, periods_per_year: float = DAYS_PER_YEAR, coverage: float = 0.95
) -> Confidence | None:
    """Return the intervals of equally spaced `returns`; None when they are too few, or hardly two of them differ."""
    moves = array_of(returns)
    moves = moves[~np.isnan(moves)]
    length = _block_length(moves)
    if length is None:
        return None
    drawn = _drawn(moves, length, np.random.default_rng(seed))
    mean, mean_error = _mean(moves[np.newaxis], length)
    ratio, ratio_error = _sharpe(moves[np.newaxis], length)
    means, mean_errors = _mean(drawn, length)
    ratios, ratio_errors = _sharpe(drawn, length)
    of_mean = _reach((means - moves.mean()) / mean_errors, coverage) * float(mean_error[0])
    of_ratio = _reach((ratios - ratio[0]) / ratio_errors, coverage) * float(ratio_error[0])
    if not (math.isfinite(of_mean) and math.isfinite(of_ratio)):
        return None
    return Confidence(
        mean_return=_around(float(mean[0]), of_mean, periods_per_year),
        sharpe=_around(float(ratio[0]), of_ratio, math.sqrt(periods_per_year)),
    )


def _block_length(moves: Matrix) -> int | None:
    """Return how many periods are drawn together; None when `moves` cannot be drawn from."""
    count = len(moves)
    if count < LEAST_PERIODS or len(np.unique(moves)) <= count // 10:
        return None
    return int(max(min(round(1.5 * count ** (1 / 3)), count // _LEAST_BLOCKS), 1))


def _drawn(moves: Matrix, length: int, random: np.random.Generator) -> Matrix:
    """Draw series of whole blocks from the circle of `moves`: float64[DRAWS, blocks * length]."""
    blocks = len(moves) // length
    starts = random.integers(0, len(moves), size=(DRAWS, blocks, 1))
    places = (starts + np.arange(length)) % len(moves)
    return np.asarray(moves[places.reshape(DRAWS, blocks * length)])


def _mean(series: Matrix, length: int) -> tuple[Matrix, Matrix]:
    means = series.mean(axis=1)
    return means, _standard_error(series - means[:, np.newaxis], length)


def _sharpe(series: Matrix, length: int) -> tuple[Matrix, Matrix]:
    """Return mean over deviation of each series, and its standard error by the delta method."""
    means, deviations = series.mean(axis=1), series.std(axis=1, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = means / deviations
        scores = (series - means[:, np.newaxis]) / deviations[:, np.newaxis]
    influence = scores - ratios[:, np.newaxis] / 2 * (scores**2 - 1)
    return ratios, _standard_error(influence - influence.mean(axis=1, keepdims=True), length)


def _standard_error(centered: Matrix, length: int) -> Matrix:
    """Return the standard error of the mean of each series, of the sums of its blocks."""
    blocks = centered.shape[1] // length
    sums = centered[:, : blocks * length].reshape(len(centered), blocks, length).sum(axis=2)
    return np.asarray(np.sqrt((sums**2).sum(axis=1) * blocks / (blocks - 1)) / (blocks * length))


def _reach(errors: Matrix, coverage: float) -> float:
    """Return within how many standard errors so many of the draws lie."""
    known = np.abs(errors[np.isfinite(errors)])
    return float(np.quantile(known, coverage)) if len(known) >= DRAWS // 2 else math.nan


def _around(figure: float, reach: float, scale: float) -> Interval:
    return Interval(low=(figure - reach) * scale, high=(figure + reach) * scale)
