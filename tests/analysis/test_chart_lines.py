"""The lines of a chart are the analyst's own figures, one for each candle, wherever a page of candles begins."""

import pytest

from tests.analysis.candles import walk
from tests.values import a_window
from tradewind.analysis.chart_lines import WARM_UP, Study, chart_lines
from tradewind.analysis.terms import short_term
from tradewind.domain.candle import CandleRow, Timeframe

QUARTER = Timeframe.M15.length
WALK = a_window([float(close) for close in walk(600).close], has_preceding=False)
ROWS: list[CandleRow] = list(WALK.confirmed)


def test_the_last_values_are_those_that_the_analyst_publishes() -> None:
    lines, term = chart_lines(ROWS, Study, QUARTER), short_term(WALK)

    assert lines["rsi_14"][-1] == term.rsi_14
    assert lines["sma_20"][-1] == term.sma_20
    assert (lines["ema_12"][-1], lines["ema_26"][-1]) == (term.ema_12, term.ema_26)
    assert (lines["macd"][-1], lines["macd_signal"][-1]) == (term.macd.macd, term.macd.signal)
    assert lines["macd_histogram"][-1] == term.macd.histogram


def test_every_line_has_a_value_for_every_candle_and_none_before_it_is_warm() -> None:
    lines = chart_lines(ROWS, Study, QUARTER)

    assert {len(line) for line in lines.values()} == {len(ROWS)}
    warm_from = {
        name: next(place for place, value in enumerate(line) if value is not None)
        for name, line in lines.items()
    }
    assert warm_from == {
        "sma_20": 19,
        "sma_50": 49,
        "ema_12": 11,
        "ema_26": 25,
        "bollinger_upper": 19,
        "bollinger_mid": 19,
        "bollinger_lower": 19,
        "rsi_14": 14,
        "macd": 25,
        "macd_signal": 33,
        "macd_histogram": 33,
    }


def test_only_what_is_asked_for_is_computed() -> None:
    assert set(chart_lines(ROWS, [Study.MACD], QUARTER)) == {"macd", "macd_signal", "macd_histogram"}
    assert chart_lines(ROWS, [], QUARTER) == {}


def test_two_pages_meet_without_a_step() -> None:
    whole = chart_lines(ROWS, Study, QUARTER)
    page = chart_lines(ROWS[100:], Study, QUARTER)

    for name, line in page.items():
        assert line[WARM_UP:] == pytest.approx(whole[name][100 + WARM_UP :], rel=1e-7), name


def test_after_a_missing_candle_a_line_warms_up_again() -> None:
    torn = [*ROWS[:100], *ROWS[101:]]

    line = chart_lines(torn, [Study.SMA_20], QUARTER)["sma_20"]

    assert line[99] is not None
    assert line[100:119] == (None,) * 19
    assert line[119] is not None


def test_over_the_night_of_an_exchange_candles_are_neighbors() -> None:
    torn = [*ROWS[:100], *ROWS[101:]]

    assert None not in chart_lines(torn, [Study.SMA_20], None)["sma_20"][19:]


def test_without_candles_there_is_no_line() -> None:
    assert chart_lines([], Study, QUARTER) == {}
