"""How an open position is shown to others."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.clocks import START
from tests.portfolio.pictures import a_picture
from tests.values import BTC, a_ticker
from tradewind.domain.account import OpenPosition
from tradewind.domain.clock import Instant
from tradewind.domain.indicators import Macd
from tradewind.domain.instrument import BaseQty
from tradewind.domain.position import PositionSide
from tradewind.domain.projections import (
    ExitDistance,
    Gauge,
    LevelKind,
    Momentum,
    NextLevel,
    PositionMonitoring,
)
from tradewind.domain.technical import Technical
from tradewind.portfolio.position_view import (
    active_position,
    as_hours,
    next_level,
    position_monitoring,
    rsi_gauge,
)

LONG = OpenPosition(
    symbol=BTC,
    side=PositionSide.LONG,
    quantity=BaseQty(Decimal(2)),
    entry_price=Decimal(50_000),
    mark_price=Decimal(60_000),
    notional=Decimal(120_000),
    unrealized_pnl=Decimal(20_000),
    leverage=Decimal(5),
    margin=Decimal(20_000),
    stop_price=Decimal(57_000),
    take_profit_price=Decimal(66_000),
    realized_pnl=Decimal(0),
    fees=Decimal(0),
    opened_at=START,
    decision_id=None,
)
SHORT = replace(LONG, side=PositionSide.SHORT, stop_price=Decimal(63_000), take_profit_price=Decimal(54_000))
LATER = Instant.of(START + timedelta(hours=1, minutes=2, seconds=3))


def monitored(
    position: OpenPosition, minute: Technical | None = None, five: Technical | None = None
) -> PositionMonitoring:
    return position_monitoring(position, minute=minute, five_minutes=five, now=LATER)


def test_a_position_is_shown_at_its_price_and_in_percent_of_what_was_paid() -> None:
    shown = active_position(LONG, a_ticker(), LATER)

    assert (shown.entry_price, shown.current_price) == (Decimal(50_000), Decimal(60_000))
    assert (shown.unrealized_pnl, shown.unrealized_pnl_pct) == (Decimal(20_000), Decimal(20))
    assert (shown.entry_time, shown.last_update, shown.exchange_time) == (START, LATER, START)


def test_without_a_price_the_profit_is_unknown_and_the_position_is_not() -> None:
    shown = active_position(replace(LONG, mark_price=None, unrealized_pnl=None), None, LATER)

    assert shown.quantity == 2
    assert (shown.current_price, shown.unrealized_pnl, shown.unrealized_pnl_pct) == (None, None, None)


@pytest.mark.parametrize("position", [LONG, SHORT])
def test_the_way_to_target_and_stop_is_told_in_percent_of_the_price(position: OpenPosition) -> None:
    shown = monitored(position)

    assert shown.profit_target == ExitDistance(value=position.take_profit_price, distance=Decimal(10))
    assert shown.stop_loss == ExitDistance(value=position.stop_price, distance=Decimal(5))


def test_an_exit_that_the_price_has_passed_lies_behind_it() -> None:
    assert monitored(replace(LONG, stop_price=Decimal(63_000))).stop_loss.distance == Decimal(-5)


def test_an_exit_that_is_not_there_has_no_distance() -> None:
    shown = monitored(replace(LONG, take_profit_price=None, mark_price=None))

    assert shown.profit_target == ExitDistance(value=None, distance=None)
    assert shown.stop_loss == ExitDistance(value=Decimal(57_000), distance=None)


def test_time_in_trade_goes_on_beyond_a_day() -> None:
    assert monitored(LONG).time_in_trade == "01:02:03"
    assert as_hours(timedelta(days=4, seconds=5)) == "96:00:05"
    assert as_hours(timedelta(seconds=-1)) == "00:00:00"


@pytest.mark.parametrize(
    ("strength", "signal"),
    [
        (29.9, Momentum.OVERSOLD),
        (30.0, Momentum.NEUTRAL),
        (70.0, Momentum.NEUTRAL),
        (70.1, Momentum.OVERBOUGHT),
        (None, None),
    ],
)
def test_strength_is_oversold_below_30_and_overbought_above_70(
    strength: float | None, signal: Momentum | None
) -> None:
    assert rsi_gauge(strength) == Gauge(value=strength, signal=signal)


@pytest.mark.parametrize(
    ("lead", "signal"),
    [(0.5, Momentum.BULLISH), (0.0, Momentum.NEUTRAL), (-0.1, Momentum.BEARISH), (None, None)],
)
def test_macd_is_bullish_above_its_signal_line(lead: float | None, signal: Momentum | None) -> None:
    five = a_picture(macd=Macd(macd=1.5, signal=None, histogram=lead))

    assert monitored(LONG, five=five).technical_signals.macd_5m == Gauge(value=1.5, signal=signal)


def test_missing_pictures_leave_every_signal_unknown() -> None:
    signals = monitored(LONG).technical_signals

    assert signals.rsi_1m == signals.macd_5m == Gauge(value=None, signal=None)
    assert signals.support_resistance == NextLevel(next_level=None, type=None)


@pytest.mark.parametrize(
    ("price", "level", "kind"),
    [
        (59_000, 58_000, LevelKind.SUPPORT),
        (60_000, 61_000, LevelKind.RESISTANCE),
        (61_500, 61_000, LevelKind.SUPPORT),
        (57_500, 58_000, LevelKind.RESISTANCE),
    ],
)
def test_the_nearest_level_counts_and_one_that_was_passed_has_changed_sides(
    price: int, level: float, kind: LevelKind
) -> None:
    assert next_level(Decimal(price), a_picture()) == NextLevel(next_level=level, type=kind)


def test_without_price_or_levels_there_is_no_next_one() -> None:
    nothing = NextLevel(next_level=None, type=None)

    assert next_level(None, a_picture()) == nothing
    assert next_level(Decimal(1), a_picture(support=None, resistance=None)) == nothing
