"""What is unknown or without bounds stays so, and figures of money agree with those of returns."""

import math

import numpy as np
import pytest

from tradewind.portfolio import metrics

ALL = (
    metrics.total_return,
    metrics.max_drawdown,
    metrics.annual_return,
    metrics.annual_volatility,
    metrics.sharpe_ratio,
    metrics.downside_risk,
    metrics.sortino_ratio,
    metrics.calmar_ratio,
    metrics.omega_ratio,
    metrics.tail_ratio,
    metrics.stability,
    metrics.win_rate,
    metrics.profit_factor,
)


@pytest.mark.parametrize("figure", ALL)
def test_of_nothing_everything_is_unknown(figure: object) -> None:
    assert callable(figure)
    assert figure(np.array([])) is None


@pytest.mark.parametrize("figure", ALL)
def test_no_figure_is_ever_not_a_number(figure: object) -> None:
    assert callable(figure)
    for returns in (
        [0.0],
        [0.0, 0.0],
        [0.01] * 9,
        [-1.0, 0.5],
        [math.nan, math.nan],
        [math.nan, 0.01],
        [-2.0, 0.1],
    ):
        found = figure(np.array(returns))
        assert found is None or not math.isnan(found)


def test_what_gains_without_risk_is_infinite_and_not_written_down() -> None:
    ratio = metrics.sharpe_ratio([0.01, 0.01, 0.01])

    assert ratio == math.inf
    assert metrics.finite(ratio) is None
    assert metrics.finite(1.5) == 1.5


def test_a_year_of_daily_returns_has_365_days() -> None:
    assert metrics.annual_return([0.0] * 364 + [0.1]) == pytest.approx(0.1)
    assert metrics.annual_volatility([0.01, -0.01]) == pytest.approx(0.01 * math.sqrt(2 * 365))


def test_gains_are_counted_among_what_is_not_even() -> None:
    assert metrics.win_rate([0.01, 0.0, -0.02, 0.03]) == pytest.approx(2 / 3)
    assert metrics.profit_factor([0.01, 0.0, -0.02, 0.03]) == pytest.approx(2.0)


def test_returns_lie_between_prices() -> None:
    assert metrics.simple_returns([100.0, 110.0, 99.0]).tolist() == pytest.approx([0.1, -0.1])


def test_an_account_that_lost_more_than_all_has_no_growth_rate() -> None:
    assert metrics.annual_return([-1.5, 0.1]) is None
