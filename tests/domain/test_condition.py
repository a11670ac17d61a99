"""One place says how far a datum may be trusted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.clocks import START
from tests.values import a_ticker, a_window
from tradewind.domain.candle import CandleWindow, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.condition import age_stamp, condition, has_gap
from tradewind.domain.freshness import AgeLimits, Freshness

LIMITS = AgeLimits()


def ago(seconds: float) -> Instant:
    return Instant.of(START - timedelta(seconds=seconds))


def torn() -> CandleWindow:
    """A window in which the third candle is missing."""
    window = a_window([1.0, 2.0, 3.0, 4.0, 5.0])
    return replace(window, candles=(*window.candles[:1], *window.candles[2:]))


def test_a_datum_tells_both_of_its_times_and_its_age() -> None:
    seen = condition(a_ticker(exchange_time=ago(3), timestamp=ago(1)), START, LIMITS)

    assert (seen.exchange_time, seen.received_at) == (ago(3), ago(1))
    assert (seen.age, seen.has_gap, seen.freshness) == (timedelta(seconds=3), False, Freshness.FRESH)


@pytest.mark.parametrize(
    ("age_seconds", "freshness", "is_usable"),
    [
        (30, Freshness.FRESH, True),
        (31, Freshness.WARN, True),
        (61, Freshness.BLOCKED, False),
        (-3, Freshness.BLOCKED, False),
    ],
)
def test_its_age_makes_it_fresh_warn_or_blocked(
    age_seconds: float, freshness: Freshness, *, is_usable: bool
) -> None:
    seen = condition(a_ticker(exchange_time=ago(age_seconds)), START, LIMITS)

    assert (seen.freshness, seen.is_usable) == (freshness, is_usable)


def test_a_window_with_a_gap_is_blocked_however_young_it_is() -> None:
    seen = condition(torn(), START, LIMITS)

    assert (seen.has_gap, seen.freshness, seen.is_usable) == (True, Freshness.BLOCKED, False)


def test_a_gap_before_the_window_is_one_too() -> None:
    window = a_window([1.0, 2.0, 3.0])

    assert not has_gap(window)
    assert has_gap(replace(window, preceding=(0, 1.0, 1.0, 1.0, 1.0, 1.0)))
    assert not has_gap(replace(window, preceding=None))


def test_an_empty_window_holds_nothing_to_judge() -> None:
    seen = condition(replace(a_window([1.0, 2.0]), candles=()), START, LIMITS)

    assert (seen.age, seen.freshness) == (None, Freshness.BLOCKED)


def test_a_window_that_is_rewritten_without_growing_gets_old() -> None:
    window = replace(a_window([1.0, 2.0, 3.0], timeframe=Timeframe.M15), timestamp=ago(0))
    later = Instant.of(START + timedelta(hours=1))

    assert age_stamp(replace(window, timestamp=later), later) == Instant.of(START + timedelta(minutes=15))
