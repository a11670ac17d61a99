from dataclasses import replace
from decimal import Decimal

from tests.ledger.records import a_fill, an_order
from tradewind.domain.fill import Fill
from tradewind.domain.ids import DecisionId
from tradewind.domain.order import Order, OrderPurpose, Side
from tradewind.domain.position import PositionSide
from tradewind.ledger.round_trip import UNLEVERAGED, RoundTrip, Step, after_fill


def post(
    trip: RoundTrip | None, fill: Fill, order: Order | None = None, *, is_first_of_order: bool = True
) -> Step:
    return after_fill(trip, fill, fill.fee, order, is_first_of_order=is_first_of_order)


def test_a_position_opens_with_the_terms_of_its_order() -> None:
    trip = post(None, a_fill("1"), an_order()).trip

    assert trip is not None
    assert (trip.leverage, trip.stop_price, trip.take_profit_price, trip.decision_id) == (
        Decimal(5),
        Decimal(90),
        Decimal(120),
        "d1",
    )


def test_a_position_of_an_unknown_order_is_margined_in_full() -> None:
    trip = post(None, a_fill("1")).trip

    assert trip is not None
    assert (trip.leverage, trip.stop_price, trip.decision_id) == (UNLEVERAGED, None, None)


def test_a_liquidation_closes_as_one_though_no_order_of_ours_did() -> None:
    trip = post(None, a_fill("1"), an_order()).trip

    step = post(trip, a_fill("2", Side.SELL, purpose=OrderPurpose.LIQUIDATION))

    assert step.closed is not None
    assert step.closed.close_purpose is OrderPurpose.LIQUIDATION


def test_a_later_fill_of_the_same_order_leaves_a_moved_stop_alone() -> None:
    trip = post(None, a_fill("1"), an_order()).trip
    assert trip is not None
    moved = replace(trip, stop_price=Decimal(99))

    trip = post(moved, a_fill("2"), an_order(), is_first_of_order=False).trip

    assert trip is not None
    assert trip.stop_price == 99


def test_an_order_that_adds_never_takes_the_stop_further_away() -> None:
    trip = post(None, a_fill("1"), an_order()).trip

    wider = post(trip, a_fill("2"), an_order(stop_price=Decimal(80))).trip
    tighter = post(trip, a_fill("2"), an_order(stop_price=Decimal(95))).trip

    assert wider is not None
    assert tighter is not None
    assert (wider.stop_price, tighter.stop_price) == (Decimal(90), Decimal(95))


def test_an_order_that_adds_to_a_short_keeps_its_lower_stop() -> None:
    short = post(None, a_fill("1", Side.SELL), an_order(side=Side.SELL, stop_price=Decimal(110))).trip

    added = post(short, a_fill("2", Side.SELL), an_order(side=Side.SELL, stop_price=Decimal(120))).trip

    assert added is not None
    assert added.stop_price == Decimal(110)


def test_a_round_trip_ends_flat_with_averages_fees_and_the_most_that_was_held() -> None:
    trip = post(None, a_fill("1", Side.BUY, "1", "100"), an_order()).trip
    trip = post(trip, a_fill("2", Side.BUY, "1", "110"), an_order()).trip
    trip = post(trip, a_fill("3", Side.SELL, "0.5", "120")).trip

    step = post(trip, a_fill("4", Side.SELL, "1.5", "100"), an_order(purpose=OrderPurpose.STOP))

    assert step.trip is None
    assert step.closed is not None
    assert (step.closed.side, step.closed.quantity) == (PositionSide.LONG, Decimal(2))
    assert (step.closed.entry_price, step.closed.exit_price) == (Decimal(105), Decimal(105))
    assert (step.closed.realized_pnl, step.closed.fees) == (Decimal(0), Decimal("0.2"))
    assert (step.closed.decision_id, step.closed.close_purpose) == ("d1", OrderPurpose.STOP)


def test_the_fee_of_a_fill_beyond_flat_is_split_by_quantity() -> None:
    trip = post(None, a_fill("1", Side.BUY, "2", fee=Decimal(0))).trip

    step = post(trip, a_fill("2", Side.SELL, "3", fee=Decimal("0.06")))

    assert step.closed is not None
    assert step.trip is not None
    assert (step.closed.fees, step.trip.fees) == (Decimal("0.04"), Decimal("0.02"))


def test_a_fill_beyond_flat_ends_one_trip_and_starts_the_other_side() -> None:
    trip = post(None, a_fill("1", Side.BUY, "1", "100"), an_order()).trip

    step = post(trip, a_fill("2", Side.SELL, "4", "90", fee=Decimal("0.4")), an_order(stop_price=Decimal(99)))

    assert step.closed is not None
    assert (step.closed.realized_pnl, step.closed.fees) == (Decimal(-10), Decimal("0.15"))
    assert step.trip is not None
    assert (step.trip.position.quantity, step.trip.position.cost) == (Decimal(-3), Decimal(-270))
    assert (step.trip.fees, step.trip.stop_price, step.trip.realized_pnl) == (
        Decimal("0.3"),
        Decimal(99),
        Decimal(0),
    )


def test_a_reduction_keeps_the_terms_of_the_position() -> None:
    trip = post(None, a_fill("1", Side.BUY, "2"), an_order()).trip

    step = post(trip, a_fill("2", Side.SELL, "1", "130"), an_order(leverage=Decimal(9)))

    assert step.trip is not None
    assert (step.trip.leverage, step.trip.realized_pnl, step.closed) == (Decimal(5), Decimal(30), None)


def test_a_later_fill_of_an_order_that_opens_anew_has_the_terms_of_its_order() -> None:
    trip = post(None, a_fill("1", Side.BUY, "1"), an_order()).trip
    assert post(trip, a_fill("2", Side.SELL, "1"), an_order(purpose=OrderPurpose.STOP)).trip is None

    trip = post(None, a_fill("3", Side.BUY, "1"), an_order(), is_first_of_order=False).trip

    assert trip is not None
    assert (trip.leverage, trip.stop_price, trip.decision_id) == (Decimal(5), Decimal(90), "d1")


def test_an_order_that_turns_the_position_with_a_later_fill_brings_its_stop() -> None:
    trip = post(None, a_fill("1", Side.BUY, "2", "100"), an_order()).trip
    turning = an_order(side=Side.SELL, stop_price=Decimal(110), decision_id=DecisionId("d2"))
    trip = post(trip, a_fill("2", Side.SELL, "1", "100"), turning).trip

    trip = post(trip, a_fill("3", Side.SELL, "2", "100"), turning, is_first_of_order=False).trip

    assert trip is not None
    assert (trip.position.quantity, trip.leverage, trip.stop_price) == (Decimal(-1), Decimal(5), Decimal(110))
    assert trip.decision_id == "d2"
