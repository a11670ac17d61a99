"""Minutes add up to a longer series and to candles of five minutes."""

from dataclasses import replace

from tests.clocks import START
from tests.values import a_window
from tradewind.analysis.minutes import KEPT, five_minutes, joined
from tradewind.domain.candle import CandleRows, CandleWindow, Timeframe

MINUTE_MS = 60_000


def minutes(count: int, begin: int = 0) -> CandleRows:
    """`count` minutes from `begin` minutes after noon; each closes one higher than the one before."""
    first = START.epoch_ms + begin * MINUTE_MS
    return tuple(
        (
            first + place * MINUTE_MS,
            begin + place - 1.0,
            begin + place + 0.5,
            begin + place - 1.5,
            begin + place + 0.0,
            2.0,
        )
        for place in range(count)
    )


def window(rows: CandleRows) -> CandleWindow:
    return replace(a_window([1.0, 2.0], timeframe=Timeframe.M1), candles=rows[1:], preceding=rows[0])


def test_what_was_seen_before_goes_in_front_of_the_window() -> None:
    kept = joined((), window(minutes(10)))

    assert joined(kept, window(minutes(10, begin=7))) == minutes(17)


def test_a_candle_that_was_open_when_it_was_seen_is_not_kept() -> None:
    kept = joined((), window(minutes(10)))

    assert joined(kept, window(minutes(10, begin=10))) == minutes(10, begin=10)


def test_nothing_is_joined_across_a_gap() -> None:
    kept = joined((), window(minutes(10)))

    assert joined(kept, window(minutes(10, begin=20))) == minutes(10, begin=20)


def test_the_oldest_minutes_are_let_go() -> None:
    kept = joined((), window(minutes(KEPT)))

    assert joined(kept, window(minutes(KEPT, begin=5))) == minutes(KEPT, begin=5)


def test_five_minutes_have_the_first_open_the_extremes_the_last_close_and_all_volume() -> None:
    first, second, still_open = five_minutes(minutes(12))

    assert first == (START.epoch_ms, -1.0, 4.5, -1.5, 4.0, 10.0)
    assert second[0] == START.epoch_ms + 5 * MINUTE_MS
    assert still_open == (START.epoch_ms + 10 * MINUTE_MS, 9.0, 11.5, 8.5, 11.0, 4.0)


def test_a_first_candle_without_its_begin_is_left_out() -> None:
    assert five_minutes(minutes(9, begin=3)) == five_minutes(minutes(7, begin=5))
