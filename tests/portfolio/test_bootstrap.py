"""Intervals hold the truth as often as they promise, say nothing of too little, and are the same for the same seed."""

import math

import numpy as np
import pytest

from tests.portfolio.traders import coverage, traders
from tradewind.portfolio.bootstrap import LEAST_PERIODS, confidence
from tradewind.portfolio.metrics import sharpe_ratio


def test_the_intervals_hold_the_truth_of_nine_traders_in_ten() -> None:
    """Of 150 seeded traders; all thousand are counted by the bench."""
    of_mean, of_sharpe = coverage(150, days=180)

    assert of_mean >= 0.9
    assert of_sharpe >= 0.9


def test_an_interval_stands_around_its_figure() -> None:
    returns = next(traders(1, 250)).returns
    found = confidence(returns, seed=1)

    assert found is not None
    assert math.isclose((found.sharpe.low + found.sharpe.high) / 2, sharpe_ratio(returns) or 0.0)
    assert math.isclose((found.mean_return.low + found.mean_return.high) / 2, returns.mean() * 365)


def test_more_days_make_it_narrower() -> None:
    returns = next(traders(1, 900)).returns
    short, long = confidence(returns[:150], seed=1), confidence(returns, seed=1)

    assert short is not None
    assert long is not None
    assert long.sharpe.high - long.sharpe.low < short.sharpe.high - short.sharpe.low


def test_the_same_seed_gives_the_same_interval() -> None:
    returns = next(traders(1, 200)).returns

    assert confidence(returns, seed=3) == confidence(returns, seed=3)
    assert confidence(returns, seed=3) != confidence(returns, seed=4)


@pytest.mark.parametrize(
    "returns",
    [
        np.array([]),
        np.linspace(-0.01, 0.02, LEAST_PERIODS - 1),
        np.zeros(400),
        np.full(400, 0.01),
        np.concatenate([np.zeros(396), [0.01, -0.01, 0.02, 0.03]]),
    ],
)
def test_too_little_says_nothing_of_how_sure_it_is(returns: np.ndarray) -> None:
    assert confidence(returns, seed=1) is None
