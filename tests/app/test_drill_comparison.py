"""What a drill calls a difference between ledger and venue."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tradewind.app.drill_comparison import (
    FillRow,
    LedgerRecord,
    OrdersSeen,
    VenueRecord,
    WaitingStop,
    covered,
    differences,
)

BTC = "BTC-USDT-SWAP"
FILL = FillRow(
    symbol=BTC,
    trade_id="7",
    side="buy",
    quantity=Decimal("0.5"),
    price=Decimal(60_000),
    fee=Decimal(15),
)
LEDGER = LedgerRecord(
    order_ids=frozenset({"a"}),
    unfinished=(),
    fills=frozenset({FILL}),
    cash=Decimal("9985.00"),
    positions={BTC: Decimal("0.5")},
    stops={BTC: Decimal(59_000)},
    unbalanced=(),
    made_up=0,
)
VENUE = VenueRecord(
    order_ids=frozenset({"a"}),
    fills=frozenset({replace(FILL, quantity=Decimal("0.50"))}),
    cash=Decimal(9985),
    positions={BTC: Decimal("0.50")},
    stops={BTC: frozenset({Decimal("59000.0")})},
    orders=OrdersSeen(sent=1, duplicates=0, unprotected=()),
)


def test_figures_that_are_equal_are_no_difference_however_they_are_written() -> None:
    assert differences(LEDGER, VENUE) == ()


@pytest.mark.parametrize(
    ("ledger", "venue", "said"),
    [
        (LEDGER, replace(VENUE, cash=Decimal("9985.000001")), "cash"),
        (replace(LEDGER, fills=frozenset()), VENUE, "fill 7 at the venue alone"),
        (LEDGER, replace(VENUE, fills=frozenset()), "fill 7 in the ledger alone"),
        (replace(LEDGER, order_ids=frozenset()), VENUE, "orders that the ledger does not have: a"),
        (replace(LEDGER, unfinished=("a",)), VENUE, "fate is open: a"),
        (replace(LEDGER, unbalanced=("USDT",)), VENUE, "add up to zero: USDT"),
        (replace(LEDGER, made_up=1), VENUE, "without a cause: 1"),
        (
            replace(LEDGER, stops={BTC: Decimal(58_000)}),
            VENUE,
            "stop 58000 in the ledger, 59000.0 at the venue",
        ),
        (LEDGER, replace(VENUE, stops={}), "not covered by stops"),
        (LEDGER, replace(VENUE, orders=OrdersSeen(sent=1, duplicates=1, unprotected=())), "sent twice: 1"),
    ],
)
def test_every_difference_is_told(ledger: LedgerRecord, venue: VenueRecord, said: str) -> None:
    (found,) = differences(ledger, venue)
    assert said in found


def test_a_position_that_one_side_does_not_have_is_told() -> None:
    found = differences(replace(LEDGER, positions={}), VENUE)
    assert found == (f"{BTC}: 0 in the ledger, 0.50 at the venue",)


def test_stops_that_reach_for_a_part_do_not_cover_a_position() -> None:
    part = WaitingStop(symbol=BTC, trigger=Decimal(59_000), quantity=Decimal("0.2"))
    rest = WaitingStop(symbol=BTC, trigger=Decimal(58_000), quantity=Decimal("0.3"))
    assert covered({BTC: Decimal("-0.5")}, [part]) == {}
    assert covered({BTC: Decimal("-0.5")}, [part, rest]) == {
        BTC: frozenset({Decimal(59_000), Decimal(58_000)})
    }


def test_a_stop_without_a_size_covers_whatever_is_held() -> None:
    whole = WaitingStop(symbol=BTC, trigger=Decimal(59_000), quantity=None)
    assert covered({BTC: Decimal(3)}, [whole]) == {BTC: frozenset({Decimal(59_000)})}
