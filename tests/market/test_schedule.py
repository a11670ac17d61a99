"""Scans come at fixed moments and never overlap; 1 h candles take turns and never grow old."""

import asyncio
from datetime import timedelta

from tests.clocks import START, FakeClock
from tradewind.app.clock import SystemClock
from tradewind.domain.clock import Instant
from tradewind.market.config import DEFAULT_SYMBOLS
from tradewind.market.schedule import EVERY_SCAN, Cadence, Datum, Fetch, due_fetches

MINUTELY = [Fetch(symbol=symbol, datum=Datum.CANDLES_1M) for symbol in DEFAULT_SYMBOLS]
HOURLY = [Fetch(symbol=symbol, datum=Datum.CANDLES_1H) for symbol in DEFAULT_SYMBOLS]


def hourly_due(beat: int, last_success: dict[Fetch, Instant], now: Instant) -> list[Fetch]:
    fetches = due_fetches(beat, DEFAULT_SYMBOLS, last_success, now)
    return [fetch for fetch in fetches if fetch.datum is Datum.CANDLES_1H]


def after(seconds: float) -> Instant:
    return Instant.of(START + timedelta(seconds=seconds))


def test_every_scan_fetches_everything_but_hourly_candles_of_every_symbol() -> None:
    due = due_fetches(5, DEFAULT_SYMBOLS, {}, START)

    for datum in EVERY_SCAN:
        assert [fetch.symbol for fetch in due if fetch.datum is datum] == list(DEFAULT_SYMBOLS)


def test_the_first_scan_fetches_every_hourly_window() -> None:
    assert hourly_due(0, {}, START) == HOURLY


def test_hourly_windows_take_turns_so_that_each_is_renewed_every_third_scan() -> None:
    last = dict.fromkeys(HOURLY, START)
    turns = [hourly_due(beat, last, after(5)) for beat in (1, 2, 3)]

    assert [len(turn) for turn in turns] == [2, 2, 2]
    assert sorted(fetch.symbol for turn in turns for fetch in turn) == sorted(DEFAULT_SYMBOLS)


def test_an_hourly_window_is_due_at_once_when_its_hour_has_ended() -> None:
    assert hourly_due(1, dict.fromkeys(HOURLY, after(-1)), START) == HOURLY


def test_an_hourly_window_that_failed_does_not_wait_for_its_turn() -> None:
    last = dict.fromkeys(HOURLY, after(0)) | {HOURLY[0]: after(0)}

    assert hourly_due(1, last, after(31)) == HOURLY


def test_a_minute_window_is_due_at_once_when_its_minute_has_ended() -> None:
    due = due_fetches(1, DEFAULT_SYMBOLS, dict.fromkeys(MINUTELY, after(-1)), START)

    assert [fetch for fetch in due if fetch.datum is Datum.CANDLES_1M] == MINUTELY


async def test_beats_come_at_multiples_of_the_period_whatever_the_work_takes() -> None:
    clock = SystemClock()
    cadence = Cadence(timedelta(milliseconds=50), clock)
    start = clock.monotonic()
    moments: list[float] = []
    async for beat in cadence.beats():
        moments.append(clock.monotonic() - start - beat * 0.05)
        await asyncio.sleep(0.02)
        if beat >= 12:
            break

    assert min(moments) > -0.002
    # The machine may be late for a beat; work that adds up is late for all of these by more than 0.12 s.
    assert min(moments[-6:]) < 0.045


async def test_work_that_outlasts_its_beat_costs_the_beats_it_covers_f73() -> None:
    clock = FakeClock()
    cadence = Cadence(timedelta(milliseconds=10), clock)
    beats = cadence.beats()

    assert await anext(beats) == 0
    clock.advance(timedelta(milliseconds=35))
    assert await anext(beats) == 4
    assert cadence.skipped == 3


async def test_a_wall_clock_that_steps_back_changes_nothing_f41() -> None:
    class SteppedClock(FakeClock):
        def now(self) -> Instant:
            return Instant.of(START - timedelta(seconds=self.monotonic() * 60))

    clock = SteppedClock()
    beats = Cadence(timedelta(milliseconds=10), clock).beats()

    assert await anext(beats) == 0
    clock.advance(timedelta(milliseconds=10))
    assert await anext(beats) == 1
