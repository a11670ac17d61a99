"""A change of stance is an exit, an entry or both; what is not known for a moment changes nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.clocks import START
from tests.signals.market import RISING
from tests.values import BTC
from tradewind.domain.clock import Instant
from tradewind.domain.position import PositionSide
from tradewind.domain.signal import MonitoredSymbol, SignalParts, SignalType, Stance
from tradewind.signals.config import SignalsConfig
from tradewind.signals.readings import NOTHING, Sighting
from tradewind.signals.watch import look, signals

CONFIG = SignalsConfig(swaps=(BTC,))
FALLING = SignalParts(trend=-1.0, momentum=-1.0, strength=-1.0, scan=-1.0, regime=-1.0, sentiment=-1.0)


def seen(parts: SignalParts = RISING, price: float | None = 60_000.0) -> Sighting:
    return Sighting(symbol=BTC, price=price, parts=parts)


def buying() -> MonitoredSymbol:
    return look(None, seen(), CONFIG, START).after


def later(seconds: float) -> Instant:
    return Instant.of(START + timedelta(seconds=seconds))


def test_a_rise_is_an_entry_with_its_reason() -> None:
    (entry,) = signals(look(None, seen(replace(RISING, scan=None)), CONFIG, START), START)

    assert (entry.type, entry.side, entry.price) == (SignalType.ENTRY, PositionSide.LONG, 60_000.0)
    assert entry.reason == (
        "score +1.00: trend +1.00, momentum +1.00, strength +1.00, regime +1.00, sentiment +1.00; unknown: scan"
    )
    assert entry.confidence == pytest.approx(0.9)


def test_the_same_stance_again_is_no_signal_and_keeps_its_time() -> None:
    again = look(buying(), seen(), CONFIG, later(5))

    assert not again.has_changed
    assert signals(again, later(5)) == ()
    assert again.after.since == START


def test_a_turn_is_an_exit_and_an_entry() -> None:
    turned = look(buying(), seen(FALLING), CONFIG, later(5))

    left, taken = signals(turned, later(5))

    assert (left.type, left.side) == (SignalType.EXIT, PositionSide.LONG)
    assert (taken.type, taken.side) == (SignalType.ENTRY, PositionSide.SHORT)
    assert turned.after.since == later(5)


def test_the_first_hold_is_a_change_and_no_signal() -> None:
    even = SignalParts(trend=0.0, momentum=0.0, strength=0.0, scan=0.0, regime=0.0, sentiment=0.0)
    first = look(None, seen(even), CONFIG, START)

    assert first.has_changed
    assert first.after.stance is Stance.HOLD
    assert signals(first, START) == ()


@pytest.mark.parametrize("unknown", [seen(NOTHING), seen(RISING, price=None)])
def test_a_stance_outlives_a_gap_and_is_left_when_the_gap_stays(unknown: Sighting) -> None:
    gap = look(buying(), unknown, CONFIG, later(60))
    gone = look(gap.after, unknown, CONFIG, later(61))

    assert (gap.after.stance, gap.after.score) == (Stance.BUY, None)
    assert not gap.has_changed
    assert gone.after.stance is None
    (left,) = signals(gone, later(61))
    assert (left.type, left.price, left.confidence) == (SignalType.EXIT, 60_000.0, 0.0)
    assert left.reason == "too little is known any more"


def test_what_was_never_known_is_unknown_and_silent() -> None:
    first = look(None, seen(NOTHING, price=None), CONFIG, START)

    assert first.after.stance is None
    assert not first.has_changed
