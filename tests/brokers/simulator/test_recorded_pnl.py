"""The simulator against results that others computed: round trips, sequences, positions as OKX printed them."""

import csv
import json
from decimal import Decimal
from typing import Any

import pytest

from tests.brokers.simulator.recorded import NET, Recorded, a_view, after, charging, held, with_maintenance
from tests.recorded import met, recorded_root
from tests.risk.situations import BTC
from tradewind.brokers.simulator.funding import PERIOD_MS, Rate
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Liquidity
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.order import OrderKind, Side

CLOSE_ENOUGH = Decimal("0.000002")
"""The recorded results carry seven digits after the point at most."""
EXACT = Decimal("1e-12")


def records(name: str) -> Any:
    return json.loads((recorded_root() / "pnl" / name).read_text(), parse_float=Decimal)


def round_trip(
    side: Side, quantity: Decimal, prices: tuple[Decimal, Decimal], fees: tuple[Decimal, Decimal], at: Instant
) -> Recorded:
    """Open as a taker, and close as a maker: the venue charges the two apart."""
    venue = Recorded(charging(*fees))
    opening, closing = prices
    venue.trade(side, quantity, opening, at)
    venue.trade(
        side.opposite,
        quantity,
        closing - side.sign,
        at,
        kind=OrderKind.LIMIT,
        limit_price=closing,
        is_reduce_only=True,
    )
    venue.reach(closing + side.sign * Decimal("0.01"), at)
    return venue


@pytest.mark.recorded
def test_recorded_round_trips_earn_what_was_recorded() -> None:
    rows = list(csv.DictReader((recorded_root() / "pnl" / "perp_pnl.csv").read_text().splitlines()))
    for row in rows:
        side = Side.SELL if row["is_short"] == "True" else Side.BUY
        quantity, opening, closing = (Decimal(row[name]) for name in ("qty", "open_price", "close_price"))
        fees = (Decimal(row["fee_open"] or 0), Decimal(row["fee_close"] or 0))
        venue = round_trip(side, quantity, (opening, closing), fees, after(0))
        result = venue.earned + Decimal(row["funding"] or 0)
        assert venue.account.holdings == {}
        assert [fill.liquidity for fill in venue.fills()] == [Liquidity.TAKER, Liquidity.MAKER]
        assert abs(result - Decimal(row["expected_pnl"])) < CLOSE_ENOUGH, row
        if row["expected_roe"]:
            spent = quantity * opening + side.sign * venue.fills()[0].fee
            share = result * Decimal(row["leverage"]) / spent
            assert abs(share - Decimal(row["expected_roe"])) < CLOSE_ENOUGH, row
    met(rows, "round trips")


@pytest.mark.recorded
def test_recorded_funding_of_round_trips_comes_as_a_payment_of_its_own() -> None:
    rows = list(csv.DictReader((recorded_root() / "pnl" / "perp_pnl.csv").read_text().splitlines()))
    funded = [row for row in rows if Decimal(row["funding"] or 0)]
    boundary = Instant.from_ms(PERIOD_MS * 100)
    for row in funded:
        signed = Decimal(row["qty"]) * (-1 if row["is_short"] == "True" else 1)
        price, wanted = Decimal(row["open_price"]), Decimal(row["funding"])
        before = Instant.from_ms(boundary.epoch_ms - 1)
        venue = Recorded(positions=[held(signed, price, Decimal(1), before)], at=before)
        venue.learn_rate(BTC, Rate(share=-wanted / (signed * price), due_at=boundary))
        venue.reach(price, boundary)
        assert abs(venue.flows() - wanted) < EXACT, row
    met(funded, "funded round trips")


@pytest.mark.recorded
def test_a_recorded_sequence_of_fills_passes_through_the_recorded_states() -> None:
    recorded = records("fill_sequence.json")
    states = {state["after"]: state for state in recorded["states"]}
    venue = Recorded(charging(Decimal("0.0001"), Decimal("0.0001")))
    for number, (side, quantity, price) in enumerate(recorded["fills"], start=1):
        venue.trade(Side(side), Decimal(quantity), Decimal(price))
        if state := states.get(number):
            position = venue.account.holdings[NET].position
            assert position.quantity == state["qty"]
            assert position.entry_price is not None
            assert abs(position.entry_price - state["avg_open"]) < CLOSE_ENOUGH
            assert abs(venue.earned - state["realized"]) < CLOSE_ENOUGH
    met(states, "states of a sequence")


def real_positions(kind: str) -> list[dict[str, Any]]:
    """Return what OKX printed of linear swaps, numbers exact."""
    return [
        {name: Decimal(value) if isinstance(value, int) else value for name, value in record.items()}
        for record in records("okx_positions_real.json")["records"]
        if record["kind"] == kind and record["instId"].endswith("-USDT-SWAP")
    ]


@pytest.mark.recorded
def test_closed_positions_of_okx_earned_what_okx_printed() -> None:
    closed = real_positions("closed")
    for record in closed:
        side = Side.BUY if record["side"] == "long" else Side.SELL
        quantity = record["contracts"] * record["ctVal"]
        opening, closing = record["openAvgPx"], record["closeAvgPx"]
        fees = tuple(Decimal(rate) for rate in record["fee_rates"])
        venue = round_trip(side, quantity, (opening, closing), (fees[0], fees[1]), after(0))
        paid = sum(fill.fee for fill in venue.fills())
        other = record["fundingFee"] + record["liqPenalty"]
        assert abs(venue.earned + paid - record["pnl"]) < EXACT, record
        assert abs(-paid - record["fee"]) < EXACT, record
        assert abs(venue.earned + other - record["realizedPnl"]) < EXACT, record
        ratio = record["realizedPnl"] * record["lever"] / (opening * quantity)
        assert abs(ratio - record["pnlRatio"]) < EXACT, record
    met(closed, "closed positions of OKX")


@pytest.mark.recorded
def test_open_positions_of_okx_are_valued_as_okx_printed() -> None:
    opened = real_positions("open")
    for record in opened:
        sign = 1 if record["side"] == "long" else -1
        quantity = sign * record["contracts"] * record["ctVal"]
        mark, fee = record["markPx"], Decimal(record.get("fee_rate", 0))
        config = with_maintenance(charging(fee, fee), record["mmr_rate"])
        venue = Recorded(config, [held(quantity, record["avgPx"], record["lever"])])
        holding, marks = venue.account.holdings[NET], {BTC: mark}
        assert abs(venue.account.unrealized(marks) - record["upl"]) < EXACT, record
        assert abs(venue.account.margin(NET, marks) - record["imr"]) < EXACT, record
        assert abs(venue.account.maintenance(NET, mark) - record["mmr"]) < EXACT, record
        if "uplRatio" in record:
            assert abs(record["upl"] / holding.entry_margin - record["uplRatio"]) < EXACT, record
        if "bePx" in record:
            assert abs(_closed_at(record["bePx"], record, fee)) < EXACT, record
    met(opened, "open positions of OKX")


def _closed_at(price: Decimal, record: dict[str, Any], fee: Decimal) -> Decimal:
    """Return what opening the position as a taker and closing it at `price` leaves."""
    side = Side.BUY if record["side"] == "long" else Side.SELL
    venue = Recorded(charging(fee, fee))
    quantity = record["contracts"] * record["ctVal"]
    venue.trade(side, quantity, record["avgPx"])
    venue.close(BTC, ClientOrderId("all"), a_view(price))
    return venue.earned
