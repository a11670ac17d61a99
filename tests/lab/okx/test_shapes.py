"""What we print has every field that the real venue prints."""

import json
from typing import Any

import pytest

from tests.lab.exchange.scripted import AFTER_START_MS, ScriptedMarket, a_protection, a_ticket, opened
from tests.recorded import recorded_root
from tradewind_lab.okx.position_shapes import closed_position_shape, position_shape
from tradewind_lab.okx.shapes import algo_shape, balance_shape, fill_shape, order_shape

NOW = AFTER_START_MS


def _recorded(name: str) -> Any:
    content = json.loads((recorded_root() / "exchange" / "okx" / f"{name}.json").read_text())
    return content["data"][0] if "data" in content else content


@pytest.mark.recorded
def test_orders_stops_and_fills_have_the_recorded_fields() -> None:
    exchange, account = opened(ScriptedMarket())
    ticket = a_ticket("buy", "2", protections=(a_protection("49000", "52000"),))
    order = exchange.desk.place(account, ticket, NOW)
    attached = _recorded("http_get_orders_pending_with_attached_tp_sl")["attachAlgoOrds"][0]
    printed: Any = order_shape(order)
    assert set(_recorded("http_get_orders_history")) <= set(printed)
    assert set(attached) <= set(printed["attachAlgoOrds"][0])
    assert set(_recorded("http_transaction_detail")) <= set(fill_shape(account.fills[0]))
    [algo] = account.algos.values()
    assert set(_recorded("http_get_orders_algo_pending_attached_oco")) <= set(algo_shape(algo, None))


@pytest.mark.recorded
def test_positions_and_balance_have_the_recorded_fields() -> None:
    exchange, account = opened(ScriptedMarket())
    exchange.desk.place(account, a_ticket("buy", "2"), NOW)
    [position] = account.positions.values()
    assert set(_recorded("http_get_positions")) <= set(position_shape(exchange, account, position, NOW))
    printed: Any = balance_shape(account, exchange.standing(account, NOW), NOW)
    real = _recorded("http_get_account_balance")
    assert set(real) <= set(printed)
    assert set(real["details"][0]) <= set(printed["details"][0])
    exchange.desk.place(account, a_ticket("sell", "2", reduce_only=True), NOW)
    history = _recorded("http_get_account_positions-history")
    assert set(history) <= set(closed_position_shape(account.closed_positions[0]))
