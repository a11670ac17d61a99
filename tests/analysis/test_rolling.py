"""What a backtest computes for a whole tape at once is what the live desk computes window by window."""

import math
from dataclasses import astuple

import numpy as np
import pytest

from tests.values import a_window
from tradewind.analysis.rolling import LONG_WINDOW, SHORT_WINDOW, long_terms, short_terms
from tradewind.analysis.series import Series
from tradewind.analysis.terms import long_term, short_term
from tradewind.domain.candle import Timeframe


def a_walk(count: int, seed: int = 5) -> Series:
    steps = np.random.default_rng(seed).normal(0, 0.002, count)
    return np.asarray(60_000 * np.exp(np.cumsum(steps)))


def numbers(figures: tuple[object, ...]) -> list[float]:
    """Return the figures, NaN where one is unknown."""
    return [figure if isinstance(figure, float) else math.nan for figure in figures]


@pytest.mark.parametrize("place", [0, 13, 14, 19, 33, 47, 48, 49, 200, 699])
def test_the_short_term_of_every_window_is_that_of_the_live_desk(place: int) -> None:
    closes = a_walk(700)
    window = closes[max(0, place + 1 - SHORT_WINDOW) : place + 1].tolist()

    live = short_term(a_window([*window, 1.0], has_preceding=False))
    taped = short_terms(closes, np.full(700, 10.0)).at(place)

    assert numbers(astuple(taped)[:4]) == pytest.approx(numbers(astuple(live)[:4]), rel=1e-12, nan_ok=True)
    assert numbers(astuple(taped.macd)) == pytest.approx(numbers(astuple(live.macd)), abs=1e-7, nan_ok=True)


@pytest.mark.parametrize("place", [0, 48, 49, 98, 99, 100, 399])
def test_the_long_term_of_every_window_is_that_of_the_live_desk(place: int) -> None:
    closes = a_walk(400)
    window = closes[max(0, place + 1 - LONG_WINDOW) : place + 1].tolist()

    live = long_term(a_window([*window, 1.0], timeframe=Timeframe.H1))
    taped = long_terms(closes).at(place)

    assert taped.trend is live.trend
    assert numbers(astuple(taped)) == pytest.approx(numbers(astuple(live)), rel=1e-12, nan_ok=True)


def test_a_price_that_never_moved_has_no_strength() -> None:
    assert short_terms(np.full(120, 5.0), np.zeros(120)).at(119).rsi_14 is None


def test_before_the_first_closed_candle_everything_is_unknown() -> None:
    assert short_terms(a_walk(60), np.ones(60)).at(-1).sma_20 is None
    assert long_terms(a_walk(60)).at(-1).trend is None
