"""Positions over HTTP: held, closed, added up, and closed by hand."""

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.values import BTC
from tests.web.trading import ORDERS, POSITIONS, TradingStage, held, trading_stage
from tradewind.bus.keys import TICKER
from tradewind.domain.desk_state import DeskState
from tradewind.domain.order import OrderState

CLOSE = f"{POSITIONS}/{BTC}/close"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[TradingStage]:
    async with trading_stage(tmp_path) as running:
        yield running


async def test_a_position_is_shown_closed_and_added_up(desk: TradingStage) -> None:
    await desk.open_position()
    assert held((await desk.http.get(POSITIONS)).json()) == {BTC: Decimal("0.1")}
    shown = (await desk.http.get(f"{POSITIONS}/{BTC}")).json()
    assert (shown["open"]["stop_price"], shown["closed"]) == ("58000", None)

    answer = await desk.post(CLOSE, {"by": "ann", "reason": "enough"})
    assert answer.status_code == 201
    assert (answer.json()["order"]["purpose"], answer.json()["order"]["decision_id"]) == ("close", None)
    await desk.until(answer.json()["order"]["id"], OrderState.FILLED)

    page = (await desk.http.get(POSITIONS)).json()
    (closed,) = page["closed"]
    assert (page["open"], page["next_cursor"], closed["close_purpose"]) == ([], None, "close")
    assert Decimal(closed["net_pnl"]) == Decimal(closed["realized_pnl"]) - Decimal(closed["fees"])
    assert (await desk.http.get(f"{POSITIONS}/{closed['id']}")).json() == {"open": None, "closed": closed}
    sums = (await desk.http.get(f"{POSITIONS}/performance")).json()
    assert (sums["closed_count"], sums["loss_count"], sums["profit_factor"]) == (1, 1, "0.000000")
    assert sums["net_pnl"] == sums["average_loss"] == closed["net_pnl"]


async def test_nothing_is_nothing_to_close_and_nothing_to_show(desk: TradingStage) -> None:
    answer = await desk.post(CLOSE)
    assert answer.status_code == 409
    assert "nothing to close" in answer.json()["reasons"][0]
    for unknown in (BTC, "1", "9" * 19):
        assert (await desk.http.get(f"{POSITIONS}/{unknown}")).status_code == 404
    sums = (await desk.http.get(f"{POSITIONS}/performance")).json()
    assert (sums["closed_count"], sums["win_share"], sums["net_pnl"]) == (0, None, "0")


async def test_s49_a_double_click_closes_once(desk: TradingStage) -> None:
    await desk.open_position()
    answers = await desk.clicks(CLOSE, {}, key="click")
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["order"]["id"] for answer in answers}) == 1
    closes = [order for order in (await desk.http.get(ORDERS)).json()["items"] if order["purpose"] == "close"]
    assert len(closes) == 1


async def test_a_double_click_without_a_key_never_turns_the_position(desk: TradingStage) -> None:
    await desk.open_position()
    answers = await desk.clicks(CLOSE)
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    (sent,) = (answer.json()["order"] for answer in answers if answer.status_code == 201)
    await desk.until(sent["id"], OrderState.FILLED)
    assert (await desk.http.get(POSITIONS)).json()["open"] == []


async def test_a_halted_desk_closes_by_hand(desk: TradingStage) -> None:
    await desk.open_position()
    await desk.stage.desk.orders.kill_switch.press(DeskState.HALTED, "ann", "drill")
    answer = await desk.post(CLOSE)
    assert answer.status_code == 201
    await desk.until(answer.json()["order"]["id"], OrderState.FILLED)


async def test_a_part_is_closed_in_whole_lots(desk: TradingStage) -> None:
    await desk.open_position()
    crumbs = await desk.post(CLOSE, {"quantity": "0.00005"})
    part = await desk.post(CLOSE, {"quantity": "0.04"})
    assert crumbs.status_code == 409
    assert "whole lots" in crumbs.json()["reasons"][0]
    await desk.until(part.json()["order"]["id"], OrderState.FILLED)
    assert held((await desk.http.get(POSITIONS)).json()) == {BTC: Decimal("0.06")}


async def test_more_than_is_held_closes_what_is_held(desk: TradingStage) -> None:
    await desk.open_position()
    answer = await desk.post(CLOSE, {"quantity": "5"})
    assert answer.json()["order"]["quantity"] == "0.1"


async def test_a_close_needs_no_price(desk: TradingStage) -> None:
    await desk.open_position()
    await desk.stage.redis.delete(TICKER.at(BTC).name)
    answer = await desk.http.post(CLOSE)
    assert answer.status_code == 201
    await desk.until(answer.json()["order"]["id"], OrderState.FILLED)
