"""Longer candles are made of complete shorter ones."""

from datetime import timedelta

from tradewind.analysis.spans import combined
from tradewind.domain.candle import CandleRow, CandleRows

HOUR = timedelta(hours=1)
HOUR_MS = 3_600_000
DAY_BEGIN = 20_000 * 24 * HOUR_MS


def hours(first: int, count: int) -> CandleRows:
    """`count` hours from the `first` of a day on; each reaches one further than the one before."""
    rows: list[CandleRow] = [
        (DAY_BEGIN + place * HOUR_MS, 1.0, 10.0 + place, 5.0 - place, 7.0 + place, 2.0)
        for place in range(first, first + count)
    ]
    return tuple(rows)


def test_four_hours_have_the_extremes_the_last_close_and_all_volume() -> None:
    assert combined(hours(0, 4), HOUR, 4 * HOUR) == ((DAY_BEGIN, 1.0, 13.0, 2.0, 10.0, 8.0),)


def test_only_the_last_candle_may_lack_parts_at_its_end() -> None:
    candles = combined((*hours(0, 4), *hours(4, 2)), HOUR, 4 * HOUR)

    assert [row[0] for row in candles] == [DAY_BEGIN, DAY_BEGIN + 4 * HOUR_MS]
    assert candles[-1][5] == 4.0


def test_a_candle_with_a_hole_is_left_out() -> None:
    torn = (*hours(0, 4), *hours(4, 1), *hours(6, 2), *hours(8, 4))

    assert [row[0] for row in combined(torn, HOUR, 4 * HOUR)] == [DAY_BEGIN, DAY_BEGIN + 8 * HOUR_MS]


def test_a_last_candle_without_its_begin_is_left_out_too() -> None:
    assert combined(hours(1, 3), HOUR, 4 * HOUR) == ()


def test_a_day_begins_at_midnight_utc() -> None:
    assert [row[0] for row in combined(hours(5, 43), HOUR, 24 * HOUR)] == [DAY_BEGIN + 24 * HOUR_MS]
