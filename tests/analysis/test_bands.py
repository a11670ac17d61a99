"""Each band equals its definition and the published values, and knows its warm-up."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.analysis.candles import closing, walk
from tradewind.analysis.bands import atr, bollinger, donchian, keltner, momentum, vwap
from tradewind.analysis.series import Candles, Series, latest


@pytest.mark.parametrize(
    ("compute", "warm_up"),
    [
        (lambda candles: bollinger(candles.close).upper, 19),
        (lambda candles: atr(candles, 14), 14),
        (lambda candles: keltner(candles).upper, 19),
        (lambda candles: keltner(candles, 20, 1.5, 20).lower, 20),
        (lambda candles: donchian(candles).mid, 19),
        (momentum, 38),
    ],
)
def test_nothing_is_said_before_the_warm_up_is_complete(
    compute: Callable[[Candles], Series], warm_up: int
) -> None:
    candles = walk(80)

    assert np.isnan(compute(candles)[:warm_up]).all()
    assert np.isfinite(compute(candles)[warm_up:]).all()
    assert latest(compute(walk(0))) is None
    assert latest(compute(walk(warm_up))) is None
    assert latest(compute(walk(warm_up + 1))) is not None


@pytest.mark.parametrize("price", [1e-8, 1e-5, 1.0, 1e5])
def test_small_moves_of_the_cheapest_coin_still_open_the_bands(price: float) -> None:
    closes = price * (1 + 1e-4 * np.sin(np.arange(40.0)))
    bands = bollinger(closes)

    assert bands.upper[-1] - bands.mid[-1] == pytest.approx(2 * closes[-20:].std(), rel=1e-9)


def test_a_channel_spans_the_highest_high_and_the_lowest_low() -> None:
    channel = donchian(closing(np.arange(1.0, 31.0)))

    assert (latest(channel.upper), latest(channel.mid), latest(channel.lower)) == (31, 20.5, 10)


def test_the_volume_weighs_the_mean_price() -> None:
    candles = closing(np.array([10.0, 20.0]), volume=np.array([1.0, 3.0]))

    assert latest(vwap(candles)) == 17.5


def test_without_volume_there_is_no_volume_weighted_price() -> None:
    assert latest(vwap(closing(np.full(5, 10.0), volume=0.0))) is None


def test_momentum_is_the_regression_line_read_at_its_end() -> None:
    candles = walk(60)
    mids = np.array(
        [
            (candles.high[end - 20 : end].max() + candles.low[end - 20 : end].min()) / 4
            + candles.close[end - 20 : end].mean() / 2
            for end in range(41, 61)
        ]
    )
    slope, start = np.polyfit(np.arange(20), candles.close[-20:] - mids, 1)

    assert latest(momentum(candles)) == pytest.approx(start + 19 * slope)


def test_momentum_of_the_last_40_candles_is_that_of_all() -> None:
    candles = walk(300)

    assert latest(momentum(candles.last(40))) == pytest.approx(latest(momentum(candles)))
