"""Returns beside those of a benchmark over the same periods, pure; units and None as in `metrics`.

Where either of the two is NaN the period is left out.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tradewind.portfolio.metrics import DAYS_PER_YEAR, Returns, annual_return, array_of

Line: TypeAlias = tuple[float | None, float | None]
"""Annual alpha and beta."""

FLAT = 1e-30
"""A benchmark whose variance is below this does not move."""


def beta(returns: Returns, benchmark: Returns) -> float | None:
    """Return how far the returns move with each move of `benchmark`; None where that stands still."""
    own, other = _pairs(returns, benchmark)
    if len(own) < 2:
        return None
    residual = other - other.mean()
    variance = float(np.mean(residual**2))
    return None if variance < FLAT else float(np.mean(residual * own)) / variance


def alpha(
    returns: Returns, benchmark: Returns, risk_free: float = 0.0, periods_per_year: float = DAYS_PER_YEAR
) -> float | None:
    """Return what a year earns beyond its share of `benchmark`."""
    slope = beta(returns, benchmark)
    if slope is None:
        return None
    own, other = _pairs(returns, benchmark)
    left = own - risk_free - slope * (other - risk_free)
    return float((1.0 + left.mean()) ** periods_per_year - 1.0)


def alpha_beta(
    returns: Returns, benchmark: Returns, risk_free: float = 0.0, periods_per_year: float = DAYS_PER_YEAR
) -> Line:
    """Return alpha and beta."""
    return alpha(returns, benchmark, risk_free, periods_per_year), beta(returns, benchmark)


def up_alpha_beta(returns: Returns, benchmark: Returns, periods_per_year: float = DAYS_PER_YEAR) -> Line:
    """Return alpha and beta over the periods in which the benchmark rose."""
    own, other = _pairs(returns, benchmark)
    return alpha_beta(own[other > 0], other[other > 0], periods_per_year=periods_per_year)


def down_alpha_beta(returns: Returns, benchmark: Returns, periods_per_year: float = DAYS_PER_YEAR) -> Line:
    """Return alpha and beta over the periods in which the benchmark fell."""
    own, other = _pairs(returns, benchmark)
    return alpha_beta(own[other < 0], other[other < 0], periods_per_year=periods_per_year)


def capture(returns: Returns, benchmark: Returns, periods_per_year: float = DAYS_PER_YEAR) -> float | None:
    """Return the annual growth over that of `benchmark`."""
    own, other = annual_return(returns, periods_per_year), annual_return(benchmark, periods_per_year)
    return None if own is None or not other else own / other


def up_capture(returns: Returns, benchmark: Returns, periods_per_year: float = DAYS_PER_YEAR) -> float | None:
    """Return the capture of the periods in which the benchmark rose."""
    own, other = array_of(returns), array_of(benchmark)
    return capture(own[other > 0], other[other > 0], periods_per_year)


def down_capture(
    returns: Returns, benchmark: Returns, periods_per_year: float = DAYS_PER_YEAR
) -> float | None:
    """Return the capture of the periods in which the benchmark fell."""
    own, other = array_of(returns), array_of(benchmark)
    return capture(own[other < 0], other[other < 0], periods_per_year)


def up_down_capture(
    returns: Returns, benchmark: Returns, periods_per_year: float = DAYS_PER_YEAR
) -> float | None:
    """Return the capture of rises over the capture of falls."""
    up = up_capture(returns, benchmark, periods_per_year)
    down = down_capture(returns, benchmark, periods_per_year)
    return None if up is None or not down else up / down


def beta_fragility(returns: Returns, benchmark: Returns) -> float | None:
    """Return how far the returns at both ends of the benchmark's moves lie off those in its middle; below 0: fragile.

    The heuristic of Taleb and others, "A New Heuristic Measure of Fragility and Tail Risks" (IMF, 2012).
    """
    own, other = _pairs(returns, benchmark)
    if len(own) < 3:
        return None
    order = np.argsort(other, kind="stable")
    first, middle, last = order[0], order[round(len(order) / 2)], order[-1]
    reach = other[last] - other[first]
    low = (other[middle] - other[first]) / reach if reach else 0.5
    high = (other[last] - other[middle]) / reach if reach else 0.5
    return float(low * own[first] + high * own[last] - own[middle])


def _pairs(returns: Returns, benchmark: Returns) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    own, other = array_of(returns), array_of(benchmark)
    known = ~(np.isnan(own) | np.isnan(other))
    return own[known], other[known]
