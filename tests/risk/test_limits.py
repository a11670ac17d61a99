from decimal import Decimal
from typing import Any

import pytest

from tradewind.risk.limits import RiskLimits


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("min_confidence", 1.1),
        ("min_confidence", float("nan")),
        ("max_notional_share", Decimal(0)),
        ("max_total_exposure_share", Decimal("NaN")),
        ("max_leverage", Decimal("0.5")),
        ("max_leverage", Decimal(126)),
        ("daily_loss_cap", Decimal(-1)),
        ("drawdown_pause_share", Decimal("1.5")),
        ("drawdown_pause_share", Decimal(0)),
        ("max_orders_per_minute", 0),
        ("max_price_drift_bps", Decimal(0)),
        ("min_stop_distance_bps", Decimal(0)),
        ("max_stop_distance_share", Decimal("Infinity")),
    ],
)
def test_a_limit_out_of_range_is_named_with_its_value(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"{name} must be .*was {value}"):
        RiskLimits(**{name: value})


def test_the_stop_distances_leave_room_between_them() -> None:
    with pytest.raises(ValueError, match="min_stop_distance_bps must lie below"):
        RiskLimits(min_stop_distance_bps=Decimal(500), max_stop_distance_share=Decimal("0.05"))


def test_the_defaults_are_the_published_ones() -> None:
    limits = RiskLimits()
    assert limits.min_confidence == 0.6
    assert limits.max_notional_share == Decimal("0.5")
    assert limits.max_leverage == 10
    assert limits.daily_loss_cap == 1000
    assert limits.drawdown_pause_share == Decimal("0.05")
