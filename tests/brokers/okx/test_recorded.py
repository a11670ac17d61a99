"""Every recorded private answer of OKX is read without losing what matters."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.clocks import START
from tests.recorded import met, recorded_files
from tradewind.brokers.okx import fields, parse
from tradewind.brokers.okx.connection import Refused, check_row
from tradewind.brokers.okx.fields import Row
from tradewind.brokers.port import BrokerError, MarginMode
from tradewind.domain.instrument import Contracts, Instrument, Symbol
from tradewind.domain.order import OrderPurpose

pytestmark = pytest.mark.recorded

CONTRACT = Decimal("0.01")


def content(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def rows(path: Path) -> list[Row]:
    told = content(path)
    return list(told["data"]) if isinstance(told, dict) and "data" in told else [told]


def every(*patterns: str) -> list[tuple[str, Row]]:
    """Return each row of the files that match, with the file that it stands in."""
    return [
        (path.name, row)
        for pattern in patterns
        for path in recorded_files("exchange/okx", pattern)
        for row in rows(path)
    ]


def swap(row: Row) -> Instrument:
    return Instrument(
        symbol=Symbol(str(row["instId"])),
        base="X",
        quote="USDT",
        contract_value=CONTRACT,
        lot_size=Contracts(Decimal("0.01")),
        min_size=Contracts(Decimal("0.01")),
        tick_size=Decimal("0.1"),
        max_leverage=Decimal(100),
    )


def decimal(row: Row, name: str) -> Decimal:
    return Decimal(str(row.get(name) or 0))


def orders() -> list[tuple[str, Row]]:
    found = every("http_get_orders_[hp]*.json", "ws_orders*.json")
    return [(name, row) for name, row in found if "ordId" in row and row["ordId"] and "accFillSz" in row]


def algos() -> list[tuple[str, Row]]:
    return every("http_get_orders_algo_*.json", "ws_orders_algo.json")


def test_orders_keep_their_ids_sizes_prices_and_states() -> None:
    for name, row in orders():
        order = parse.order(row, swap(row))
        assert order.venue_order_id == row["ordId"], name
        assert order.client_order_id == (row["clOrdId"] or row.get("algoClOrdId") or None), name
        assert order.state is parse.STATES[str(row["state"])], name
        assert order.filled == decimal(row, "accFillSz") * CONTRACT, name
        assert order.quantity == decimal(row, "sz") * CONTRACT, name
        assert order.average_price == (decimal(row, "avgPx") or None), name
        assert order.updated_at.epoch_ms == int(str(row["uTime"])), name


def test_an_order_that_the_venue_sent_itself_says_so() -> None:
    forced = [(name, row) for name, row in orders() if row.get("category") in parse.FORCED]
    met(forced, "liquidation")
    for name, row in forced:
        order = parse.order(row, swap(row))
        assert (order.purpose, order.reason) == (OrderPurpose.LIQUIDATION, row["category"]), name


def test_an_execution_that_is_pushed_with_its_order_becomes_a_fill() -> None:
    for name, row in orders():
        if not name.startswith("ws_") or not decimal(row, "fillSz"):
            continue
        fill = parse.fill(row, "okx", swap(row))
        assert (fill.trade_id, fill.venue_order_id) == (row["tradeId"], row["ordId"]), name
        assert (fill.quantity, fill.price) == (decimal(row, "fillSz") * CONTRACT, decimal(row, "fillPx")), (
            name
        )


def test_stops_and_targets_keep_their_triggers() -> None:
    for name, row in algos():
        legs = parse.algo(row, swap(row))
        wanted = [decimal(row, key) for key in ("slTriggerPx", "tpTriggerPx", "triggerPx")]
        assert [leg.trigger_price for leg in legs] == [price for price in wanted if price], name
        assert {leg.venue_order_id for leg in legs} == {row["algoId"]}, name
        assert {leg.state for leg in legs} == {parse.ALGO_STATES[str(row["state"])]}, name


def test_protection_for_the_whole_position_has_no_size() -> None:
    whole = [(name, row) for name, row in algos() if row.get("closeFraction")]
    met(whole, "protection of a whole position")
    for name, row in whole:
        assert {leg.quantity for leg in parse.algo(row, swap(row))} == {None}, name


def test_a_stop_with_a_target_waits_as_two() -> None:
    both = [(name, row) for name, row in algos() if row["ordType"] == "oco"]
    met(both, "stop with a target")
    for name, row in both:
        purposes = [leg.purpose for leg in parse.algo(row, swap(row))]
        assert purposes == [OrderPurpose.STOP, OrderPurpose.TAKE_PROFIT], name


def test_executions_keep_their_fee_with_its_sign_turned() -> None:
    for name, row in every("http_transaction_detail*.json"):
        fill = parse.fill(row, "okx", swap(row))
        assert fill.fee == -decimal(row, "fee"), name
        assert (fill.trade_id, fill.price) == (row["tradeId"], decimal(row, "fillPx")), name
        assert fill.exchange_time.epoch_ms == int(str(row["ts"])), name


def test_positions_keep_sign_entry_leverage_and_margin() -> None:
    for name, row in every("http_get_positions.json"):
        held = parse.position(row, swap(row))
        assert held is not None, name
        sign = -1 if row["posSide"] == "short" else 1
        assert held.quantity == sign * decimal(row, "pos") * CONTRACT, name
        assert (held.entry_price, held.leverage) == (decimal(row, "avgPx"), decimal(row, "lever")), name
        assert held.margin_mode is MarginMode(str(row["mgnMode"])), name


def test_the_cash_of_an_account_is_its_equity_without_open_profit() -> None:
    for name, row in every("http_get_account_balance*.json", "ws_account*.json"):
        details = [each for each in fields.rows(row["details"]) if each["ccy"] == "USDT"]
        wanted = sum((decimal(each, "eq") - decimal(each, "upl") for each in details), Decimal(0))
        assert parse.balance([row]).cash == wanted, name


def test_balances_of_old_and_new_shape_are_read_alike() -> None:
    for path in recorded_files("exchange/okx", "http_balance_detail_*.json"):
        detail = content(path)
        wanted = decimal(detail, "eq") - decimal(detail, "upl")
        assert parse.balance([{"details": [detail]}]).cash == wanted, path.name


def test_receipts_are_done_or_refused_by_their_own_row() -> None:
    for name, row in every("http_place_*.json", "http_cancel_*.json"):
        if row["sCode"] == "0":
            check_row(row)
            assert row.get("ordId") or row.get("algoId"), name
            continue
        with pytest.raises((Refused, BrokerError)):
            check_row(row)


def test_only_linear_swaps_are_instruments() -> None:
    for name, row in every("http_get_instruments_*.json"):
        rules = parse.instrument_rules(row, "okx", START)
        is_linear_swap = (row["instType"], row["ctType"]) == ("SWAP", "linear")
        assert (rules is not None) is is_linear_swap, name
        if rules is not None:
            assert rules.instrument.contract_value == decimal(row, "ctVal") * decimal(row, "ctMult"), name


READERS: Mapping[str, Callable[[Row], object]] = {
    "http_get_orders_algo*": lambda row: parse.algo(row, swap(row)),
    "http_get_orders_[hp]*": lambda row: parse.order(row, swap(row)),
    "http_get_positions": lambda row: parse.position(row, swap(row)),
    "http_get_account_balance*": lambda row: parse.balance([row]),
    "http_get_instruments*": lambda row: parse.instrument_rules(row, "okx", START),
    "http_transaction_detail*": lambda row: parse.fill(row, "okx", swap(row)),
    "ws_account*": lambda row: parse.balance([row]),
}


@pytest.mark.parametrize("pattern", READERS)
def test_every_file_of_a_private_kind_is_read(pattern: str) -> None:
    for _, row in every(f"{pattern}.json"):
        READERS[pattern](row)


def test_unknown_states_are_refused_rather_than_guessed() -> None:
    _, row = orders()[0]
    with pytest.raises(fields.Unreadable, match="state"):
        parse.order({**row, "state": "dreaming"}, swap(row))
