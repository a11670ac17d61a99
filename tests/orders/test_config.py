from datetime import timedelta
from typing import Any

import pytest

from tradewind.orders import OrdersConfig
from tradewind.orders.config import ProtectionConfig, ReconciliationConfig, StopConfig


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("intent_lifetime", timedelta(0)),
        ("answer_timeout", timedelta(seconds=-1)),
        ("settle_every", timedelta(0)),
        ("recheck_after", timedelta(0)),
        ("ledger_retry", timedelta(0)),
        ("fills_overlap", timedelta(seconds=-1)),
        ("query_delays", ()),
        ("query_delays", (timedelta(seconds=-1),)),
    ],
)
def test_a_value_out_of_range_is_named(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"{name} must"):
        OrdersConfig(**{name: value})


@pytest.mark.parametrize(
    ("config", "name", "value"),
    [
        (ProtectionConfig, "limit", timedelta(0)),
        (ProtectionConfig, "check_every", timedelta(0)),
        (ProtectionConfig, "confirm_after", timedelta(seconds=6)),
        (ReconciliationConfig, "every", timedelta(0)),
        (ReconciliationConfig, "patience", timedelta(0)),
        (StopConfig, "first_pause", timedelta(0)),
        (StopConfig, "dead_man_every", timedelta(seconds=31)),
    ],
)
def test_a_value_of_the_watches_out_of_range_is_named(config: Any, name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"{name} must"):
        config(**{name: value})
