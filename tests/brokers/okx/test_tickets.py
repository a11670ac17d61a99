"""Our orders in OKX's words."""

from decimal import Decimal

import pytest

from tests.brokers.contract import orders
from tests.brokers.markets import the_rules
from tests.risk.situations import BTC_RULES
from tradewind.brokers.okx import tickets
from tradewind.brokers.port import MarginMode, PositionMode, VenueAccount
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.order import OrderPurpose, Side, TimeInForce

NET = VenueAccount(position_mode=PositionMode.NET, may_trade=True, may_withdraw=False)
HEDGED = VenueAccount(position_mode=PositionMode.LONG_SHORT, may_trade=True, may_withdraw=False)
CROSS, ISOLATED = MarginMode.CROSS, MarginMode.ISOLATED


def test_a_market_order_is_sent_in_contracts_under_its_client_id() -> None:
    assert tickets.order_parameters(orders.market("m1"), BTC_RULES, NET, CROSS) == {
        "instId": "BTC-USDT-SWAP",
        "tdMode": "cross",
        "side": "buy",
        "posSide": "net",
        "sz": "5",
        "clOrdId": "m1",
        "ordType": "market",
    }


@pytest.mark.parametrize(
    ("lasting", "name"),
    [
        (TimeInForce.GTC, "limit"),
        (TimeInForce.IOC, "ioc"),
        (TimeInForce.FOK, "fok"),
        (TimeInForce.POST_ONLY, "post_only"),
    ],
)
def test_a_limit_order_says_how_long_it_lasts(lasting: TimeInForce, name: str) -> None:
    sent = tickets.order_parameters(orders.limit("l1", "49000.10", lasting=lasting), BTC_RULES, NET, ISOLATED)
    assert (sent["ordType"], sent["px"], sent["tdMode"]) == (name, "49000.1", "isolated")


def test_a_stop_and_a_target_are_attached_as_one_order_under_an_id_that_follows() -> None:
    entry = orders.market("m1", stop_price=Decimal(49_000), take_profit_price=Decimal(52_000))
    assert tickets.order_parameters(entry, BTC_RULES, NET, CROSS)["attachAlgoOrds"] == [
        {
            "attachAlgoClOrdId": tickets.protection_id(ClientOrderId("m1")),
            "slTriggerPx": "49000",
            "slOrdPx": "-1",
            "slTriggerPxType": "last",
            "tpTriggerPx": "52000",
            "tpOrdPx": "-1",
            "tpTriggerPxType": "last",
        }
    ]
    assert tickets.protection_id(ClientOrderId("m1")) != tickets.protection_id(ClientOrderId("m2"))


@pytest.mark.parametrize(
    ("side", "is_reducing", "position"),
    [
        (Side.BUY, False, "long"),
        (Side.SELL, False, "short"),
        (Side.SELL, True, "long"),
        (Side.BUY, True, "short"),
    ],
)
def test_a_hedged_account_is_told_which_position_is_meant(
    side: Side, *, is_reducing: bool, position: str
) -> None:
    assert tickets.position_side(side, HEDGED, is_reducing=is_reducing) == position
    assert tickets.position_side(side, NET, is_reducing=is_reducing) == "net"


def test_reduce_only_is_said_in_one_way_mode_alone() -> None:
    close = orders.closing("c1")
    assert tickets.order_parameters(close, BTC_RULES, NET, CROSS)["reduceOnly"] == "true"
    assert "reduceOnly" not in tickets.order_parameters(close, BTC_RULES, HEDGED, CROSS)


@pytest.mark.parametrize(("purpose", "leg"), [(OrderPurpose.STOP, "sl"), (OrderPurpose.TAKE_PROFIT, "tp")])
def test_protection_alone_is_a_conditional_order_at_the_market(purpose: OrderPurpose, leg: str) -> None:
    sent = tickets.algo_parameters(orders.waiting("w1", purpose, "49000"), BTC_RULES, NET, CROSS)
    assert (sent["ordType"], sent["algoClOrdId"], sent["clOrdId"]) == ("conditional", "w1", "w1")
    assert (sent[f"{leg}TriggerPx"], sent[f"{leg}OrdPx"], sent["reduceOnly"]) == ("49000", "-1", "true")


@pytest.mark.parametrize("number", ["0.00001", "100000", "1E+3", "0.10", "49000.50"])
def test_numbers_are_written_plainly(number: str) -> None:
    written = tickets.plain(Decimal(number))
    assert Decimal(written) == Decimal(number)
    assert "E" not in written
    assert not ("." in written and written.endswith("0"))


def test_a_suspended_instrument_is_only_closed() -> None:
    rules = the_rules(is_live=False)
    assert tickets.denial(orders.market("m1"), rules) == "BTC-USDT-SWAP is suspended"
    assert tickets.denial(orders.closing("c1"), rules) is None
