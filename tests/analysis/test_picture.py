"""A picture says what its candles allow, its score lies in 0..1, and nothing hostile raises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.candles import closing, walk
from tradewind.analysis.picture import Picture, picture, score
from tradewind.analysis.series import columns
from tradewind.bus.codec import encode
from tradewind.domain.candle import CandleRow, Timeframe
from tradewind.domain.technical import ScoreParts

numbers = st.floats(min_value=0, max_value=1e15, allow_subnormal=False)
rows = st.lists(st.tuples(st.integers(0, 2**43), numbers, numbers, numbers, numbers, numbers), max_size=130)


def test_a_rise_scores_high_and_a_fall_low() -> None:
    rise = picture(closing(100 * 1.002 ** np.arange(300.0), reach=0.1), Timeframe.H1).score
    fall = picture(closing(100 * 0.998 ** np.arange(300.0), reach=0.1), Timeframe.H1).score

    assert rise is not None
    assert fall is not None
    assert 0 <= fall < 0.2
    assert 0.8 < rise <= 1


def test_one_unknown_part_leaves_the_score_unknown() -> None:
    assert score(ScoreParts(trend=1, strength=1, place=1, lead=1)) == 1
    assert score(ScoreParts(trend=0.5, strength=None, place=1, lead=1)) is None
    assert picture(walk(88), Timeframe.H1).score is None
    assert picture(walk(89), Timeframe.H1).score is not None


@pytest.mark.parametrize(
    ("timeframe", "needed"), [(Timeframe.M5, 288), (Timeframe.H1, 24), (Timeframe.H4, 6)]
)
def test_the_mean_price_rolls_over_24_hours(timeframe: Timeframe, needed: int) -> None:
    assert picture(walk(needed - 1), timeframe).vwap is None
    assert picture(walk(needed), timeframe).vwap is not None


def test_the_scale_of_prices_does_not_change_what_they_say() -> None:
    candles = walk(300)
    cheap = closing(candles.close * 1e-7, reach=candles.high * 1e-7 - candles.close * 1e-7)
    dear = closing(candles.close, reach=candles.high - candles.close)
    small, large = picture(cheap, Timeframe.H1), picture(dear, Timeframe.H1)

    assert small.score == pytest.approx(large.score)
    assert small.rsi_14 == pytest.approx(large.rsi_14)
    assert (small.ribbon.order, small.squeeze.on) == (large.ribbon.order, large.squeeze.on)


@settings(deadline=None, max_examples=60)
@given(table=rows)
def test_any_candles_give_a_picture_of_numbers_or_nothing(table: list[CandleRow]) -> None:
    seen = picture(columns(table), Timeframe.H4)

    assert_is_sound(seen)


def assert_is_sound(seen: Picture) -> None:
    assert seen.score is None or 0 <= seen.score <= 1
    assert b"NaN" not in encode(seen)
    assert seen.stoch_rsi.k is None or -1e-6 <= seen.stoch_rsi.k <= 100 + 1e-6
