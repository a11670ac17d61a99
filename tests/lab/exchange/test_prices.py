import json
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from typing import Any

import pytest

from tests.lab.exchange.scripted import BTC, START_MS, ScriptedMarket
from tests.recorded import recorded_root
from tradewind_lab.exchange.prices import moved_to, on_grid

ROUNDINGS = {
    "ROUND": ROUND_HALF_EVEN,
    "ROUND_UP": ROUND_CEILING,
    "ROUND_DOWN": ROUND_DOWN,
    "TRUNCATE": ROUND_DOWN,
}
MODES = {2: "DECIMAL_PLACES", 3: "SIGNIFICANT_DIGITS", 4: "TICK_SIZE"}


def test_a_moved_book_keeps_its_sizes_and_stands_around_the_new_price_on_the_tick() -> None:
    market = ScriptedMarket("50000", spread="0.2")
    moved = moved_to(market.book(BTC, START_MS, 5), Decimal("49000.3"), Decimal("0.1"))
    assert moved.bids[0].price == Decimal("49000.2")
    assert moved.asks[0].price == Decimal("49000.4")
    assert moved.asks[0].size == market.depth


def _step(value: Decimal, mode: str, precision: Decimal) -> Decimal:
    """The grid that a precision stands for under each of the recorded modes."""
    if mode == "TICK_SIZE":
        return precision
    if mode == "DECIMAL_PLACES":
        return Decimal(1).scaleb(-int(precision))
    return Decimal(1).scaleb(value.adjusted() + 1 - int(precision))


def _rows(test: str) -> Iterator[dict[str, Any]]:
    text = (recorded_root() / "pnl" / "precision_rounding.json").read_text()
    table = next(t for t in json.loads(text, parse_float=Decimal) if t["test"].endswith(test))
    for row in table["rows"]:
        yield dict(zip(table["columns"], row, strict=True))


@pytest.mark.recorded
def test_prices_round_onto_the_grid_as_recorded() -> None:
    rows = list(_rows("::test_price_to_precision"))
    assert len(rows) == 76
    for row in rows:
        price = Decimal(row["price"])
        step = _step(price, row["precision_mode"], Decimal(row["precision"]))
        assert on_grid(price, step, ROUNDINGS[row["rounding_mode"]]) == row["expected"], row


@pytest.mark.recorded
def test_amounts_are_cut_onto_the_grid_as_recorded() -> None:
    rows = list(_rows("::test_amount_to_precision"))
    assert len(rows) == 24
    for row in rows:
        amount = Decimal(row["amount"])
        step = _step(amount, row["precision_mode"], Decimal(row["precision"]))
        assert on_grid(amount, step, ROUND_DOWN) == row["expected"], row


@pytest.mark.recorded
def test_amounts_are_cut_to_whole_lots_of_contracts_as_recorded() -> None:
    rows = list(_rows("::test_amount_to_contract_precision_standalone"))
    assert len(rows) == 7
    for row in rows:
        per_contract = Decimal(row["contract_size"])
        contracts = Decimal(row["amount"]) / per_contract
        step = _step(contracts, MODES[row["precision_mode"]], Decimal(row["precision"]))
        assert on_grid(contracts, step, ROUND_DOWN) * per_contract == row["expected"], row


@pytest.mark.recorded
def test_one_pip_is_the_grid_itself() -> None:
    rows = list(_rows("::test_price_get_one_pip"))
    assert len(rows) == 12
    for row in rows:
        price = Decimal(row["price"])
        assert _step(price, MODES[row["precision_mode"]], Decimal(row["precision"])) == row["expected"], row
