import csv
import json
from decimal import Decimal
from typing import Any

import pytest

from tests.recorded import recorded_root
from tradewind_lab.exchange.charges import funding_payment, trading_fee
from tradewind_lab.exchange.orders import MarginMode, PositionSide
from tradewind_lab.exchange.positions import Position, enlarged, liquidation_price, reduced, split

TOLERANCE = Decimal("1e-6")


def a_position(
    quantity: str,
    price: str,
    *,
    leverage: str = "3",
    contract_value: str = "1",
    mode: MarginMode = MarginMode.CROSS,
) -> Position:
    held = Decimal(quantity)
    return Position(
        id="1",
        symbol="BTC-USDT-SWAP",
        margin_mode=mode,
        position_side=PositionSide.NET,
        contract_value=Decimal(contract_value),
        leverage=Decimal(leverage),
        is_long=held > 0,
        quantity=held,
        average_price=Decimal(price),
        cost=held * Decimal(price) * Decimal(contract_value),
        pnl=Decimal(0),
        fee=Decimal(0),
        funding=Decimal(0),
        penalty=Decimal(0),
        is_liquidated=False,
        closed=Decimal(0),
        close_quote=Decimal(0),
        largest=abs(held),
        last_trade_id="1",
        opened_ms=0,
        updated_ms=0,
    )


def test_a_fill_beyond_the_position_is_split_at_zero() -> None:
    assert split(Decimal(3), Decimal(-5)) == (Decimal(-3), Decimal(-2))
    assert split(Decimal(-3), Decimal(2)) == (Decimal(2), Decimal(0))
    assert split(Decimal(3), Decimal(2)) == (Decimal(0), Decimal(2))


def test_closing_in_parts_brings_the_same_profit_as_closing_at_once() -> None:
    position = a_position("-7", "100.3")
    _, at_once = reduced(position, Decimal(7), Decimal("90.1"))
    smaller, first = reduced(position, Decimal(3), Decimal("90.1"))
    _, second = reduced(smaller, Decimal(4), Decimal("90.1"))
    assert first + second == at_once


def test_the_profits_of_the_parts_add_up_to_the_last_digit() -> None:
    position = enlarged(a_position("3", "100.3"), Decimal(4), Decimal("100.7"))
    _, at_once = reduced(position, Decimal(-7), Decimal("90.1"))
    parts = []
    for _ in range(7):
        position, pnl = reduced(position, Decimal(-1), Decimal("90.1"))
        parts.append(pnl)
    assert sum(parts) == at_once


@pytest.mark.recorded
def test_profit_of_recorded_round_trips() -> None:
    rows = list(csv.DictReader((recorded_root() / "pnl" / "perp_pnl.csv").read_text().splitlines()))
    assert len(rows) == 44
    for row in rows:
        sign = -1 if row["is_short"] == "True" else 1
        quantity, entry, leaving = (Decimal(row[name]) for name in ("qty", "open_price", "close_price"))
        position = a_position(str(sign * quantity), row["open_price"])
        _, pnl = reduced(position, -sign * quantity, leaving)
        opening_fee = trading_fee(quantity * entry, Decimal(row["fee_open"] or 0))
        closing_fee = trading_fee(quantity * leaving, Decimal(row["fee_close"] or 0))
        result = pnl + opening_fee + closing_fee + Decimal(row["funding"] or 0)
        assert abs(result - Decimal(row["expected_pnl"])) <= TOLERANCE, row
        if row["expected_roe"]:
            spent = quantity * entry - sign * opening_fee
            roe = result * Decimal(row["leverage"]) / spent
            assert abs(roe - Decimal(row["expected_roe"])) <= TOLERANCE, row


@pytest.mark.recorded
def test_average_price_and_profit_of_a_recorded_sequence_of_fills() -> None:
    recorded = json.loads((recorded_root() / "pnl" / "fill_sequence.json").read_text(), parse_float=Decimal)
    expected = {state["after"]: state for state in recorded["states"]}
    position: Position | None = None
    realized = Decimal(0)
    for number, (side, size, price) in enumerate(recorded["fills"], start=1):
        signed = Decimal(size) if side == "buy" else -Decimal(size)
        realized += trading_fee(size * price, Decimal("0.0001"))
        if position is None:
            position = a_position(str(signed), str(price))
        elif split(position.quantity, signed)[0]:
            position, pnl = reduced(position, signed, price)
            realized += pnl
        else:
            position = enlarged(position, signed, price)
        if number in expected:
            state = expected[number]
            assert position.quantity == state["qty"]
            assert abs(position.average_price - state["avg_open"]) <= TOLERANCE
            assert abs(realized - state["realized"]) <= TOLERANCE


@pytest.mark.recorded
def test_liquidation_estimate_equals_the_recorded_figures_of_venues_with_this_rule() -> None:
    rows = csv.DictReader((recorded_root() / "pnl" / "liquidation_isolated.csv").read_text().splitlines())
    ours = [row for row in rows if row["maint_amount_or_fee"] == "taker=0.0006"]
    assert len(ours) == 4
    for row in ours:
        size, price = Decimal(row["qty"]), Decimal(row["open_price"])
        found = liquidation_price(
            direction=-1 if row["is_short"] == "True" else 1,
            average_price=price,
            base_quantity=size,
            margin=size * price / Decimal(row["leverage"]),
            # these records were reckoned with a fee of 0.06 %, ours is 0.05 %
            maintenance_rate=Decimal(row["mmr"]) + Decimal("0.0001"),
        )
        assert found is not None
        assert abs(found - Decimal(row["expected_liq"])) <= TOLERANCE


def _recorded_positions(kind: str) -> list[dict[str, Any]]:
    text = (recorded_root() / "pnl" / "okx_positions_real.json").read_text()
    records = json.loads(text, parse_float=Decimal)["records"]
    return [r for r in records if r["kind"] == kind and "USDT" in r["instId"]]


@pytest.mark.recorded
def test_closed_positions_add_up_as_the_real_venue_printed_them() -> None:
    records = _recorded_positions("closed")
    assert records
    for record in records:
        sign = 1 if record["side"] == "long" else -1
        size = Decimal(record["contracts"])
        position = a_position(
            str(sign * size),
            str(record["openAvgPx"]),
            contract_value=str(record["ctVal"]),
            leverage=str(record["lever"]),
        )
        _, pnl = reduced(position, -sign * size, record["closeAvgPx"])
        opening, closing = (Decimal(rate) for rate in record["fee_rates"])
        fee = trading_fee(position.notional(position.average_price), opening)
        fee += trading_fee(position.notional(record["closeAvgPx"]), closing)
        assert abs(pnl - record["pnl"]) <= TOLERANCE
        assert abs(fee - record["fee"]) <= TOLERANCE
        assert abs(pnl + fee + record["fundingFee"] - record["realizedPnl"]) <= TOLERANCE
        ratio = (pnl + fee) / (position.notional(position.average_price) / position.leverage)
        assert abs(ratio - record["pnlRatio"]) <= TOLERANCE


@pytest.mark.recorded
def test_open_positions_stand_as_the_real_venue_printed_them() -> None:
    records = _recorded_positions("open")
    assert records
    for record in records:
        position = a_position(
            str(record["contracts"]),
            str(record["avgPx"]),
            contract_value=str(record["ctVal"]),
            leverage=str(record["lever"]),
        )
        mark = record["markPx"]
        assert abs(position.unrealized(mark) - record["upl"]) <= TOLERANCE
        assert abs(position.margin(mark) - record["imr"]) <= TOLERANCE
        if "bePx" in record:
            assert abs(position.break_even() - record["bePx"]) <= TOLERANCE
        if "uplRatio" in record:
            invested = position.notional(position.average_price) / position.leverage
            assert abs(position.unrealized(mark) / invested - record["uplRatio"]) <= TOLERANCE


def test_a_zero_payment_is_not_a_negative_zero() -> None:
    assert str(funding_payment(Decimal(1), Decimal(2), Decimal(0))) == "0E-12"
