import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.lab.exchange.scripted import START_MS
from tests.recorded import recorded_root
from tradewind_lab.exchange.charges import (
    FUNDING_PERIOD_MS,
    funding_boundaries,
    funding_payment,
    trading_fee,
)

BINANCE_GRACE_MS = 15_000 - 1  # that venue still counts a settlement for who opened within these


def test_a_paid_fee_is_negative() -> None:
    assert trading_fee(Decimal(1000), Decimal("0.0005")) == Decimal("-0.5")


def test_both_ends_of_a_span_are_boundaries_when_they_lie_on_one() -> None:
    span = (START_MS, START_MS + FUNDING_PERIOD_MS)
    assert list(funding_boundaries(*span)) == list(span)
    assert list(funding_boundaries(START_MS + 1, START_MS + FUNDING_PERIOD_MS - 1)) == []


def _funding() -> dict[str, Any]:
    text = (recorded_root() / "pnl" / "funding.json").read_text()
    recorded: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return recorded


@pytest.mark.recorded
def test_single_funding_payments_equal_the_recorded_ones() -> None:
    cases = _funding()["single"]
    assert len(cases) == 4
    for case in cases:
        mark = None if case["mark"] is None else Decimal(case["mark"])
        shown_for_short = funding_payment(-Decimal(case["size"]), mark, Decimal(case["rate"]))
        assert shown_for_short == case["fee"]


@pytest.mark.recorded
def test_funding_over_recorded_spans_of_holding() -> None:
    recorded = _funding()
    midnight = _ms("2021-09-01 00:00:00")
    by_hour = zip(recorded["hourly_rate_2021_09_01"], recorded["hourly_mark_2021_09_01"], strict=True)
    known = {midnight + hour * 3_600_000: each for hour, each in enumerate(by_hour)}
    assert len(recorded["cases"]) == 15
    for case in recorded["cases"]:
        grace = BINANCE_GRACE_MS if case["exchange"] == "binance" else 0
        boundaries = funding_boundaries(_ms(case["opened"]) - grace, _ms(case["closed"]))
        settled = [known[at] for at in boundaries if at in known]
        total = sum(
            (funding_payment(-Decimal(case["qty"]), mark, Decimal(rate)) for rate, mark in settled),
            Decimal(0),
        )
        assert abs(total - Decimal(case["expected_short_fee"])) < Decimal("1e-9"), case


def _ms(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)
