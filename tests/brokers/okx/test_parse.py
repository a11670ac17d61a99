"""What counts as protection among the conditional orders that wait at OKX."""

from decimal import Decimal
from typing import Any

import pytest

from tests.risk.situations import BTC_RULES
from tradewind.brokers.okx import parse
from tradewind.domain.order import OrderPurpose


def a_waiting_row(**changes: str) -> dict[str, Any]:
    row = {
        "algoId": "1",
        "algoClOrdId": "",
        "instId": "BTC-USDT-SWAP",
        "ordType": "oco",
        "state": "live",
        "side": "sell",
        "posSide": "net",
        "sz": "2",
        "slTriggerPx": "49000",
        "tpTriggerPx": "65000",
        "reduceOnly": "true",
        "actualSide": "sl",
        "uTime": "1700000000000",
    }
    return row | changes


def purposes(row: dict[str, Any]) -> list[OrderPurpose | None]:
    return [leg.purpose for leg in parse.algo(row, BTC_RULES)]


PAIR = [OrderPurpose.STOP, OrderPurpose.TAKE_PROFIT]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"reduceOnly": "false", "closeFraction": "1"},
        {"reduceOnly": "false", "posSide": "long", "side": "sell"},
        {"reduceOnly": "false", "posSide": "short", "side": "buy"},
    ],
)
def test_what_can_only_close_protects(changes: dict[str, str]) -> None:
    assert purposes(a_waiting_row(**changes)) == PAIR
    assert parse.fired_by(a_waiting_row(**changes)) is OrderPurpose.STOP


@pytest.mark.parametrize(
    "changes",
    [
        {"reduceOnly": "false"},
        {"reduceOnly": ""},
        {"posSide": "long", "side": "buy"},
        {"posSide": "short", "side": "sell"},
        {"posSide": "long", "side": "buy", "closeFraction": "1"},
    ],
)
def test_what_could_open_the_other_side_protects_nothing(changes: dict[str, str]) -> None:
    row = a_waiting_row(**changes)
    assert purposes(row) == [None, None]
    assert [leg.trigger_price for leg in parse.algo(row, BTC_RULES)] == [Decimal(49_000), Decimal(65_000)]
    assert parse.fired_by(row) is None
