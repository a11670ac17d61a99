"""Orders by hand over HTTP, at a venue that fills them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.values import BTC
from tests.web.trading import ORDERS, TradingStage, an_opening, trading_stage
from tradewind.bus.keys import INDICATORS
from tradewind.domain.decision import Trigger
from tradewind.domain.desk_state import DeskState
from tradewind.domain.ids import DecisionId
from tradewind.domain.order import OrderState


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[TradingStage]:
    async with trading_stage(tmp_path) as running:
        yield running


async def test_an_order_by_hand_fills_and_its_record_says_who_asked(desk: TradingStage) -> None:
    answer = await desk.post(ORDERS, an_opening())

    assert answer.status_code == 201
    body = answer.json()
    assert body["is_repeat"] is False
    assert all(verdict["passed"] for verdict in body["verdicts"])
    filled = await desk.until(body["order"]["id"], OrderState.FILLED)
    assert (str(filled.filled), str(filled.order.stop_price)) == ("0.1", "58000")
    record = await desk.ledger.decisions.get(DecisionId(body["record_id"]))
    assert record is not None
    assert (record.trigger, record.model, record.calls) == (Trigger.BY_HAND, "by hand: ann", ())
    assert record.reasoning == "the trend is up"
    assert {entry.key for entry in record.bundle} >= {"by_hand:request", f"market:{BTC}:ticker"}
    shown = (await desk.http.get(f"{ORDERS}/{filled.order.client_order_id}")).json()
    assert (shown["state"], shown["filled"], shown["decision_id"]) == ("filled", "0.1", body["record_id"])


async def test_a_notional_buys_whole_lots(desk: TradingStage) -> None:
    body = (await desk.post(ORDERS, an_opening(quantity=None, notional="6000"))).json()
    assert body["order"]["quantity"] == "0.0999"


async def test_a_preview_shows_every_verdict_and_leaves_no_trace(desk: TradingStage) -> None:
    good = await desk.post(f"{ORDERS}/preview", an_opening())
    bad = await desk.post(f"{ORDERS}/preview", an_opening(leverage="20", stop_price="61000"))

    assert good.status_code == bad.status_code == 200
    assert (good.json()["is_approved"], good.json()["quantity"]) == (True, "0.1")
    refused = {verdict["gate"] for verdict in bad.json()["verdicts"] if not verdict["passed"]}
    assert (bad.json()["is_approved"], refused) == (False, {"leverage_limit", "stop"})
    assert (await desk.http.get(ORDERS)).json()["items"] == []
    assert (await desk.ledger.decisions.page(desk.stage.desk.portfolio_id, 10, None)).items == ()


async def test_an_order_that_a_gate_refuses_is_recorded_and_answered_with_every_reason(
    desk: TradingStage,
) -> None:
    answer = await desk.post(ORDERS, an_opening(quantity="1", stop_price=None))

    assert answer.status_code == 409
    problem = answer.json()
    assert problem["type"] == "/problems/refused"
    assert [reason.partition(":")[0] for reason in problem["reasons"]] == ["notional", "stop"]
    (record,) = (await desk.ledger.decisions.page(desk.stage.desk.portfolio_id, 10, None)).items
    assert record.items[0].is_approved is False
    assert (await desk.http.get(ORDERS)).json()["items"] == []


async def test_s49_a_repeat_of_a_key_is_the_same_order(desk: TradingStage) -> None:
    answers = await desk.clicks(ORDERS, an_opening(), key="k1")

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["order"]["id"] for answer in answers}) == 1
    assert sorted(answer.json()["is_repeat"] for answer in answers) == [False, True, True]
    assert len((await desk.http.get(ORDERS)).json()["items"]) == 1


async def test_s50_a_key_of_another_order_is_refused(desk: TradingStage) -> None:
    assert (await desk.post(ORDERS, an_opening(), key="k1")).status_code == 201
    other = await desk.post(ORDERS, an_opening(quantity="0.2"), key="k1")
    assert other.status_code == 409
    assert "used for another order" in other.json()["detail"]
    assert len((await desk.http.get(ORDERS)).json()["items"]) == 1


async def test_a_repeat_of_a_refused_order_is_refused_for_the_same_reason(desk: TradingStage) -> None:
    first = await desk.post(ORDERS, an_opening(stop_price=None), key="k1")
    again = await desk.post(ORDERS, an_opening(stop_price=None), key="k1")
    assert (first.status_code, again.json()) == (409, first.json())


async def test_a_second_opening_waits_for_the_first(desk: TradingStage) -> None:
    order_id = await desk.rest_order()
    answer = await desk.post(ORDERS, an_opening())
    assert answer.status_code == 409
    assert order_id in answer.json()["reasons"][0]


@pytest.mark.parametrize("state", [DeskState.REDUCING, DeskState.HALTED])
async def test_a_stopped_desk_opens_nothing_by_hand_either(desk: TradingStage, state: DeskState) -> None:
    await desk.stage.desk.orders.kill_switch.press(state, "ann", "drill")
    answer = await desk.post(ORDERS, an_opening())
    assert answer.status_code == 409
    assert f"the desk is {state}" in answer.json()["reasons"][0]


async def test_an_order_rests_is_changed_and_canceled(desk: TradingStage) -> None:
    order_id = await desk.rest_order()
    (open_one,) = (await desk.http.get(f"{ORDERS}?scope=open")).json()["items"]
    assert (open_one["id"], open_one["state"], open_one["limit_price"]) == (order_id, "accepted", "55000")

    await desk.renew_market()
    amended = await desk.http.patch(
        f"{ORDERS}/{order_id}", json={"quantity": "0.2", "limit_price": "55500", "by": "ann"}
    )
    assert (amended.status_code, amended.json()["quantity"], amended.json()["limit_price"]) == (
        200,
        "0.2",
        "55500",
    )
    (resting,) = await desk.simulator.open_orders()
    assert (str(resting.quantity), str(resting.limit_price)) == ("0.2", "55500")

    canceled = await desk.http.delete(f"{ORDERS}/{order_id}")
    assert canceled.status_code in (200, 202)
    await desk.until(order_id, OrderState.CANCELED)
    assert (await desk.http.delete(f"{ORDERS}/{order_id}")).json()["state"] == "canceled"
    assert (await desk.http.get(f"{ORDERS}?scope=open")).json()["items"] == []


async def test_a_change_that_raises_the_risk_meets_the_gates_and_a_smaller_order_does_not(
    desk: TradingStage,
) -> None:
    order_id = await desk.rest_order()
    path = f"{ORDERS}/{order_id}"
    refused = await desk.http.patch(path, json={"quantity": "2"})
    beside_the_stop = await desk.http.patch(path, json={"limit_price": "53000"})
    await desk.stage.redis.delete(INDICATORS.at(BTC).name)  # without its inputs nothing passes the gates
    smaller = await desk.http.patch(path, json={"quantity": "0.05"})

    assert refused.status_code == beside_the_stop.status_code == 409
    assert refused.json()["reasons"][0].startswith("notional")
    assert beside_the_stop.json()["reasons"][0].startswith("stop")
    assert (smaller.status_code, smaller.json()["quantity"]) == (200, "0.05")


async def test_what_does_not_rest_is_neither_changed_nor_canceled(desk: TradingStage) -> None:
    order_id = await desk.open_position()
    path = f"{ORDERS}/{order_id}"
    for answer in (await desk.http.patch(path, json={"quantity": "0.2"}), await desk.http.delete(path)):
        assert answer.status_code == 409
        assert answer.json()["type"] == "/problems/refused"
    assert (await desk.http.patch(path, json={})).status_code == 422


async def test_a_limit_order_is_judged_at_its_own_price(desk: TradingStage) -> None:
    off_tick = await desk.post(
        f"{ORDERS}/preview", an_opening(kind="limit", limit_price="55000.05", stop_price="54000")
    )
    target = {"kind": "limit", "limit_price": "55000", "stop_price": "54000"}
    between = await desk.post(f"{ORDERS}/preview", an_opening(take_profit_price="57000", **target))
    far_above = await desk.post(f"{ORDERS}/preview", an_opening(kind="limit", limit_price="66000"))
    sell = {"side": "sell", "kind": "limit", "limit_price": "65000", "stop_price": "66000"}
    waiting_sell = await desk.post(f"{ORDERS}/preview", an_opening(**sell))

    assert "not on the tick" in off_tick.json()["reason"]
    assert between.json()["is_approved"] is True
    assert "bps since the snapshot" in far_above.json()["reason"]
    assert (waiting_sell.json()["is_approved"], waiting_sell.json()["side"]) == (True, "sell")


async def test_orders_are_paged(desk: TradingStage) -> None:
    first = await desk.open_position()
    second = (await desk.post(ORDERS, {"symbol": BTC, "side": "close"})).json()["order"]["id"]
    page = (await desk.http.get(f"{ORDERS}?limit=1")).json()
    rest = (await desk.http.get(f"{ORDERS}?limit=1&cursor={page['next_cursor']}")).json()
    assert [page["items"][0]["id"], rest["items"][0]["id"]] == [second, first]
    assert rest["next_cursor"] is None
