from decimal import Decimal

import pytest

from tests.clocks import START
from tests.ledger.records import BTC, DESK, ETH, OTHER, a_fill, an_order, another_desk
from tradewind.domain.account import HeldPosition
from tradewind.domain.ids import DecisionId, PortfolioId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import Side
from tradewind.domain.position import Position, PositionSide
from tradewind.ledger import Ledger


async def test_a_position_is_held_with_all_that_is_known_of_it(ledger: Ledger) -> None:
    await ledger.fills.post(DESK, a_fill("1", quantity="2"), an_order())
    await ledger.fills.post(DESK, a_fill("2", Side.SELL, "0.5", "110"), None)

    assert await ledger.positions.held(DESK) == [
        HeldPosition(
            position=Position(symbol=BTC, quantity=BaseQty(Decimal("1.5")), cost=Decimal(150)),
            leverage=Decimal(5),
            stop_price=Decimal(90),
            take_profit_price=Decimal(120),
            realized_pnl=Decimal(5),
            fees=Decimal("0.10"),
            opened_at=START,
            decision_id=DecisionId("d1"),
        )
    ]


async def test_what_is_held_comes_by_symbol(ledger: Ledger) -> None:
    for number, symbol in enumerate((ETH, BTC)):
        await ledger.fills.post(DESK, a_fill(str(number), symbol=symbol), None)

    assert [held.position.symbol for held in await ledger.positions.held(DESK)] == [BTC, ETH]


async def test_a_closed_position_takes_no_other_one_away(ledger: Ledger) -> None:
    await ledger.fills.post(DESK, a_fill("1"), None)
    await ledger.fills.post(DESK, a_fill("2", symbol=ETH), None)
    await ledger.fills.post(DESK, a_fill("3", Side.SELL), None)

    assert [held.position.symbol for held in await ledger.positions.held(DESK)] == [ETH]


async def test_two_desks_in_one_ledger_hold_and_close_apart(ledger: Ledger) -> None:
    await another_desk(ledger)
    await ledger.fills.post(OTHER, a_fill("a", quantity="3"), None)
    await ledger.fills.post(DESK, a_fill("b"), None)
    await ledger.fills.post(DESK, a_fill("c", Side.SELL, price="101"), None)

    assert [held.position.quantity for held in await ledger.positions.held(OTHER)] == [3]
    assert await ledger.positions.held(DESK) == []
    assert len(await ledger.positions.results(DESK, 0)) == 1
    assert await ledger.positions.results(OTHER, 0) == []
    assert (await ledger.positions.closed(OTHER, 10, None)).items == ()


async def test_a_last_page_that_is_full_names_no_next_one(ledger: Ledger) -> None:
    for number in range(2):
        await ledger.fills.post(DESK, a_fill(f"o{number}"), None)
        await ledger.fills.post(DESK, a_fill(f"c{number}", Side.SELL), None)

    assert (await ledger.positions.closed(DESK, 2, None)).next_cursor is None


async def test_a_moved_stop_is_recorded_with_the_position(ledger: Ledger) -> None:
    await ledger.fills.post(DESK, a_fill("1"), an_order())

    await ledger.positions.protect(DESK, BTC, Decimal(95), None)

    assert [(h.stop_price, h.take_profit_price) for h in await ledger.positions.held(DESK)] == [
        (Decimal(95), None)
    ]


async def test_protecting_what_is_not_held_changes_nothing(ledger: Ledger) -> None:
    await ledger.fills.post(DESK, a_fill("1"), an_order())

    await ledger.positions.protect(DESK, ETH, Decimal(1), Decimal(2))

    assert [held.stop_price for held in await ledger.positions.held(DESK)] == [Decimal(90)]


@pytest.mark.parametrize(("stop", "kept"), [("95", "95"), ("85", "90"), (None, "90")])
async def test_a_stop_is_only_drawn_tighter(ledger: Ledger, stop: str | None, kept: str) -> None:
    await ledger.fills.post(DESK, a_fill("1"), an_order())
    asked = Decimal(stop) if stop else None

    assert await ledger.positions.tighten(DESK, BTC, PositionSide.LONG, asked, Decimal(130))

    (held,) = await ledger.positions.held(DESK)
    assert (held.stop_price, held.take_profit_price) == (Decimal(kept), Decimal(130))


@pytest.mark.parametrize("fills", [[], [Side.SELL], [Side.BUY, Side.SELL]])
async def test_the_stop_of_a_position_that_was_turned_or_closed_is_not_moved(
    ledger: Ledger, fills: list[Side]
) -> None:
    for number, side in enumerate(fills):
        await ledger.fills.post(DESK, a_fill(str(number), side), None)
    before = await ledger.positions.held(DESK)

    assert not await ledger.positions.tighten(DESK, BTC, PositionSide.LONG, Decimal(95), None)

    assert await ledger.positions.held(DESK) == before


async def test_pages_of_closed_positions_are_newest_first(ledger: Ledger) -> None:
    for number in range(3):
        await ledger.fills.post(DESK, a_fill(f"o{number}", Side.SELL, price="100"), None)
        await ledger.fills.post(DESK, a_fill(f"c{number}", Side.BUY, price=str(90 + number)), None)

    first = await ledger.positions.closed(DESK, 2, None)
    rest = await ledger.positions.closed(DESK, 2, first.next_cursor)

    assert [closed.exit_price for closed in (*first.items, *rest.items)] == [92, 91, 90]
    assert rest.next_cursor is None


async def test_a_closed_position_is_found_by_its_number_in_its_own_portfolio_alone(ledger: Ledger) -> None:
    await ledger.fills.post(DESK, a_fill("o"), None)
    await ledger.fills.post(DESK, a_fill("c", Side.SELL), None)

    (trip,) = (await ledger.positions.closed_trips(DESK, 10, None)).items

    assert await ledger.positions.closed_trip(DESK, trip.seq) == trip
    assert await ledger.positions.closed_trip(DESK, trip.seq + 1) is None
    assert await ledger.positions.closed_trip(PortfolioId("other"), trip.seq) is None


async def test_results_are_net_of_fees_oldest_first_and_only_the_later_ones(ledger: Ledger) -> None:
    for number in range(3):
        await ledger.fills.post(DESK, a_fill(f"o{number}", price="100"), None)
        await ledger.fills.post(DESK, a_fill(f"c{number}", Side.SELL, price=str(101 + number)), None)

    results = await ledger.positions.results(DESK, 0)
    later = await ledger.positions.results(DESK, results[0].seq)

    assert [result.net_pnl for result in results] == [Decimal("0.9"), Decimal("1.9"), Decimal("2.9")]
    assert later == results[1:]
