from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tradewind.brokers.simulator import SimulatorConfig


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("taker_fee_bps", Decimal("NaN")),
        ("maker_fee_bps", Decimal(1001)),
        ("max_market_age", timedelta(0)),
        ("kept_fills", 0),
        ("kept_orders", 0),
        ("kept_events", 0),
        ("latency", timedelta(seconds=-1)),
        ("funding_refresh", timedelta(0)),
    ],
)
def test_a_value_out_of_range_is_named(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"{name} must be .*was {value}"):
        SimulatorConfig(**{name: value})
