"""Each share says what one thing says, and nothing where it is not known."""

from dataclasses import replace

import pytest

from tests.signals.market import (
    a_context,
    a_picture,
    a_scan_score,
    some_indicators,
    some_news,
    some_stock_indicators,
)
from tradewind.domain.candle import Timeframe
from tradewind.domain.indicators import Trend
from tradewind.domain.market_context import MarketRegime
from tradewind.signals.parts import coin_parts, stock_parts, swap_parts
from tradewind.signals.readings import NOTHING

PRICE = 60_000.0


def test_a_swap_is_judged_by_trend_histogram_strength_and_regime() -> None:
    parts = swap_parts(some_indicators(Trend.DOWN, histogram=-30.0, rsi=40.0), PRICE, a_context())

    assert parts.trend == -1
    assert parts.momentum == pytest.approx(
        -0.5
    )  # 30 of 60,000 against 0.2 % x the root of a quarter of an hour
    assert parts.strength == pytest.approx(-0.5)
    assert parts.regime == 1
    assert (parts.scan, parts.sentiment) == (None, None)


def test_a_coin_is_judged_by_the_mean_over_its_timeframes() -> None:
    pictures = [a_picture(Timeframe.H1, momentum=600.0), a_picture(Timeframe.H4, momentum=-600.0, rsi=None)]
    scores = [a_scan_score(0.75), a_scan_score(0.25), a_scan_score(None)]

    parts = coin_parts(pictures, scores, PRICE, a_context(MarketRegime.VOLATILE))

    assert parts.trend == 1
    assert parts.momentum == pytest.approx((1 - 0.5) / 2)
    assert parts.strength == pytest.approx(0.5)
    assert parts.scan == pytest.approx(0)
    assert parts.regime == 0


def test_a_stock_is_judged_by_bands_macd_strength_and_news() -> None:
    parts = stock_parts(some_stock_indicators(), 200.0, some_news(-0.3))

    assert parts.trend == pytest.approx(0.6)
    assert parts.momentum == pytest.approx(1)
    assert parts.strength == pytest.approx(0.5)
    assert parts.sentiment == -0.3
    assert (parts.scan, parts.regime) == (None, None)


@pytest.mark.parametrize("news", [None, some_news(None, 0), some_news(0.9, 1)])
def test_without_two_headlines_the_news_are_unknown(news: None) -> None:
    assert stock_parts(some_stock_indicators(), 200.0, news).sentiment is None


def test_what_is_missing_is_unknown_and_not_even() -> None:
    assert swap_parts(None, PRICE, None) == NOTHING
    assert coin_parts([], [], PRICE, None) == NOTHING
    assert stock_parts(None, 200.0, None) == NOTHING
    assert swap_parts(some_indicators(None), PRICE, a_context(None)).trend is None


def test_bands_of_no_width_say_nothing() -> None:
    flat = replace(some_stock_indicators(), bollinger_upper=200.0, bollinger_lower=200.0)

    assert stock_parts(flat, 200.0, None).trend is None


def test_no_share_leaves_its_range() -> None:
    wild = swap_parts(some_indicators(histogram=1e9, rsi=100.0), PRICE, None)

    assert (wild.momentum, wild.strength) == (1, 1)
