"""Candles are upserted by their open time, and handed out whole or not at all: F34, F35."""

from tests.values import a_window
from tradewind.domain.candle import CandleRow, Timeframe
from tradewind.market.candle_series import CandleSeries

MINUTE = 60_000


def a_row(minute: int, close: float = 100.0) -> CandleRow:
    return minute * MINUTE, 100.0, 110.0, 90.0, close, 1.0


def a_series(closed: range, limit: int = 3) -> CandleSeries:
    """A series with `closed` minutes and the next one open."""
    series = CandleSeries(Timeframe.M1, limit)
    for minute in closed:
        series.upsert(a_row(minute), is_closed=True)
    series.upsert(a_row(closed.stop), is_closed=False)
    return series


def test_a_series_hands_out_one_candle_more_than_its_limit() -> None:
    whole = a_series(range(10, 20)).whole()

    assert whole is not None
    assert [row[0] // MINUTE for row in whole] == [17, 18, 19, 20]


def test_a_duplicate_says_nothing_new_f34() -> None:
    series = a_series(range(4))

    assert not series.upsert(a_row(3), is_closed=True)
    assert series.revisions == 0


def test_a_revision_replaces_the_closed_candle_and_is_counted_f34() -> None:
    series = a_series(range(4))

    assert series.upsert(a_row(3, close=105.0), is_closed=True)
    whole = series.whole()
    assert whole is not None
    assert whole[-2][4] == 105.0
    assert series.revisions == 1


def test_an_open_state_that_arrives_late_does_not_open_a_closed_candle_f34() -> None:
    series = a_series(range(4))

    assert not series.upsert(a_row(3, close=95.0), is_closed=False)
    whole = series.whole()
    assert whole is not None
    assert whole[-2][4] == 100.0


def test_candles_out_of_order_find_their_place_f34() -> None:
    series = CandleSeries(Timeframe.M1, 3)
    series.upsert(a_row(5), is_closed=False)
    for minute in (4, 2, 3):
        series.upsert(a_row(minute), is_closed=True)

    whole = series.whole()
    assert whole is not None
    assert [row[0] // MINUTE for row in whole] == [2, 3, 4, 5]


def test_a_candle_older_than_the_series_is_of_no_use() -> None:
    assert not a_series(range(10, 20)).upsert(a_row(2), is_closed=True)


def test_a_series_whose_last_candle_has_closed_waits_for_the_next() -> None:
    series = a_series(range(4))
    series.upsert(a_row(4), is_closed=True)

    assert series.whole() is None
    series.upsert(a_row(5), is_closed=False)
    assert series.whole() is not None


def test_a_candle_that_never_closed_makes_the_series_incomplete_f35() -> None:
    series = a_series(range(4))
    series.upsert(a_row(5), is_closed=False)

    assert series.whole() is None


def test_a_gap_makes_the_series_incomplete_until_a_window_fills_it_f35() -> None:
    window = a_window([100.0, 101.0, 102.0, 103.0], timeframe=Timeframe.M1)
    newest = window.candles[-1]
    series = CandleSeries(Timeframe.M1, 3)
    for hours in (8, 7):
        series.upsert((newest[0] - hours * 60 * MINUTE, *newest[1:]), is_closed=True)
    series.upsert(newest, is_closed=False)
    assert series.whole() is None

    series.seed(window)

    assert series.whole() == (window.preceding, *window.candles)
