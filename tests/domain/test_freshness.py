"""Age decides, and a stamp from the future is never fresh."""

from datetime import timedelta

import pytest

from tests.clocks import START
from tradewind.domain.clock import Instant
from tradewind.domain.freshness import AgeLimits, Freshness, freshness


@pytest.mark.parametrize(
    ("age_seconds", "expected"),
    [
        (0, Freshness.FRESH),
        (30, Freshness.FRESH),
        (30.001, Freshness.WARN),
        (60, Freshness.WARN),
        (60.001, Freshness.BLOCKED),
        (-2, Freshness.FRESH),
        (-2.001, Freshness.BLOCKED),
        (86_400, Freshness.BLOCKED),
    ],
)
def test_age_is_fresh_then_warns_then_blocks(age_seconds: float, expected: Freshness) -> None:
    stamped = Instant.of(START - timedelta(seconds=age_seconds))

    assert freshness(stamped, START, AgeLimits()) is expected


def test_limits_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="warn_after <= block_after"):
        AgeLimits(warn_after=timedelta(seconds=90))
