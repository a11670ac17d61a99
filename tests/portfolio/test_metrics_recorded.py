"""The metrics equal recorded tables of another implementation, row by row."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from tests.portfolio.vectors import PERIODS, Unlisted, Vectors, beside, days, plain, tolerance
from tradewind.portfolio import benchmark, metrics, rolling

pytestmark = pytest.mark.recorded

DAYS = 252.0
CALENDARS = {
    "WEEKLY": rolling.Calendar.WEEK,
    "MONTHLY": rolling.Calendar.MONTH,
    "QUARTERLY": rolling.Calendar.QUARTER,
    "YEARLY": rolling.Calendar.YEAR,
}
Figure = Callable[..., Any]


def of_one(figure: Figure, **fixed: float) -> Figure:
    """Call with plain series, a period by its name last."""

    def called(*cells: Any) -> Any:
        given = [plain(cell) for cell in cells]
        if given and isinstance(given[-1], str):
            return figure(*given[:-1], periods_per_year=PERIODS[given[-1]])
        return figure(*given, **fixed)

    return called


def of_two(figure: Figure, **fixed: float) -> Figure:
    """Call with two series laid over the same days."""
    return lambda first, second: figure(*beside(first, second), **fixed)


def of_windows(figure: Figure, **fixed: float) -> Figure:
    def called(*cells: Any) -> Any:
        series = beside(*cells[:2]) if len(cells) == 3 else (plain(cells[0]),)
        return rolling.rolling(partial(figure, **fixed), cells[-1], *series)

    return called


def gathered(cell: Any, into: str, name: str) -> Any:
    returns = plain(cell)
    return rolling.gathered(returns, days(len(returns), name.partition("_")[0]), CALENDARS[into])


FIGURES: dict[str, Figure] = {
    "simple_returns": of_one(metrics.simple_returns),
    "cum_returns": of_one(metrics.cumulative_returns),
    "cum_returns_final": of_one(metrics.total_return),
    "max_drawdown": of_one(metrics.max_drawdown),
    "annual_ret": of_one(metrics.annual_return),
    "annual_volatility": of_one(metrics.annual_volatility),
    "calmar": of_one(metrics.calmar_ratio),
    "omega": of_one(metrics.omega_ratio, periods_per_year=DAYS),
    "sharpe_ratio": of_one(metrics.sharpe_ratio, periods_per_year=DAYS),
    "downside_risk": of_one(metrics.downside_risk),
    "sortino": of_one(metrics.sortino_ratio),
    "excess_sharpe": of_one(metrics.excess_sharpe),
    "stability_of_timeseries": of_one(metrics.stability),
    "tail_ratio": of_one(metrics.tail_ratio),
    "cagr": of_one(metrics.annual_return),
    "alpha_beta": of_two(benchmark.alpha_beta, periods_per_year=DAYS),
    "alpha": of_two(benchmark.alpha, periods_per_year=DAYS),
    "beta": of_two(benchmark.beta),
    "beta_fragility_heuristic": of_two(benchmark.beta_fragility),
    "capture_ratio": of_two(benchmark.capture, periods_per_year=DAYS),
    "up_capture": of_two(benchmark.up_capture, periods_per_year=DAYS),
    "down_capture": of_two(benchmark.down_capture, periods_per_year=DAYS),
    "up_down_capture": of_two(benchmark.up_down_capture, periods_per_year=DAYS),
    "up_alpha_beta": of_two(benchmark.up_alpha_beta, periods_per_year=DAYS),
    "down_alpha_beta": of_two(benchmark.down_alpha_beta, periods_per_year=DAYS),
    "roll_max_drawdown": of_windows(metrics.max_drawdown),
    "roll_sharpe_ratio": of_windows(metrics.sharpe_ratio, periods_per_year=DAYS),
    "roll_alpha_beta": of_windows(benchmark.alpha_beta, periods_per_year=DAYS),
    "roll_up_capture": of_windows(benchmark.up_capture, periods_per_year=DAYS),
    "roll_down_capture": of_windows(benchmark.down_capture, periods_per_year=DAYS),
    "roll_up_down_capture": of_windows(benchmark.up_down_capture, periods_per_year=DAYS),
}
NOT_MEASURED = {"gpd_risk_estimates"}
"""Fits of the far tail, which the desk shows nowhere."""


def test_every_row_of_the_recorded_tables_comes_out() -> None:
    vectors = Vectors()
    faults: list[str] = []
    rows = 0
    for table in vectors.tables:
        name = table["test"].removeprefix("test_")
        if "expected" not in table["args"] or name in NOT_MEASURED:
            continue
        for row in table["rows"]:
            try:
                found, expected, within = _both(vectors, name, table["args"], row)
            except Unlisted:
                continue  # a frame of several columns that stands nowhere
            rows += 1
            if not _is_same(found, expected, within):
                faults.append(f"{name}{row}: {found}, on record {expected}")

    assert faults == []
    assert rows > 100


def _both(vectors: Vectors, name: str, arguments: list[str], row: list[Any]) -> tuple[Any, Any, float | None]:
    cells = [vectors.value(cell) for cell in row]
    place = arguments.index("expected")
    given, expected = cells[:place], cells[place]
    within = 10.0 ** -cells[place + 1] if len(cells) > place + 1 else None
    if name == "aggregate_returns":
        return gathered(given[0], given[1], row[0]), expected, within
    if "rand." in str(row[0]):
        within = 0.2  # what was drawn then is not on record
    return FIGURES[name](*given), expected, within


def _is_same(found: Any, expected: Any, within: float | None) -> bool:
    have, want = _flat(found), _flat(expected)
    if len(have) != len(want):
        return False
    for one, other in zip(have, want, strict=True):
        if np.isnan(other) or np.isinf(other):
            if not (np.isnan(one) if np.isnan(other) else one == other):
                return False
        elif not abs(one - other) <= (within or tolerance(other)):
            return False
    return True


def _flat(value: Any) -> list[float]:
    if value is None:
        return [float("nan")]
    if isinstance(value, (list, tuple, np.ndarray)):
        return [figure for entry in value for figure in _flat(entry)]
    return [float(plain(value))]


def test_what_the_tables_say_of_noise_and_shifts_holds() -> None:
    vectors = Vectors()
    rows = {table["test"].removeprefix("test_"): table["rows"] for table in vectors.tables}
    broken = [
        f"{name}{row}"
        for name, holds in SAYINGS.items()
        for row in rows[name]
        if not holds(*(plain(vectors.value(cell)) for cell in row))
    ]

    assert broken == []


def _sharpe_of(deviation: float, mean: float = 0.1) -> float:
    drawn = np.random.RandomState(1337).normal(mean, deviation, 1000)
    return metrics.sharpe_ratio(drawn) or 0.0


def _downside_of(deviation: float) -> float:
    return metrics.downside_risk(np.random.RandomState(1337).normal(0, deviation, 1000)) or 0.0


def _near(first: float | None, second: float | None) -> bool:
    return first is not None and second is not None and abs(first - second) < 1e-7 * max(1.0, abs(first))


def _moved_alpha(mean: float, shift: float) -> bool:
    drawn = np.random.RandomState(1337).multivariate_normal([mean, mean], [[1e-6, 0], [0, 1e-6]], 1000)
    still, up = (benchmark.alpha_beta(drawn[:, 0] + by, drawn[:, 1]) for by in (0.0, shift))
    return (still[0] or 0.0) < (up[0] or 0.0) and _near(still[1], up[1])


def _more_correlated(less: float, more: float) -> bool:
    drawn = [
        np.random.RandomState(1337).multivariate_normal([0, 0], [[1, share], [share, 1]], 1000) / 1000
        for share in (less, more)
    ]
    lower, higher = (benchmark.beta(one[:, 0], one[:, 1]) or 0.0 for one in drawn)
    return lower < higher


SAID_BY_OTHERS = {"alpha_beta_equality", "excess_sharpe_noisy", "cagr_noisy"}
"""Tables without an expected figure: that one function is made of two others, that noise is less than a line."""

of: Any = metrics
"""Every figure below is known, which the types of the figures do not say."""

SAYINGS: dict[str, Callable[..., bool]] = {
    "max_drawdown_translation": lambda r, by: (
        of.max_drawdown(r - by) <= of.max_drawdown(r) <= of.max_drawdown(r + by)
    ),
    "omega_returns": lambda r, less, more: of.omega_ratio(r, 0, less) > of.omega_ratio(r, 0, more),
    "sharpe_translation_same": lambda r, need, by: _near(
        of.sharpe_ratio(r, need), of.sharpe_ratio(r + by, need + by)
    ),
    "sharpe_translation_diff": lambda r, need, by, more: (
        not _near(of.sharpe_ratio(r, need), of.sharpe_ratio(r + by, need + more))
    ),
    "sharpe_translation_1": lambda r, need, by: (
        of.sharpe_ratio(r - by, need) < of.sharpe_ratio(r, need) < of.sharpe_ratio(r + by, need)
    ),
    "sharpe_noise": lambda small, large: _sharpe_of(small) > _sharpe_of(large),
    "downside_risk_noisy": lambda noise, line: of.downside_risk(noise) > of.downside_risk(line),
    "downside_risk_trans": lambda r, need: of.downside_risk(r, need) > of.downside_risk(r, -need),
    "downside_risk_std": lambda small, large: _downside_of(small) < _downside_of(large),
    "sortino_add_noise": lambda r, need: of.sortino_ratio(r + 0.001, need) > of.sortino_ratio(r, need),
    "sortino_sub_noise": lambda r, need: of.sortino_ratio(r - 0.001, need) < of.sortino_ratio(r, need),
    "sortino_translation_same": lambda r, need, by: _near(
        of.sortino_ratio(r, need), of.sortino_ratio(r + by, need + by)
    ),
    "sortino_translation_diff": lambda r, need, by, more: (
        not _near(of.sortino_ratio(r, need), of.sortino_ratio(r + by, need + more))
    ),
    "excess_sharpe_trans": lambda r, noise, by: (
        of.excess_sharpe(r - by, r + noise)
        < of.excess_sharpe(r, r + noise)
        < of.excess_sharpe(r + by, r + noise)
    ),
    "alpha_beta_translation": _moved_alpha,
    "alpha_beta_correlation": _more_correlated,
    "alpha_beta_with_nan_inputs": lambda r, other: _near(benchmark.beta(r, other), 1.0),
    "cagr_translation": lambda r, by: (
        of.annual_return(r - by) < of.annual_return(r) < of.annual_return(r + by)
    ),
    "cagr_with_nan_inputs": lambda r: of.annual_return(r) is not None,
}


def test_a_fact_of_every_table_is_tested() -> None:
    tested = {*FIGURES, *SAYINGS, *NOT_MEASURED, *SAID_BY_OTHERS, "aggregate_returns"}

    assert {table["test"].removeprefix("test_") for table in Vectors().tables} - tested == set()
