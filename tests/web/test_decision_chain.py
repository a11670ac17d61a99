"""One decision is shown from its inputs to its outcome, and can be decided again."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cycle.desk import a_desk, an_opening
from tests.fakes.chat_server import decides
from tests.web.records import CALL, a_decision, an_order
from tests.web.stage import DESK_ID, Stage
from tradewind.domain.clock import Instant
from tradewind.domain.decision import DecisionRecord, hash_of
from tradewind.domain.fill import Fill, Liquidity
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderPurpose, Side

PATH = "/internal/autotrade/v1/decisions"


def sound(decision_id: str, at: Instant, user_prompt: str = "The market.") -> DecisionRecord:
    record = a_decision(decision_id, at, calls=(replace(CALL, user_prompt=user_prompt),))
    return replace(record, bundle_sha256=hash_of(record.bundle), prompt_version="v1")


async def test_the_prompt_is_shown_beside_the_one_before(stage: Stage) -> None:
    at = stage.desk.clock.now()
    await stage.ledger.decisions.add(sound("d1", at, '{"equity":"1","cash":"2"}'))
    await stage.ledger.decisions.add(
        replace(sound("d2", at, '{"equity":"3","cash":"2"}'), prompt_version="v2")
    )

    first = (await stage.http.get(f"{PATH}/d1")).json()
    diff = (await stage.http.get(f"{PATH}/d2")).json()["prompt_diff"]

    assert first["prompt_diff"] is None
    assert (diff["previous_id"], diff["previous_version"], diff["version"]) == ("d1", "v1", "v2")
    assert diff["words"] == ""
    assert '-{"equity":"1",' in diff["figures"]
    assert '+{"equity":"3",' in diff["figures"]


async def test_the_link_is_verified(stage: Stage) -> None:
    at = stage.desk.clock.now()
    await stage.ledger.decisions.add(sound("d1", at))
    await stage.ledger.decisions.add(sound("d2", at))

    link = (await stage.http.get(f"{PATH}/d2")).json()["link"]
    assert (link["number"], link["verified"], link["damage"]) == (2, True, [])
    assert link["previous_sha256"] == (await stage.http.get(f"{PATH}/d1")).json()["link"]["sha256"]


async def test_orders_fills_and_outcome_follow_a_decision(stage: Stage) -> None:
    at = stage.desk.clock.now()
    await stage.ledger.decisions.add(sound("d1", at))
    opening = an_order(at)
    closing = replace(
        opening,
        client_order_id=ClientOrderId("tworder2"),
        side=Side.SELL,
        purpose=OrderPurpose.CLOSE,
        is_reduce_only=True,
        stop_price=None,
    )
    for number, (order, price) in enumerate(((opening, "60000"), (closing, "61000"))):
        await stage.ledger.orders.add(order)
        fill = Fill(
            venue="okx",
            symbol=order.symbol,
            trade_id=f"t{number}",
            client_order_id=order.client_order_id,
            venue_order_id=None,
            side=order.side,
            quantity=BaseQty(order.quantity),
            price=Decimal(price),
            fee=Decimal(1),
            fee_currency="USDT",
            liquidity=Liquidity.TAKER,
            exchange_time=Instant.of(at + timedelta(seconds=number)),
        )
        assert await stage.ledger.fills.post(DESK_ID, fill, order)

    followed = (await stage.http.get(f"{PATH}/d1")).json()["consequences"]

    assert [order["id"] for order in followed["orders"]] == ["tworder1", "tworder2"]
    assert [fill["price"] for fill in followed["fills"]] == ["60000", "61000"]
    assert followed["result"]["closed"][0]["decision_id"] == "d1"
    assert followed["result"]["net_pnl"] == "78"


@pytest.fixture
async def record(tmp_path_factory: pytest.TempPathFactory) -> DecisionRecord:
    folder: Path = tmp_path_factory.mktemp("cycle")
    async with a_desk(folder, decides(an_opening())) as desk:
        await desk.run()
        return replace(await desk.record(), portfolio_id=DESK_ID)


async def test_a_decision_is_decided_again_on_request(stage: Stage, record: DecisionRecord) -> None:
    await stage.ledger.decisions.add(record)

    same = (await stage.http.post(f"{PATH}/{record.decision_id}/replay")).json()
    other = (await stage.http.post(f"{PATH}/{record.decision_id}/replay", json={"model": "other"})).json()

    assert (same["result"], same["stage"], same["again"]["outcome"]) == ("identical", None, "decided")
    assert (other["result"], other["stage"], other["again"]) == ("different", "answer", None)


async def test_a_replay_refuses_what_it_does_not_know(stage: Stage) -> None:
    await stage.ledger.decisions.add(sound("d1", stage.desk.clock.now()))

    unknown = await stage.http.post(f"{PATH}/d404/replay")
    wrong = await stage.http.post(f"{PATH}/d1/replay", json={"seed": 1})
    older = (await stage.http.post(f"{PATH}/d1/replay")).json()

    assert unknown.status_code == 404
    assert wrong.status_code == 422
    assert older["result"] == "not_replayable"
