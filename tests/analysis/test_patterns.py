"""Each pattern is found where it is and nowhere else, and unknown on too few candles."""

from dataclasses import replace

import numpy as np
import pytest

from tests.analysis.candles import closing
from tradewind.analysis.patterns import (
    is_breakout,
    is_macd_cross,
    is_support_bounce,
    is_volume_surge,
    signals,
)
from tradewind.analysis.series import Candles
from tradewind.domain.technical import SignalName

FLAT = np.full(21, 100.0)


def ending(*, close: float = 100.0, low: float = 99.0, high: float = 101.0, volume: float = 10.0) -> Candles:
    """Twenty candles from 99 to 101 that close at 100, and a last one as told that opens at 100."""
    candles = closing(FLAT)
    return replace(
        candles,
        high=np.append(candles.high[:-1], high),
        low=np.append(candles.low[:-1], low),
        close=np.append(candles.close[:-1], close),
        volume=np.append(candles.volume[:-1], volume),
    )


@pytest.mark.parametrize(("close", "found"), [(101.5, True), (101.0, False), (99.0, False)])
def test_a_breakout_closes_above_every_high_before(close: float, *, found: bool) -> None:
    assert is_breakout(ending(close=close, high=102)) is found


@pytest.mark.parametrize(("volume", "found"), [(20.0, True), (19.9, False), (0.0, False)])
def test_a_surge_is_twice_the_usual_volume(volume: float, *, found: bool) -> None:
    assert is_volume_surge(ending(volume=volume)) is found


def test_against_no_volume_nothing_surges() -> None:
    assert is_volume_surge(closing(FLAT, volume=0.0)) is None


@pytest.mark.parametrize(
    ("low", "high", "close", "found"),
    [
        (99.0, 100.6, 100.5, True),
        (98.2, 100.6, 100.5, True),
        (97.9, 100.6, 100.5, False),
        (100.1, 101.0, 100.9, False),
        (99.0, 100.6, 99.9, False),
        (99.0, 103.0, 100.5, False),
    ],
)
def test_a_bounce_touches_the_support_and_closes_strong(
    low: float, high: float, close: float, *, found: bool
) -> None:
    assert is_support_bounce(ending(low=low, high=high, close=close), 2.0) is found


@pytest.mark.parametrize(
    ("before", "now", "found"), [(-1.0, 1.0, True), (0.0, 1.0, True), (1.0, 2.0, False), (-1.0, 0.0, False)]
)
def test_a_cross_is_the_first_positive_histogram(before: float, now: float, *, found: bool) -> None:
    assert is_macd_cross(np.array([before, now])) is found


def test_too_few_candles_say_nothing() -> None:
    few = closing(FLAT[:20])

    assert is_breakout(few) is None
    assert is_volume_surge(few) is None
    assert is_support_bounce(few, 2.0) is None
    assert is_support_bounce(ending(), None) is None
    assert is_macd_cross(np.array([1.0])) is None
    assert signals(few, None, np.array([np.nan, 1.0])) == ()


def test_all_that_is_found_is_named() -> None:
    risen = ending(close=102, high=102, low=99, volume=30)

    assert set(signals(risen, 2.0, np.array([-1.0, 1.0]))) == set(SignalName)
