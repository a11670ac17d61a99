"""The settings over HTTP."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.ledger.records import a_fill
from tests.web.records import an_order
from tests.web.stage import DESK_ID, Stage
from tradewind.domain.configuration import Leaning, SettingChange, SettingValue
from tradewind.domain.order import OrderKind
from tradewind.web.consequences import consequences_of

PLACE = "/api/config"
LEVERAGE = "risk.max_leverage"


async def post(stage: Stage, what: str, values: dict[str, Any], **more: Any) -> tuple[int, dict[str, Any]]:
    said = {"by": "ann", "reason": "a calmer week"} if what == "update" else {}
    answer = await stage.http.post(
        f"{PLACE}/{what}", json={"file": "trading", "values": values, **said, **more}
    )
    return answer.status_code, answer.json()


async def setting(stage: Stage, key: str, file: str = "trading") -> dict[str, Any]:
    document = (await stage.http.get(f"{PLACE}/{file}")).json()
    found: dict[str, Any] = next(each for each in document["settings"] if each["key"] == key)
    return found


async def test_a_limit_is_told_with_meaning_unit_range_and_who_decided_it(stage: Stage) -> None:
    leverage = await setting(stage, LEVERAGE)

    assert (leverage["in_force"], leverage["shipped"], leverage["set_by"]) == (10, 10, "shipped")
    assert (leverage["unit"], leverage["looser"], leverage["is_editable"]) == ("x", "higher", True)
    assert (leverage["allowed"]["minimum"], leverage["allowed"]["maximum"]) == (1, 125)
    assert leverage["meaning"]
    assert (await setting(stage, "model.base_url", "app"))["is_editable"] is False
    assert (await setting(stage, "level", "logging"))["in_force"] == "INFO"


async def test_a_change_is_previewed_made_and_on_record(stage: Stage, tmp_path: Path) -> None:
    status, preview = await post(stage, "preview", {LEVERAGE: 5})
    assert (status, preview["word"], preview["consequences"]) == (200, None, [])
    assert preview["changes"][0] | {"old": 10, "new": 5, "leaning": "tighter"} == preview["changes"][0]

    status, made = await post(stage, "update", {LEVERAGE: 5}, digest=preview["digest"])

    assert (status, made["change"]["by"]) == (200, "ann")
    assert (await setting(stage, LEVERAGE))["in_force"] == 5
    assert "max_leverage: 5" in (tmp_path / "config" / "trading.yaml").read_text()
    [record] = (await stage.http.get(f"{PLACE}/history")).json()["items"]
    assert (record["reason"], record["mode"], record["changes"][0]["new"]) == (
        "a calmer week",
        "simulator",
        5,
    )


async def test_a_looser_limit_says_what_it_would_let_through_and_asks_for_the_word(stage: Stage) -> None:
    _, preview = await post(stage, "preview", {"risk.max_notional_share": 0.8})
    assert preview["word"] == "loosen"
    assert preview["consequences"] == ["One position may be as large as 80,000 USDT instead of 50,000 USDT."]

    for more in ({}, {"confirm": "loosen"}, {"digest": preview["digest"], "confirm": "yes"}):
        status, problem = await post(stage, "update", {"risk.max_notional_share": 0.8}, **more)
        assert (status, problem["type"]) == (403, "/problems/refused")
    assert (await setting(stage, "risk.max_notional_share"))["in_force"] == 0.5

    status, _ = await post(
        stage, "update", {"risk.max_notional_share": 0.8}, digest=preview["digest"], confirm="loosen"
    )
    assert status == 200
    assert (await setting(stage, "risk.max_notional_share"))["in_force"] == 0.8


async def test_a_change_of_something_else_than_was_previewed_is_outdated(stage: Stage) -> None:
    _, preview = await post(stage, "preview", {LEVERAGE: 5})
    await post(stage, "update", {LEVERAGE: 4})

    status, problem = await post(stage, "update", {LEVERAGE: 5}, digest=preview["digest"])

    assert (status, problem["type"]) == (412, "/problems/refused")
    assert "Look again" in problem["detail"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"file": "trading", "values": {LEVERAGE: 900}}, 422),
        ({"file": "trading", "values": {"broker": "live"}}, 422),
        ({"file": "trading", "values": {}}, 422),
        ({"file": "passwd", "values": {LEVERAGE: 5}}, 422),
        ({"file": "trading", "values": {"../risk": 5}}, 422),
        ({"file": "trading", "values": {LEVERAGE: {"a": 1}}}, 422),
        ({"file": "trading", "values": {LEVERAGE: 5}, "force": True}, 422),
        ({"file": "trading", "values": {"model_symbols": ["x" * 900]}}, 422),
    ],
)
async def test_nonsense_is_refused_in_words_and_nothing_is_written(
    stage: Stage, tmp_path: Path, body: dict[str, Any], status: int
) -> None:
    said = {"by": "ann", "reason": "x"}
    for what, more in (("preview", {}), ("update", said)):
        answer = await stage.http.post(f"{PLACE}/{what}", json=body | more)
        assert answer.status_code == status
        assert answer.json()["errors"]
    assert not (tmp_path / "config").exists()


async def test_the_value_that_is_wrong_is_named_with_what_is_allowed(stage: Stage) -> None:
    _, problem = await post(stage, "preview", {LEVERAGE: 900, "risk.min_confidence": 0.7})

    assert [error["field"] for error in problem["errors"]] == ["values.risk.max_leverage"]
    assert "<= 125" in problem["errors"][0]["reason"]


async def test_a_foreign_page_changes_nothing(stage: Stage) -> None:
    body = {"file": "trading", "values": {LEVERAGE: 5}, "by": "eve", "reason": "x"}
    answer = await stage.http.post(f"{PLACE}/update", json=body, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert (await setting(stage, LEVERAGE))["in_force"] == 10


async def test_the_use_of_each_limit_is_measured_and_unknown_is_null(stage: Stage) -> None:
    uses = (await stage.http.get(f"{PLACE}/usage")).json()
    used = {item["key"]: item["used"] for item in uses["items"]}
    assert used["risk.max_exposure_share"] in ("0", "0.000000")
    assert used["risk.max_orders_per_minute"] == "0"

    await stage.ledger.fills.post(DESK_ID, a_fill("1"), None)

    uses = (await stage.http.get(f"{PLACE}/usage")).json()
    used = {item["key"]: item["used"] for item in uses["items"]}
    assert used["risk.max_exposure_share"] is None, "nobody knows a price"
    assert Decimal(used["risk.max_leverage"]) >= 1


async def test_openings_on_their_way_use_the_exposure_as_the_gates_see_it(stage: Stage) -> None:
    resting = an_order(
        stage.desk.clock.now(), kind=OrderKind.LIMIT, limit_price=Decimal(50_000), quantity=Decimal("0.5")
    )
    await stage.ledger.orders.add(resting)

    uses = (await stage.http.get(f"{PLACE}/usage")).json()

    used = {item["key"]: item["used"] for item in uses["items"]}
    assert used["risk.max_exposure_share"] == "0.250000"


async def test_symbols_are_told_by_what_becomes_of_them(stage: Stage) -> None:
    chosen = await stage.http.put("/api/watchlist", json={"symbols": ["ETH-USDT-SWAP"]})
    assert chosen.status_code == 200, chosen.text
    symbols = (await stage.http.get(f"{PLACE}/symbols")).json()

    assert symbols["collected"] == ["BTC-USDT-SWAP", "ETH-USDT-SWAP"]
    assert "BTC-USDT-SWAP" in symbols["tradable"]
    assert symbols["coins"] == ["BTCUSDT"]
    assert symbols["watchlist"] == ["ETH-USDT-SWAP"]


def a_looser(key: str, old: SettingValue, new: SettingValue) -> SettingChange:
    return SettingChange(
        key=key, old=old, new=new, leaning=Leaning.LOOSER, needs_restart=False, is_asked=True
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            a_looser("trading.risk.max_leverage", 10.0, 20.0),
            "At 20x a move of 5.0% against a position takes all of its margin; at 10x it takes 10.0%.",
        ),
        (
            a_looser("trading.risk.daily_loss_cap", "1000", "2500.5"),
            "A day may lose up to 2,500.5 USDT before nothing opens, instead of 1,000.",
        ),
        (
            a_looser("trading.model_limits.daily_budget_usd", "5", None),
            "The models may cost up to any amount USD a day, instead of 5.",
        ),
        (
            a_looser("trading.risk.drawdown_pause_share", 0.05, 0.1),
            "Openings pause 10.0% below the highest equity instead of 5.0%.",
        ),
    ],
)
async def test_what_a_looser_limit_means_is_said_in_numbers(
    stage: Stage, change: SettingChange, said: str
) -> None:
    account = await stage.desk.accounts.snapshot(DESK_ID)

    assert list(consequences_of([change], account)) == [said]
