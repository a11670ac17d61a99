"""Ticks and lots against roundings that others computed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from typing import Any

import pytest

from tests.instruments import an_instrument
from tests.recorded import met, recorded_root
from tradewind.domain.instrument import BaseQty, Contracts

ROUNDINGS = {
    "ROUND": ROUND_HALF_EVEN,
    "ROUND_UP": ROUND_CEILING,
    "ROUND_DOWN": ROUND_DOWN,
    "TRUNCATE": ROUND_DOWN,
}
MODES = {2: "DECIMAL_PLACES", 3: "SIGNIFICANT_DIGITS", 4: "TICK_SIZE"}
COINS_PER_CONTRACT = {"ADA/USDT:USDT": Decimal("0.01"), "ETH/USDT:USDT": Decimal(10)}
"""Of the swaps whose contracts the recorded table does not name itself; anything else is one coin."""
TENTH = Contracts(Decimal("0.1"))


def step(value: Decimal, mode: str | int, precision: Decimal) -> Decimal:
    """Return the grid that a precision stands for."""
    match MODES.get(int(mode), "") if not isinstance(mode, str) else mode:
        case "TICK_SIZE":
            return precision
        case "DECIMAL_PLACES":
            return Decimal(1).scaleb(-int(precision))
        case "SIGNIFICANT_DIGITS":
            return Decimal(1).scaleb(value.adjusted() + 1 - int(precision))
    raise AssertionError(f"an unknown mode: {mode}")


def rows(columns: set[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of every table with exactly these columns."""
    tables = json.loads(
        (recorded_root() / "pnl" / "precision_rounding.json").read_text(), parse_float=Decimal
    )
    for table in tables:
        if set(table["columns"]) == columns:
            yield from (dict(zip(table["columns"], row, strict=True)) for row in table["rows"])


def on_lot(amount: Decimal, lot: Decimal, contract_value: Decimal = Decimal(1)) -> Decimal:
    known = replace(an_instrument(), contract_value=contract_value, lot_size=Contracts(lot))
    return known.on_lot(BaseQty(amount))


def on_tick(price: Decimal, tick: Decimal, rounding: str) -> Decimal:
    return replace(an_instrument(), tick_size=tick).on_tick(price, rounding)


@pytest.mark.recorded
def test_prices_go_to_the_recorded_tick() -> None:
    cases = list(rows({"price", "precision_mode", "precision", "expected", "rounding_mode"}))
    for case in cases:
        price = Decimal(case["price"])
        tick = step(price, case["precision_mode"], Decimal(case["precision"]))
        rounded = on_tick(price, tick, ROUNDINGS[case["rounding_mode"]])
        assert rounded == case["expected"], case
    met(cases, "rounded prices")


@pytest.mark.recorded
def test_a_price_on_its_tick_moves_by_whole_ticks() -> None:
    cases = list(rows({"price", "precision_mode", "precision", "expected"}))
    for case in cases:
        price = Decimal(case["price"])
        tick = step(price, case["precision_mode"], Decimal(case["precision"]))
        down = on_tick(price, tick, ROUND_DOWN)
        assert on_tick(down + tick, tick, ROUND_DOWN) - down == case["expected"], case
    met(cases, "ticks")


@pytest.mark.recorded
def test_amounts_are_cut_to_the_recorded_lot() -> None:
    cases = list(rows({"amount", "precision_mode", "precision", "expected"}))
    for case in cases:
        amount = Decimal(case["amount"])
        lot = step(amount, case["precision_mode"], Decimal(case["precision"]))
        assert on_lot(amount, lot) == case["expected"], case
    met(cases, "cut amounts")


@pytest.mark.recorded
def test_amounts_are_cut_to_whole_lots_of_recorded_contracts() -> None:
    cases = list(rows({"amount", "precision", "precision_mode", "contract_size", "expected"}))
    for case in cases:
        amount, size = Decimal(case["amount"]), Decimal(case["contract_size"])
        lot = step(amount / size, case["precision_mode"], Decimal(case["precision"]))
        assert on_lot(amount, lot, size) == case["expected"], case
    met(cases, "amounts in contracts")


@pytest.mark.recorded
def test_coins_and_contracts_are_cut_each_to_tenths_of_their_own_unit() -> None:
    cases = list(rows({"pair", "amount", "expected_spot", "expected_fut"}))
    for case in cases:
        amount = Decimal(case["amount"])
        assert on_lot(amount, TENTH) == case["expected_spot"], case
        assert (
            on_lot(amount, TENTH, COINS_PER_CONTRACT.get(case["pair"], Decimal(1))) == case["expected_fut"]
        ), case
    met(cases, "amounts of pairs")
