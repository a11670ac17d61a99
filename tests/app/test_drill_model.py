"""The model's seat in a drill, asked over its socket as the desk asks it."""

import json
from typing import Any

import httpx2

from tradewind.app.drill_model import DrillModel, Mood, seated

SEEN: dict[str, Any] = {
    "account": {"positions": [{"symbol": "BTC-USDT-SWAP"}]},
    "markets": [
        {"symbol": "BTC-USDT-SWAP", "last_price": 60000.0},
        {"symbol": "ETH-USDT-SWAP", "last_price": 3000.0},
        {"symbol": "SOL-USDT-SWAP", "last_price": 150.0},
    ],
}


def ask(model: DrillModel, prompt: str) -> list[dict[str, Any]]:
    with seated(model) as url:
        body = {"messages": [{"role": "user", "content": prompt}]}
        answer = httpx2.post(f"{url}/chat/completions", json=body, timeout=20)
    message = answer.json()["choices"][0]["message"]["content"]
    return list(json.loads(message)["decisions"])


def prompt(equity: str | None = "10000.00") -> str:
    seen = {**SEEN, "account": {**SEEN["account"], "equity": equity}}
    return f"Decide.\n```json\n{json.dumps(seen)}\n```\n"


def test_at_rest_it_proposes_nothing() -> None:
    assert ask(DrillModel(), prompt()) == []


def test_it_opens_what_it_is_told_to_and_does_not_hold_with_a_stop_on_the_right_side() -> None:
    told = DrillModel(mood=Mood.OPEN, symbols=frozenset({"BTC-USDT-SWAP", "ETH-USDT-SWAP", "SOL-USDT-SWAP"}))
    items = {item["symbol"]: item for item in ask(told, prompt())}
    assert set(items) == {"ETH-USDT-SWAP", "SOL-USDT-SWAP"}
    for market in SEEN["markets"][1:]:
        item = items[market["symbol"]]
        assert item["notional"] == 500
        assert (item["stop_price"] < market["last_price"]) == (item["action"] == "buy")


def test_it_opens_nothing_while_the_equity_is_unknown() -> None:
    told = DrillModel(mood=Mood.OPEN, symbols=frozenset({"ETH-USDT-SWAP"}))
    assert ask(told, prompt(equity=None)) == []


def test_it_closes_everything_that_is_held() -> None:
    (item,) = ask(DrillModel(mood=Mood.CLOSE), prompt())
    assert (item["symbol"], item["action"]) == ("BTC-USDT-SWAP", "close")


def test_a_question_without_the_desks_figures_is_answered_with_nothing() -> None:
    assert ask(DrillModel(mood=Mood.CLOSE), "hello") == []
