"""Each indicator equals its definition, knows its warm-up and says nothing before it."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.candles import walk
from tradewind.analysis.indicators import ema, macd, rsi, sma, stoch_rsi, trend
from tradewind.analysis.series import Series, latest
from tradewind.domain.indicators import Trend

prices = st.lists(st.floats(min_value=1e-6, max_value=1e6), max_size=120).map(np.array)


def series(*values: float) -> Series:
    return np.array(values, dtype=np.float64)


def test_a_simple_mean_is_the_mean_of_its_period() -> None:
    assert latest(sma(series(1, 2, 3, 4), 3)) == 3


def test_an_exponential_mean_begins_with_a_simple_one() -> None:
    values = ema(series(1, 2, 3, 7), 3)

    assert values[2] == 2
    assert values[3] == pytest.approx(7 * 0.5 + 2 * 0.5)


def test_strength_is_100_when_prices_only_rise_and_0_when_they_only_fall() -> None:
    rising = np.arange(1.0, 20.0)

    assert latest(rsi(rising)) == pytest.approx(100)
    assert latest(rsi(rising[::-1].copy())) == pytest.approx(0)


def test_a_market_that_never_moved_has_no_strength() -> None:
    assert latest(rsi(np.full(50, 10.0))) is None


def test_macd_is_the_difference_of_the_two_means_shown_beside_it() -> None:
    closes = np.sin(np.arange(49.0)) * 5 + 100
    line, signal, histogram = macd(closes)

    assert latest(line) == pytest.approx(ema(closes, 12)[-1] - ema(closes, 26)[-1])
    assert latest(histogram) == pytest.approx(line[-1] - signal[-1])


@pytest.mark.parametrize(
    ("compute", "warm_up"),
    [
        (lambda closes: sma(closes, 20), 19),
        (lambda closes: ema(closes, 26), 25),
        (lambda closes: rsi(closes, 14), 14),
        (lambda closes: macd(closes)[0], 25),
        (lambda closes: macd(closes)[1], 33),
        (lambda closes: macd(closes)[2], 33),
        (lambda closes: stoch_rsi(rsi(closes))[0], 27),
        (lambda closes: stoch_rsi(rsi(closes))[1], 29),
    ],
)
def test_nothing_is_said_before_the_warm_up_is_complete(
    compute: Callable[[Series], Series], warm_up: int
) -> None:
    closes = walk(100).close

    assert latest(compute(closes[:warm_up])) is None
    assert latest(compute(closes[: warm_up + 1])) is not None
    assert np.isnan(compute(closes)[:warm_up]).all()


@settings(deadline=None)
@given(closes=prices)
def test_every_series_is_as_long_as_its_candles_and_strength_stays_in_its_range(closes: Series) -> None:
    for values in (sma(closes, 20), ema(closes, 12), rsi(closes), *macd(closes)):
        assert len(values) == len(closes)
    strength = latest(rsi(closes))
    assert strength is None or -1e-9 <= strength <= 100 + 1e-9


def test_a_strength_that_did_not_move_has_no_place_in_its_range() -> None:
    k, d = stoch_rsi(np.full(40, 55.0))

    assert (latest(k), latest(d)) == (None, None)


def test_the_mean_place_is_known_again_three_candles_after_a_gap() -> None:
    strength = np.concatenate([np.full(20, 55.0), walk(20).close])

    assert latest(stoch_rsi(strength)[1]) is not None


@settings(deadline=None)
@given(closes=prices)
def test_an_average_lies_among_its_values(closes: Series) -> None:
    average = latest(sma(closes, 20))

    if average is not None:
        assert closes[-20:].min() * (1 - 1e-9) <= average <= closes[-20:].max() * (1 + 1e-9)


@pytest.mark.parametrize(
    ("price", "sma_50", "sma_100", "expected"),
    [
        (103, 102, 101, Trend.UP),
        (98, 99, 100, Trend.DOWN),
        (101.5, 102, 101, Trend.SIDEWAYS),
        (99.5, 99, 100, Trend.SIDEWAYS),
        (103, 100.05, 100, Trend.SIDEWAYS),
        (97, 99.95, 100, Trend.SIDEWAYS),
        (103, 102, None, None),
        (103, None, None, None),
    ],
)
def test_a_trend_needs_price_and_both_averages_in_order(
    price: float, sma_50: float | None, sma_100: float | None, expected: Trend | None
) -> None:
    assert trend(price, sma_50, sma_100) is expected
