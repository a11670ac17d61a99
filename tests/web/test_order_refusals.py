"""What is no order never reaches a gate, and says which field is wrong."""

import csv
import io
from decimal import Decimal
from typing import Any

from tests.values import BTC
from tests.web.records import an_order
from tests.web.stage import Stage
from tests.web.trading import ORDERS, POSITIONS, an_opening
from tradewind.domain.account import Portfolio, RuntimeMode
from tradewind.domain.ids import PortfolioId
from tradewind.domain.order import OrderPurpose, OrderState

PREVIEW = f"{ORDERS}/preview"
UNREADABLE = (
    "-1",
    "0",
    "NaN",
    "Infinity",
    "1e5",
    "0." + "1" * 60,
    "1" * 40,
    "\u0661",
    " 1",
    "",
    True,
    1,
    1.5,
)
EVIL = {"Origin": "https://evil.example"}


async def field_errors(stage: Stage, body: dict[str, Any], path: str = PREVIEW) -> tuple[int, list[str]]:
    answer = await stage.http.post(path, json=body)
    return answer.status_code, [error["field"] for error in answer.json().get("errors", [])]


async def test_s51_s65_a_quantity_that_is_no_plain_number_names_its_field(stage: Stage) -> None:
    for quantity in UNREADABLE:
        assert await field_errors(stage, an_opening() | {"quantity": quantity}) == (422, ["body.quantity"])
    raw = b'{"symbol":"BTC-USDT-SWAP","side":"buy","quantity":1e308}'
    answer = await stage.http.post(PREVIEW, content=raw, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "body.quantity")


async def test_s52_leverage_has_its_range(stage: Stage) -> None:
    for leverage in ("0", "0.5", "126", "1000", "\u221e", 3):
        assert await field_errors(stage, an_opening() | {"leverage": leverage}) == (422, ["body.leverage"])


async def test_s53_a_symbol_is_plain_capitals(stage: Stage) -> None:
    for symbol in ("BTC-USD\u0422-SWAP", "../", "X" * 300, "btc-usdt-swap", "", 7):
        assert await field_errors(stage, an_opening() | {"symbol": symbol}) == (422, ["body.symbol"])


async def test_parts_that_do_not_fit_together_are_named(stage: Stage) -> None:
    cases = [
        (an_opening(notional="1"), "body.notional"),
        (an_opening(quantity=None), "body.notional"),
        (an_opening(kind="limit"), "body.limit_price"),
        (an_opening(limit_price="1"), "body.limit_price"),
        (an_opening(time_in_force="ioc"), "body.time_in_force"),
        ({"symbol": BTC, "side": "close", "notional": "1"}, "body.notional"),
        ({"symbol": BTC, "side": "close", "stop_price": "1"}, "body.stop_price"),
        (an_opening(side="hold"), "body.side"),
        (an_opening(role="admin"), "body.role"),
        (an_opening(by="a\nb"), "body.by"),
    ]
    for body, field in cases:
        assert await field_errors(stage, body) == (422, [field]), body


async def test_s54_lists_take_only_what_they_know(stage: Stage) -> None:
    for query in ("limit=1000000000", "limit=-1", "limit=0", "sort=password;drop", "scope=mine", "cursor=x"):
        assert (await stage.http.get(f"{ORDERS}?{query}")).status_code == 422, query
    for query in ("limit=1000000000", "limit=1&limit=2", "cursor=%27"):
        assert (await stage.http.get(f"{POSITIONS}?{query}")).status_code == 422, query


async def test_s25_s26_another_site_or_another_form_changes_nothing(stage: Stage) -> None:
    path = f"{ORDERS}/tworder1"
    assert (await stage.http.post(ORDERS, json=an_opening(), headers=EVIL)).status_code == 403
    assert (await stage.http.patch(path, json={"quantity": "1"}, headers=EVIL)).status_code == 403
    assert (await stage.http.delete(path, headers=EVIL)).status_code == 403
    assert (await stage.http.post(f"{POSITIONS}/{BTC}/close", headers=EVIL)).status_code == 403
    text = {"Content-Type": "text/plain"}
    assert (await stage.http.post(ORDERS, content=b"{}", headers=text)).status_code == 415
    bad_key = {"Idempotency-Key": "k" * 200}
    assert (await stage.http.post(ORDERS, json=an_opening(), headers=bad_key)).status_code == 422


async def test_nothing_leaves_before_desk_and_venue_were_compared(stage: Stage) -> None:
    await stage.ledger.orders.add(an_order(stage.desk.clock.now()))
    answers = [
        await stage.http.post(ORDERS, json=an_opening()),
        await stage.http.post(f"{POSITIONS}/{BTC}/close"),
        await stage.http.patch(f"{ORDERS}/tworder1", json={"quantity": "1"}),
        await stage.http.delete(f"{ORDERS}/tworder1"),
    ]
    for answer in answers:
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/not-ready")


async def test_s39_an_order_of_another_account_does_not_exist(stage: Stage) -> None:
    stage.desk.orders.is_settled.set()
    foreign = an_order(stage.desk.clock.now(), "twforeign", portfolio_id=PortfolioId("desk-2"))
    other = Portfolio(
        portfolio_id=PortfolioId("desk-2"), name="Other", mode=RuntimeMode.SIMULATOR, currency="USDT"
    )
    await stage.ledger.portfolios.open(other, Decimal(1000), stage.desk.clock.now())
    await stage.ledger.orders.add(foreign)
    path = f"{ORDERS}/twforeign"
    answers = [
        await stage.http.get(path),
        await stage.http.patch(path, json={"quantity": "1"}),
        await stage.http.delete(path),
        await stage.http.get(f"{ORDERS}/unknown"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert (await stage.http.get(f"{ORDERS}/..%2f..%2fetc")).status_code in (404, 422)


async def test_a_protection_is_not_canceled_by_hand(stage: Stage) -> None:
    stage.desk.orders.is_settled.set()
    order = an_order(stage.desk.clock.now(), purpose=OrderPurpose.STOP)
    await stage.ledger.orders.add(order)
    await stage.ledger.orders.advance(order.client_order_id, OrderState.INTENT, OrderState.ACCEPTED)
    answer = await stage.http.delete(f"{ORDERS}/tworder1")
    assert answer.status_code == 409
    assert "protects" in answer.json()["detail"]


async def test_an_order_on_its_way_cannot_be_canceled_yet(stage: Stage) -> None:
    stage.desk.orders.is_settled.set()
    await stage.ledger.orders.add(an_order(stage.desk.clock.now()))
    answer = await stage.http.delete(f"{ORDERS}/tworder1")
    assert answer.status_code == 409
    assert "cannot ask cancel" in answer.json()["detail"]


async def test_s48_s58_an_export_holds_the_own_orders_and_runs_nothing(stage: Stage) -> None:
    now = stage.desk.clock.now()
    other = Portfolio(
        portfolio_id=PortfolioId("desk-2"), name="Other", mode=RuntimeMode.SIMULATOR, currency="USDT"
    )
    await stage.ledger.portfolios.open(other, Decimal(1000), now)
    await stage.ledger.orders.add(an_order(now, "twforeign", portfolio_id=PortfolioId("desk-2")))
    await stage.ledger.orders.add(an_order(now, "twfirst"))
    order = an_order(now, "twsecond")
    await stage.ledger.orders.add(order)
    await stage.ledger.orders.advance(
        order.client_order_id, OrderState.INTENT, OrderState.REJECTED, reason='=HYPERLINK("http://evil")'
    )

    answer = await stage.http.get(f"{ORDERS}.csv?limit=1")
    rest = await stage.http.get(f"{ORDERS}.csv?cursor={answer.headers['x-next-cursor']}")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["id"], row["quantity"], row["limit_price"]) == ("twsecond", "0.08", "")
    assert row["reason"] == '\'=HYPERLINK("http://evil")'
    assert [each["id"] for each in csv.DictReader(io.StringIO(rest.text))] == ["twfirst"]
    assert "x-next-cursor" not in rest.headers
    assert (await stage.http.get(f"{ORDERS}.csv?cursor=x")).status_code == 422
