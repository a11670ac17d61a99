"""What OKX says of an execution, and in which currency its fee was taken."""

from decimal import Decimal
from typing import Any

import pytest

from tests.risk.situations import BTC_RULES
from tradewind.brokers.okx import parse
from tradewind.domain.fill import Fill
from tradewind.domain.order import OrderPurpose


def a_fill(**changes: str) -> Fill:
    row: dict[str, Any] = {
        "instId": "BTC-USDT-SWAP",
        "tradeId": "7",
        "ordId": "9",
        "clOrdId": "",
        "side": "sell",
        "fillSz": "3",
        "fillPx": "60000.1",
        "fee": "-0.9",
        "feeCcy": "USDT",
        "execType": "T",
        "subType": "2",
        "fillTime": "1700000000000",
    }
    return parse.fill(row | changes, "okx", BTC_RULES)


@pytest.mark.parametrize(("fee", "cost"), [("-0.0021", "0.0021"), ("0.0003", "-0.0003")])
def test_f23_a_fee_or_rebate_in_a_third_currency_keeps_its_currency(fee: str, cost: str) -> None:
    fill = a_fill(fee=fee, feeCcy="OKB")
    assert (fill.fee, fill.fee_currency) == (Decimal(cost), "OKB")


def test_f23_a_fee_that_the_stream_tells_keeps_its_currency_too() -> None:
    fill = a_fill(fillFee="-0.0021", fillFeeCcy="OKB")
    assert (fill.fee, fill.fee_currency) == (Decimal("0.0021"), "OKB")


@pytest.mark.parametrize("subtype", ["100", "101", "104", "105", "107", "125", "128"])
def test_f16_a_position_that_was_taken_over_is_known_by_its_fill(subtype: str) -> None:
    assert a_fill(subType=subtype).purpose is OrderPurpose.LIQUIDATION


def test_f16_a_liquidation_is_known_in_the_stream_of_orders() -> None:
    assert a_fill(subType="", category="adl").purpose is OrderPurpose.LIQUIDATION


@pytest.mark.parametrize("subtype", ["1", "2", "5", "6", "110", "173", ""])
def test_a_trade_of_our_own_says_nothing_of_a_purpose(subtype: str) -> None:
    assert a_fill(subType=subtype).purpose is None
