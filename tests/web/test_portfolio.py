"""The account page: money as decimal strings, unknown as null, events from the record."""

from datetime import timedelta
from decimal import Decimal

from tests.values import BTC
from tests.web.records import a_decision, a_fill, an_item, an_order
from tests.web.stage import DESK_ID, Stage, fresh_ticker, put_rules
from tradewind.domain.account import EquityPoint
from tradewind.domain.clock import Instant
from tradewind.domain.decision import Outcome
from tradewind.domain.order import OrderKind, OrderState

PATH = "/internal/autotrade/v1/portfolio"


async def test_both_addresses_give_the_account_with_decimal_strings(stage: Stage) -> None:
    now = stage.desk.clock.now()
    await stage.tick(fresh_ticker(stage, 60_000))
    await put_rules(stage)
    order = an_order(now)
    await stage.ledger.orders.add(order)
    await stage.ledger.fills.post(DESK_ID, a_fill(order, "t1", price=Decimal(59_000), fee=Decimal(2)), order)

    inside = await stage.http.get(PATH)
    outside = await stage.http.get("/api/autotrade/v1/portfolio")

    assert inside.status_code == outside.status_code == 200
    body = inside.json()
    assert Decimal(body["account"]["equity"]) == Decimal(100_078)
    assert body["account"]["return_share"] == "0.000780"
    (position,) = body["positions"]
    assert position["side"] == "long"
    assert Decimal(position["unrealized_pnl"]) == Decimal(80)
    assert Decimal(position["unrealized_pnl_share"]) == Decimal("0.033898")
    assert position["tick_size"] == "0.1"
    assert body["portfolio"] == {"id": DESK_ID, "name": "Desk", "mode": "simulator", "currency": "USDT"}
    assert body["account"] == outside.json()["account"]


async def test_without_a_price_what_depends_on_it_is_null(stage: Stage) -> None:
    order = an_order(stage.desk.clock.now())
    await stage.ledger.orders.add(order)
    await stage.ledger.fills.post(DESK_ID, a_fill(order, "t1"), order)

    body = (await stage.http.get(PATH)).json()

    assert body["account"]["equity"] is None
    assert body["account"]["return_share"] is None
    assert body["positions"][0]["mark_price"] is None


async def test_fills_trades_and_decisions_are_listed_with_their_orders(stage: Stage) -> None:
    now = stage.desk.clock.now()
    await put_rules(stage)
    order = an_order(now)
    await stage.ledger.decisions.add(a_decision("d1", now))
    await stage.ledger.orders.add(order)
    await stage.ledger.fills.post(DESK_ID, a_fill(order, "t1"), order)

    body = (await stage.http.get(PATH)).json()

    assert body["fills"][0]["price"] == "60000.5"
    assert body["fills"][0]["liquidity"] == "taker"
    (decision,) = body["recent_decisions"]
    assert decision["prompt_tokens"] == 200
    assert decision["cost_usd"] == "0.0024"
    assert Decimal(decision["items"][0]["filled"]) == Decimal("0.08")
    assert decision["items"][0]["rationale"] == "<b>RSI 28</b>"


async def test_what_a_person_should_notice_is_an_event(stage: Stage) -> None:
    now = stage.desk.clock.now()
    await stage.ledger.decisions.add(
        a_decision("d1", now, outcome=Outcome.BLOCKED, why="ticker 90 s old", items=(), calls=())
    )
    refused = an_item(is_approved=False, reason="confidence 0.4 below 0.6", client_order_id=None)
    await stage.ledger.decisions.add(
        a_decision("d2", Instant.of(now + timedelta(seconds=1)), items=(refused,))
    )
    order = an_order(now)
    await stage.ledger.orders.add(order)
    await stage.ledger.orders.advance(order.client_order_id, OrderState.INTENT, OrderState.SENDING)
    await stage.ledger.orders.advance(
        order.client_order_id, OrderState.SENDING, OrderState.REJECTED, reason="insufficient margin"
    )

    body = (await stage.http.get(PATH)).json()

    events = {event["kind"]: event["text"] for event in body["events"]}
    assert events["cycle_blocked"] == "Cycle blocked: ticker 90 s old"
    assert events["proposal_refused"] == f"{BTC} buy refused: confidence 0.4 below 0.6"
    assert events["order_rejected"] == f"{BTC} buy 0.08 was rejected: insufficient margin"


async def test_the_curve_starts_where_it_is_asked_to(stage: Stage) -> None:
    start = Instant.parse("2026-11-20T00:00:00Z")
    for hour in range(4):
        point = EquityPoint(time=Instant.of(start + timedelta(hours=hour)), equity=Decimal(100_000 + hour))
        await stage.ledger.equity.add(DESK_ID, point)

    answer = await stage.http.get(f"{PATH}/equity", params={"since": "2026-11-20T02:00:00Z", "points": "100"})

    assert answer.json() == {
        "currency": "USDT",
        "opening_cash": "100000",
        "points": [
            {"time": "2026-11-20T02:00:00.000Z", "equity": "100002"},
            {"time": "2026-11-20T03:00:00.000Z", "equity": "100003"},
        ],
    }


async def test_a_start_without_a_zone_is_refused(stage: Stage) -> None:
    answer = await stage.http.get(f"{PATH}/equity", params={"since": "2026-11-20T02:00:00"})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "query.since"


async def test_a_position_says_how_far_its_exits_are_and_what_they_would_bring(stage: Stage) -> None:
    await stage.tick(fresh_ticker(stage, 60_000))
    order = an_order(stage.desk.clock.now(), stop_price=Decimal(58_800), take_profit_price=Decimal(63_000))
    await stage.ledger.orders.add(order)
    await stage.ledger.fills.post(DESK_ID, a_fill(order, "t1", price=Decimal(59_000), fee=Decimal(2)), order)

    body = (await stage.http.get(PATH)).json()

    (position,) = body["positions"]
    assert (position["stop_distance_share"], position["take_profit_distance_share"]) == (
        "0.020000",
        "0.050000",
    )
    assert [Decimal(position["pnl_at_stop"]), Decimal(position["pnl_at_take_profit"])] == [-16, 320]
    assert Decimal(position["net_pnl"]) == 78
    assert Decimal(position["cap"]["limit"]) == Decimal(100_078) / 2
    assert position["liquidation_price"] is position["venue_read_at"] is None


async def test_what_is_used_of_each_limit_comes_with_the_account(stage: Stage) -> None:
    await stage.tick(fresh_ticker(stage, 60_000))
    order = an_order(stage.desk.clock.now())
    resting = an_order(
        stage.desk.clock.now(), "tworder2", kind=OrderKind.LIMIT, limit_price=Decimal(50_000), symbol=BTC
    )
    for each in (order, resting):
        await stage.ledger.orders.add(each)
    await stage.ledger.fills.post(DESK_ID, a_fill(order, "t1", price=Decimal(60_000), fee=Decimal(0)), order)

    shown = (await stage.http.get(PATH)).json()["exposure"]

    assert [Decimal(shown[name]) for name in ("gross", "net", "pending")] == [4800, 4800, 4000]
    assert shown["total"]["used_share"] == "0.058667"
    assert (shown["drawdown"]["limit"], shown["drawdown"]["used_share"]) == ("0.05", "0.000000")
    assert shown["enforcement"] == "enforced"
