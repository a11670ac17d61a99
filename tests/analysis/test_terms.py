"""Only closed candles count, and the candle before the window completes the long averages."""

from dataclasses import replace

import pytest

from tests.values import a_window
from tradewind.analysis.terms import long_term, short_term
from tradewind.domain.candle import CandleWindow, Timeframe
from tradewind.domain.indicators import Trend

CLOSES = [100.0 + place % 7 for place in range(51)]


def with_open_close(window: CandleWindow, close: float) -> CandleWindow:
    opened = window.candles[-1]
    return replace(window, candles=(*window.candles[:-1], (*opened[:4], close, opened[5])))


def test_the_open_candle_changes_no_indicator_f34() -> None:
    quarters = a_window(CLOSES)
    hours = a_window([float(place) for place in range(1, 102)], timeframe=Timeframe.H1)

    assert short_term(with_open_close(quarters, 9_999.0)) == short_term(quarters)
    assert long_term(with_open_close(hours, 9_999.0)) == long_term(hours)


def test_short_term_means_are_over_the_closed_candles_of_the_window() -> None:
    term = short_term(a_window(CLOSES))

    assert term.sma_20 == pytest.approx(sum(CLOSES[-21:-1]) / 20)
    assert term.volume_avg_20 == pytest.approx(10 + 39.5)
    assert term.macd.signal is not None


def test_long_term_means_need_a_hundred_closed_candles_the_preceding_one_included() -> None:
    closes = [float(place) for place in range(1, 102)]

    whole = long_term(a_window(closes, timeframe=Timeframe.H1))
    short = long_term(a_window(closes[1:], timeframe=Timeframe.H1, has_preceding=False))

    assert whole.sma_100 == pytest.approx(50.5)
    assert whole.sma_50 == pytest.approx(75.5)
    assert whole.trend is Trend.UP
    assert (short.sma_100, short.trend) == (None, None)
    assert short.sma_50 == pytest.approx(75.5)


def test_without_candles_everything_is_unknown() -> None:
    assert short_term(None).rsi_14 is None
    assert short_term(None).macd.histogram is None
    assert long_term(None).trend is None
    assert long_term(a_window([1.0], has_preceding=False)).trend is None
