"""Money is decimal from the venue's text to the browser's: nothing on the way is a binary fraction."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.records import a_fill
from tests.risk.situations import BTC
from tradewind.bus.codec import decode, encode
from tradewind.domain.fill import Fill
from tradewind.domain.position import replay

OPENAPI = Path(__file__).resolve().parents[2] / "ui" / "openapi.json"
OF_THE_BOOKS = (
    "AccountView",
    "ClosedPositionView",
    "EquityPointView",
    "FillView",
    "OrderBody",
    "OrderView",
    "PerformanceView",
    "PositionView",
)
MONEY = ("cash", "equity", "fee", "fees", "margin", "notional", "price", "quantity")
exact = st.decimals(min_value="0.0001", max_value="100000", places=4)


def types(schema: dict[str, Any]) -> set[str]:
    if "anyOf" in schema:
        return set().union(*(types(one) for one in schema["anyOf"]))
    return {str(schema.get("type"))}


@pytest.mark.parametrize("name", OF_THE_BOOKS)
def test_f68_money_of_the_books_is_text_in_json(name: str) -> None:
    told = json.loads(OPENAPI.read_text(encoding="utf-8"))["components"]["schemas"][name]["properties"]
    money = {
        field: types(schema)
        for field, schema in told.items()
        if field in MONEY or field.endswith(("_price", "_pnl"))
    }
    assert money
    assert {field for field, kinds in money.items() if not kinds <= {"string", "null"}} == set()


@given(quantities=st.lists(exact, min_size=1, max_size=20), price=exact)
def test_f68_fills_add_up_to_the_last_digit(quantities: list[Decimal], price: Decimal) -> None:
    fills = [
        a_fill(str(number), quantity=str(quantity), price=str(price))
        for number, quantity in enumerate(quantities)
    ]
    position = replay(BTC, fills)
    scaled = sum(int(quantity * 10_000) for quantity in quantities)
    assert position.quantity == Decimal(scaled).scaleb(-4)
    assert position.cost == sum((fill.quantity * fill.price for fill in fills), Decimal(0))


def test_f68_a_tenth_and_two_tenths_are_three_tenths_and_stay_so_on_the_bus() -> None:
    fills = [a_fill(amount, quantity=amount) for amount in ("0.1", "0.2")]
    assert replay(BTC, fills).quantity == Decimal("0.3")
    carried = decode(encode(fills[0]), Fill)
    assert str(carried.quantity) == "0.1"
    assert b'"0.1"' in encode(fills[0])
