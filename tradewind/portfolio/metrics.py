"""What a series of returns amounts to, pure; a return of 0.01 is one percent of what there was one period before.

Every function takes equally spaced simple returns, oldest first; NaN in an array is a period without one and is left
out. The results are None where there are too few periods or the figure is undefined, and infinite where a gain stands
against no risk at all. Annual figures take the number of periods in a year; a market that never closes has 365 days.
"""

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Returns: TypeAlias = NDArray[np.float64] | Sequence[float]
Wanted: TypeAlias = float | Returns
"""One return for every period, or one for each."""

DAYS_PER_YEAR = 365.0
NOTHING = 1e-14
"""A spread below this share of the figures that it is taken of is rounding, not risk."""


def array_of(returns: Returns) -> NDArray[np.float64]:
    """Return `returns` as an array: float64[n]."""
    return np.asarray(returns, dtype=np.float64)


def simple_returns(prices: Returns) -> NDArray[np.float64]:
    """Return the returns between equally spaced prices or equities: float64[n - 1], infinite after a price of 0."""
    levels = array_of(prices)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((levels[1:] - levels[:-1]) / levels[:-1])


def cumulative_returns(returns: Returns, starting_value: float = 0.0) -> NDArray[np.float64]:
    """Return what was earned so far, or, of a `starting_value`, what it has become: float64[n]."""
    growth = np.cumprod(1.0 + np.nan_to_num(array_of(returns)))
    return np.asarray(growth - 1.0 if starting_value == 0 else growth * starting_value)


def total_return(returns: Returns, starting_value: float = 0.0) -> float | None:
    """Return what was earned in all, or what a `starting_value` has become."""
    so_far = cumulative_returns(returns, starting_value)
    return float(so_far[-1]) if len(so_far) else None


def max_drawdown(returns: Returns) -> float | None:
    """Return the deepest fall below an earlier high as a share of it, never above 0."""
    moves = array_of(returns)
    if not len(moves):
        return None
    levels = np.concatenate([[1.0], cumulative_returns(moves, 1.0)])
    return float(np.min(levels / np.maximum.accumulate(levels)) - 1.0)


def annual_return(returns: Returns, periods_per_year: float = DAYS_PER_YEAR) -> float | None:
    """Return the compound annual growth rate (CAGR); None also for what is too large to be written."""
    growth = total_return(returns, 1.0)
    if growth is None or growth < 0:
        return None
    years = len(returns) / periods_per_year
    try:
        return float(growth ** (1.0 / years) - 1.0)
    except OverflowError:
        return None


def annual_volatility(returns: Returns, periods_per_year: float = DAYS_PER_YEAR) -> float | None:
    """Return the standard deviation of the returns (n - 1) over a year."""
    deviation = _deviation(array_of(returns))
    return None if deviation is None else deviation * math.sqrt(periods_per_year)


def sharpe_ratio(
    returns: Returns, risk_free: Wanted = 0.0, periods_per_year: float = DAYS_PER_YEAR
) -> float | None:
    """Return mean over standard deviation (n - 1) of the excess returns, over a year."""
    ratio = excess_sharpe(returns, risk_free)
    return None if ratio is None else ratio * math.sqrt(periods_per_year)


def excess_sharpe(returns: Returns, benchmark: Wanted) -> float | None:
    """Return mean over standard deviation (n - 1) of what exceeds `benchmark`, of one period."""
    excess = array_of(returns) - benchmark
    deviation = _deviation(excess)
    return None if deviation is None else quotient(float(np.nanmean(excess)), deviation)


def downside_risk(
    returns: Returns, required: Wanted = 0.0, periods_per_year: float = DAYS_PER_YEAR
) -> float | None:
    """Return the root mean square of what the returns fall short of `required`, over a year."""
    shortfall = np.minimum(array_of(returns) - required, 0.0)
    if np.isnan(shortfall).all():
        return None
    return float(np.sqrt(np.nanmean(shortfall**2)) * math.sqrt(periods_per_year))


def sortino_ratio(
    returns: Returns, required: Wanted = 0.0, periods_per_year: float = DAYS_PER_YEAR
) -> float | None:
    """Return the mean of what exceeds `required` over the downside risk, over a year."""
    if len(returns) < 2:
        return None
    risk = downside_risk(returns, required, periods_per_year)
    excess = array_of(returns) - required
    return None if risk is None else quotient(float(np.nanmean(excess)) * periods_per_year, risk)


def calmar_ratio(returns: Returns, periods_per_year: float = DAYS_PER_YEAR) -> float | None:
    """Return the annual growth over the deepest drawdown; None where there was none."""
    deepest, growth = max_drawdown(returns), annual_return(returns, periods_per_year)
    return None if growth is None or not deepest else growth / -deepest


def omega_ratio(
    returns: Returns,
    risk_free: Wanted = 0.0,
    required: float = 0.0,
    periods_per_year: float = DAYS_PER_YEAR,
) -> float | None:
    """Return what was gained above a threshold over what was lost below it; None where nothing was.

    `required` is a return of a year, the threshold its share of one period beside `risk_free`.
    """
    if len(returns) < 2 or required <= -1:
        return None
    threshold = (1.0 + required) ** (1.0 / periods_per_year) - 1.0
    excess = array_of(returns) - risk_free - threshold
    lost = -float(np.sum(excess[excess < 0]))
    return float(np.sum(excess[excess > 0])) / lost if lost > 0 else None


def tail_ratio(returns: Returns) -> float | None:
    """Return the 95th over the 5th percentile, both without sign; a period without a return did not move."""
    moves = np.nan_to_num(array_of(returns))
    if not len(moves):
        return None
    low, high = np.abs(np.percentile(moves, (5, 95)))
    return quotient(float(high), float(low))


def stability(returns: Returns) -> float | None:
    """Return how much of the cumulative log returns a straight line explains (R²); None after a loss of everything."""
    known = _known(returns)
    if len(known) < 2 or known.min() <= -1:
        return None
    line = np.log1p(known).cumsum()
    if line.min() == line.max():
        return None
    return float(np.corrcoef(np.arange(len(line)), line)[0, 1] ** 2)


def win_rate(returns: Returns) -> float | None:
    """Return the share of gains among the returns that are not 0."""
    known = _known(returns)
    decided = known[known != 0]
    return float(np.mean(decided > 0)) if len(decided) else None


def profit_factor(returns: Returns) -> float | None:
    """Return the sum of the gains over the sum of the losses."""
    known = _known(returns)
    return quotient(float(known[known > 0].sum()), -float(known[known < 0].sum()))


def finite(figure: float | None) -> float | None:
    """Return a figure that can be written down: what is infinite has no value there."""
    return figure if figure is not None and math.isfinite(figure) else None


def quotient(above: float, below: float) -> float | None:
    """Return a ratio; infinite over nothing, None of nothing over nothing."""
    if below != 0:
        return above / below
    return math.copysign(math.inf, above) if above else None


def _known(returns: Returns) -> NDArray[np.float64]:
    moves = array_of(returns)
    return moves[~np.isnan(moves)]


def _deviation(moves: NDArray[np.float64]) -> float | None:
    if len(moves) < 2:
        return None
    known = _known(moves)
    if len(known) < 2:
        return None
    deviation = float(np.std(known, ddof=1))
    return 0.0 if deviation <= NOTHING * float(np.max(np.abs(known))) else deviation
