"""A setting out of range is named."""

from datetime import timedelta
from typing import Any

import pytest

from tests.values import BTC
from tradewind.market.config import MarketConfig


def test_the_defaults_hold_together() -> None:
    assert len(MarketConfig().symbols) == 6


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"symbols": ()}, "symbols"),
        ({"symbols": (BTC, BTC)}, "symbols"),
        ({"request_share": 0}, "request_share"),
        ({"request_share": 1.01}, "request_share"),
        ({"request_timeout": timedelta(seconds=5)}, "refresh_every"),
        ({"write_after": timedelta(seconds=4.5)}, "write_after"),
        ({"rules_every": timedelta(seconds=1)}, "rules_every"),
    ],
)
def test_a_setting_out_of_range_is_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        MarketConfig(**changes)
