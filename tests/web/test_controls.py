"""Stopping the desk and switching its mode over HTTP."""

from pathlib import Path
from typing import Any

import pytest

from tests.ledger.records import a_fill
from tests.web.stage import DESK_ID, Stage
from tradewind.domain.desk_state import DeskState
from tradewind.orders.latch_file import LATCH_NAME, read_latch

KILL_SWITCH = "/internal/autotrade/v1/kill-switch"
MODE = "/internal/autotrade/v1/runtime-mode"


async def press(stage: Stage, state: str, **more: Any) -> tuple[int, dict[str, Any]]:
    body = {"state": state, "by": "ann", "reason": "drill", **more}
    answer = await stage.http.post(KILL_SWITCH, json=body)
    return answer.status_code, answer.json()


async def ask(stage: Stage, mode: str, **more: Any) -> tuple[int, dict[str, Any]]:
    answer = await stage.http.patch(MODE, json={"mode": mode, "by": "ann", "reason": "drill", **more})
    return answer.status_code, answer.json()


async def test_a_stop_is_in_force_before_the_answer_and_on_disk(stage: Stage, tmp_path: Path) -> None:
    status, body = await press(stage, "HALTED", flatten=True)

    assert (status, body["state"], body["by"], body["flatten"]) == (200, "HALTED", "ann", True)
    assert stage.desk.orders.kill_switch.state is DeskState.HALTED
    assert (await stage.http.get(KILL_SWITCH)).json()["state"] == "HALTED"
    kept = read_latch(tmp_path / LATCH_NAME)
    assert kept is not None
    assert kept.state is DeskState.HALTED


async def test_a_released_desk_is_active_again(stage: Stage) -> None:
    await press(stage, "REDUCING")
    status, body = await press(stage, "ACTIVE")
    assert (status, body["state"]) == (200, "ACTIVE")


@pytest.mark.parametrize(
    "body",
    [
        {"state": "OFF", "by": "ann", "reason": "x"},
        {"state": "HALTED", "by": "", "reason": "x"},
        {"state": "HALTED", "by": "ann\nbob", "reason": "x"},
        {"state": "HALTED", "by": "ann"},
        {"state": "HALTED", "by": "ann", "reason": "x", "force": True},
        {"state": "HALTED", "by": "ann", "reason": "x", "flatten": "yes"},
    ],
)
async def test_a_turn_that_does_not_fit_changes_nothing(stage: Stage, body: dict[str, Any]) -> None:
    assert (await stage.http.post(KILL_SWITCH, json=body)).status_code == 422
    assert stage.desk.orders.kill_switch.state is DeskState.ACTIVE


async def test_reducing_does_not_flatten(stage: Stage) -> None:
    status, body = await press(stage, "REDUCING", flatten=True)
    assert status == 409
    assert "Only HALTED can flatten" in body["detail"]
    assert stage.desk.orders.kill_switch.state is DeskState.ACTIVE


async def test_a_foreign_page_can_neither_stop_nor_switch(stage: Stage) -> None:
    evil = {"Origin": "https://evil.example"}
    body = {"state": "ACTIVE", "by": "eve", "reason": "x"}
    assert (await stage.http.post(KILL_SWITCH, json=body, headers=evil)).status_code == 403
    body = {"mode": "paper", "by": "eve", "reason": "x"}
    assert (await stage.http.patch(MODE, json=body, headers=evil)).status_code == 403


async def test_the_mode_is_told_and_switched(stage: Stage) -> None:
    assert (await stage.http.get(MODE)).json() == {"mode": "simulator", "waiting": []}

    status, body = await ask(stage, "paper")

    assert (status, body["mode"], body["approvals_needed"]) == (202, "paper", 0)
    assert body["in_force_at"] is not None
    assert stage.desk.mode_switch.switched.is_set()
    items = (await stage.http.get(f"{MODE}/history")).json()["items"]
    assert [(item["mode"], item["by"]) for item in items] == [("paper", "ann")]


async def test_s46_live_takes_the_typed_word_and_then_its_conditions(stage: Stage) -> None:
    status, body = await ask(stage, "live")
    assert status == 403
    assert "confirm with the word live" in body["detail"]

    status, body = await ask(stage, "live", confirm="live")
    assert (status, body["reasons"]) == (409, ["set CCXT_API_KEY"])
    assert not stage.desk.mode_switch.switched.is_set()


async def test_the_steps_of_a_mode_say_what_to_do(stage: Stage) -> None:
    body = (await stage.http.get(f"{MODE}/steps/live")).json()
    assert body["is_ready"] is False
    assert {"name": "venue", "is_met": False, "what": "set CCXT_API_KEY"} in body["steps"]
    assert (await stage.http.get(f"{MODE}/steps/paper")).json()["is_ready"] is True
    assert (await stage.http.get(f"{MODE}/steps/else")).status_code == 422


async def test_s47_a_desk_with_a_position_is_not_switched(stage: Stage) -> None:
    await stage.ledger.fills.post(DESK_ID, a_fill("1"), None)
    status, body = await ask(stage, "paper")
    assert status == 409
    assert "positions in BTC-USDT-SWAP" in body["reasons"][0]


async def test_an_approval_of_nothing_is_refused(stage: Stage) -> None:
    answer = await stage.http.post(f"{MODE}/approvals", json={"change_id": 1, "by": "bob"})
    assert answer.status_code == 409
