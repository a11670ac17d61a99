from decimal import Decimal

from tests.ledger.records import BTC, DESK, ETH, a_fill, an_order
from tradewind.domain.ids import PortfolioId
from tradewind.domain.order import Side
from tradewind.ledger import Ledger


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
