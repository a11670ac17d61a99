"""The books against results that others computed."""

import csv
import json
from decimal import Decimal
from typing import Any

import pytest

from tests.ledger.records import DESK, OPENING_CASH, a_fill, funding
from tests.recorded import recorded_root
from tradewind.domain.order import Side
from tradewind.ledger import Ledger

CLOSE_ENOUGH = Decimal("0.000002")
"""The recorded results carry seven digits after the point at most."""
COMMISSION_SHARE = Decimal("0.0001")


async def play_round_trip(ledger: Ledger, row: dict[str, str]) -> None:
    """Open and close as `row` says, with its fees and its funding (positive there: received)."""
    opening = Side.SELL if row["is_short"] == "True" else Side.BUY
    for leg, side in (("open", opening), ("close", opening.opposite)):
        fee = Decimal(row[f"fee_{leg}"] or 0) * Decimal(row["qty"]) * Decimal(row[f"{leg}_price"])
        await ledger.fills.post(DESK, a_fill(leg, side, row["qty"], row[f"{leg}_price"], fee=fee), None)
    paid = Decimal(row["funding"] or 0).copy_negate()
    await ledger.postings.post_cash_flow(DESK, funding(str(paid)))


def pnl_rows() -> list[dict[str, str]]:
    try:
        text = (recorded_root() / "pnl" / "perp_pnl.csv").read_text()
    except pytest.skip.Exception:
        return []
    return list(csv.DictReader(text.splitlines()))


@pytest.mark.recorded
@pytest.mark.parametrize("row", pnl_rows(), ids=lambda row: f"{row['src']}:{row['expected_pnl']}")
async def test_a_round_trip_earns_what_was_recorded(ledger: Ledger, row: dict[str, str]) -> None:
    await play_round_trip(ledger, row)

    earned = (await ledger.postings.balances(DESK)).cash - OPENING_CASH
    assert abs(earned - Decimal(row["expected_pnl"])) < CLOSE_ENOUGH
    assert await ledger.positions.held(DESK) == []


@pytest.mark.recorded
async def test_a_sequence_of_fills_passes_through_the_recorded_states(ledger: Ledger) -> None:
    text = (recorded_root() / "pnl" / "fill_sequence.json").read_text()
    recorded: dict[str, Any] = json.loads(text, parse_float=Decimal)
    states = {state["after"]: state for state in recorded["states"]}

    for number, (side, quantity, price) in enumerate(recorded["fills"], start=1):
        fee = quantity * price * COMMISSION_SHARE
        await ledger.fills.post(
            DESK, a_fill(str(number), Side(side), str(quantity), str(price), fee=fee), None
        )
        if state := states.get(number):
            held = (await ledger.positions.held(DESK))[0].position
            balances = await ledger.postings.balances(DESK)
            assert held.quantity == state["qty"]
            assert held.entry_price is not None
            assert abs(held.entry_price - state["avg_open"]) < CLOSE_ENOUGH
            assert abs(balances.realized_pnl - balances.fees_paid - state["realized"]) < CLOSE_ENOUGH
