from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.clocks import START
from tradewind.cycle.rolling_high import RollingHigh
from tradewind.domain.account import EquityPoint
from tradewind.domain.clock import Instant

SPAN = timedelta(minutes=10)
EQUITIES = st.lists(st.integers(-3, 9), max_size=40)
STEPS = st.lists(st.integers(-15, 15), min_size=1, max_size=12)


def at(minute: int) -> Instant:
    return Instant.of(START + timedelta(minutes=minute))


def curve(*equities: int) -> list[EquityPoint]:
    return [EquityPoint(time=at(minute), equity=Decimal(equity)) for minute, equity in enumerate(equities)]


def read(high: RollingHigh, points: list[EquityPoint], now: Instant) -> Decimal | None:
    start = high.unread_since(now)
    return high.at(now, [point for point in points if start <= point.time])


@given(equities=EQUITIES, steps=STEPS)
def test_it_is_the_highest_of_the_span_wherever_the_clock_goes(equities: list[int], steps: list[int]) -> None:
    points, high, minute = curve(*equities), RollingHigh(SPAN), 0
    for step in steps:
        minute += step
        now = at(minute)
        shown = [point.equity for point in points if now - SPAN <= point.time <= now]

        assert read(high, points, now) == max(shown, default=None)


def test_only_what_is_new_is_asked_for() -> None:
    high = RollingHigh(SPAN)
    read(high, curve(5, 4, 3), at(2))

    assert high.unread_since(at(5)) == at(2)


def test_without_points_there_is_no_high() -> None:
    assert RollingHigh(SPAN).at(START, []) is None
