"""Funding, liquidation and candle-by-candle matching of the simulator against what others computed."""

import csv
import json
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.brokers.simulator.recorded import (
    FREE,
    NET,
    Recorded,
    a_path,
    a_view,
    after,
    held,
    with_maintenance,
)
from tests.recorded import met, recorded_root
from tests.risk.situations import BTC
from tradewind.brokers.port import BrokerEvent, MarginMode, VenueOrder
from tradewind.brokers.simulator.funding import PERIOD_MS, Rate, boundaries
from tradewind.domain.clock import Instant
from tradewind.domain.order import OrderPurpose, OrderState, Side

CLOSE_ENOUGH = Decimal("1e-9")
PRICE_SHARE = Decimal("0.000001")
BINANCE_GRACE = timedelta(seconds=15)
"""That venue still counts a settlement for who opened within less; OKX and the simulator do not."""
HOUR = timedelta(hours=1)


def records(name: str) -> Any:
    return json.loads((recorded_root() / "pnl" / name).read_text(), parse_float=Decimal)


def moment(text: str) -> Instant:
    return Instant.parse(f"{text}Z")


@pytest.mark.recorded
def test_single_payments_are_the_recorded_ones() -> None:
    cases = records("funding.json")["single"]
    boundary = Instant.from_ms(PERIOD_MS * 100)
    before = Instant.of(boundary - HOUR)
    for case in cases:
        short = held(-Decimal(case["size"]), Decimal(1), Decimal(1), before)
        venue = Recorded(positions=[short], at=before)
        venue.learn_rate(BTC, Rate(share=Decimal(case["rate"]), due_at=boundary))
        if case["mark"] is None:
            venue.settle(boundary)
        else:
            venue.reach(Decimal(case["mark"]), boundary)
        assert venue.flows() == case["fee"], case
    met(cases, "single payments")


@pytest.mark.recorded
def test_a_position_pays_what_fell_due_from_its_opening_to_its_closing() -> None:
    recorded = records("funding.json")
    name = next(key for key in recorded if key.startswith("hourly_mark_"))
    day = moment(name.removeprefix("hourly_mark_").replace("_", "-") + " 00:00:00")
    marks = recorded[name]
    rates = recorded[name.replace("mark", "rate")]
    for case in recorded["cases"]:
        first, last = (int(bound) for bound in case["rates_known"].strip("[]").split(":"))
        known = {
            Instant.from_ms(day.epoch_ms + place * PERIOD_MS): Decimal(rates[place * 8])
            for place in range(first, last)
        }
        paid = _held_over(case, day, [Decimal(mark) for mark in marks], known)
        assert abs(paid - case["expected_short_fee"]) < CLOSE_ENOUGH, case
    met(recorded["cases"], "spans of holding")


def _held_over(
    case: dict[str, Any], day: Instant, marks: list[Decimal], known: dict[Instant, Decimal]
) -> Decimal:
    """Hold a short through the hours of `day` and return what it was paid; a rate that is not known is none."""
    opened, closed = moment(case["opened"]), moment(case["closed"])
    if case["exchange"] == "binance":
        cut = Instant.from_ms(opened.epoch_ms // PERIOD_MS * PERIOD_MS)
        opened = cut if opened - cut < BINANCE_GRACE else opened
    quantity = Decimal(case["qty"])
    hours = [Instant.of(day + HOUR * place) for place in range(len(marks))]
    by_hour = dict(zip(hours, marks, strict=True))
    venue = Recorded(at=opened)
    for boundary in boundaries(opened, closed):
        venue.learn_rate(BTC, Rate(share=known.get(boundary, Decimal(0)), due_at=boundary))
        break
    venue.trade(Side.SELL, quantity, by_hour.get(opened, marks[0]), opened)
    for hour, mark in by_hour.items():
        if opened < hour <= closed:
            _tell_rate(venue, known, hour)
            venue.reach(mark, hour)
    venue.trade(Side.BUY, quantity, marks[0], closed, is_reduce_only=True)
    return venue.flows()


def _tell_rate(venue: Recorded, known: dict[Instant, Decimal], now: Instant) -> None:
    """Tell the rate of the boundary that is near, as a venue does until it is settled."""
    due_at = Instant.from_ms(-(-now.epoch_ms // PERIOD_MS) * PERIOD_MS)
    venue.learn_rate(BTC, Rate(share=known.get(due_at, Decimal(0)), due_at=due_at))


def own_margin(row: dict[str, str]) -> tuple[Decimal, Decimal, Decimal]:
    """Return what stands for the position, its maintenance rate and the fee of closing, by the venue's own rule.

    OKX and Gate reckon maintenance and a taker's fee at the price reached; Binance no fee but an amount beside the
    margin; Bybit the maintenance of the entry, whatever the price is.
    """
    cost, rate = Decimal(row["open_price"]) * Decimal(row["qty"]), Decimal(row["mmr"])
    margin = cost / Decimal(row["leverage"])
    name, _, amount = row["maint_amount_or_fee"].partition("=")
    match name:
        case "taker":
            return margin, rate, Decimal(amount)
        case "cum":
            return margin + Decimal(amount), rate, Decimal(0)
    return margin - cost * rate, Decimal(0), Decimal(0)


@pytest.mark.recorded
def test_isolated_positions_are_taken_at_the_recorded_price_and_not_before() -> None:
    rows = list(
        csv.DictReader((recorded_root() / "pnl" / "liquidation_isolated.csv").read_text().splitlines())
    )
    for row in rows:
        entry, size = Decimal(row["open_price"]), Decimal(row["qty"])
        margin, rate, fee = own_margin(row)
        direction = -1 if row["is_short"] == "True" else 1
        config = replace(FREE, margin_mode=MarginMode.ISOLATED, taker_fee_bps=fee * 10_000)
        position = held(direction * size, entry, entry * size / margin)
        venue = Recorded(with_maintenance(config, rate), [position])
        expected = Decimal(row["expected_liq"])
        [seen] = venue.positions()
        assert seen.liquidation_price is not None
        assert abs(seen.liquidation_price / expected - 1) < PRICE_SHARE, row
        venue.reach(expected * (1 + direction * PRICE_SHARE))
        assert venue.account.held(NET), row
        venue.reach(expected * (1 - direction * PRICE_SHARE))
        assert not venue.account.holdings, row
        assert ended(venue.told) == [OrderPurpose.LIQUIDATION]
    met(rows, "liquidations")


def ended(told: list[BrokerEvent]) -> list[OrderPurpose]:
    """Return the purposes, as far as the venue tells them, of the orders that were filled whole."""
    orders = [event for event in told if isinstance(event, VenueOrder)]
    return [order.purpose for order in orders if order.purpose and order.state is OrderState.FILLED]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """One position of a scenario, as it is recorded."""

    opened_in: int
    closed_in: int
    closed_by: str
    share: Decimal


NAMES = {OrderPurpose.STOP: "stop", OrderPurpose.TAKE_PROFIT: "target"}


@pytest.mark.recorded
def test_stops_and_targets_go_off_candle_by_candle_as_recorded() -> None:
    cases = records("matching_scenarios.json")["cases"]
    for case in cases:
        trips = played(case)
        expected = [(e["opened_in_candle"], e["closed_in_candle"], e["closed_by"]) for e in case["expected"]]
        assert [(t.opened_in, t.closed_in, t.closed_by) for t in trips] == expected, case["id"]
        total = sum((trip.share for trip in trips), Decimal(0))
        assert abs(total - Decimal(case["expected_return_sum"])) < CLOSE_ENOUGH, case["id"]
    met(cases, "scenarios")


def played(case: dict[str, Any]) -> list[Trip]:
    """Enter at the open after each signal while nothing is held, and let every candle go by."""
    venue, trips, opened_in = Recorded(), list[Trip](), 0
    for number, opening, high, low, closing, _volume in case["candles"]:
        at, first = after(60 * number), Decimal(opening)
        if number - 1 in case["entry_signal_after_candle"] and not venue.account.holdings:
            opened_in = number
            venue.trade(
                Side.BUY,
                Decimal(1),
                first,
                at,
                stop_price=first * (1 - Decimal(case["stop_pct"])),
                take_profit_price=first * (1 + Decimal(case["target_pct"])),
            )
        told = len(venue.told)
        path = a_path(Decimal(closing), at, open=first, high=Decimal(high), low=Decimal(low))
        venue.advance(path, a_view(Decimal(closing), at))
        for purpose in ended(venue.told[told:]):
            entry, leaving = (fill.price for fill in venue.fills()[-2:])
            trips.append(
                Trip(
                    opened_in=opened_in,
                    closed_in=number,
                    closed_by=NAMES[purpose],
                    share=leaving / entry - 1,
                )
            )
    return trips
