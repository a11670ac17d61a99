"""Pages of those orders, fills and closed positions that are wanted."""

from datetime import timedelta

import pytest

from tests.clocks import START
from tests.ledger.records import BTC, DESK, ETH, a_fill, an_order
from tradewind.domain.clock import Instant
from tradewind.domain.order import OrderState, Side
from tradewind.domain.position import PositionSide
from tradewind.ledger import Ledger
from tradewind.ledger.selection import Selection


def after(minutes: int) -> Instant:
    return Instant.of(START + timedelta(minutes=minutes))


@pytest.fixture
async def orders(ledger: Ledger) -> Ledger:
    """Three orders, a minute apart: buy BTC, sell ETH (rejected), sell BTC."""
    for number, (symbol, side) in enumerate(((BTC, Side.BUY), (ETH, Side.SELL), (BTC, Side.SELL))):
        await ledger.orders.add(an_order(f"tw{number}", symbol=symbol, side=side, created_at=after(number)))
    await ledger.orders.advance(an_order("tw1").client_order_id, OrderState.INTENT, OrderState.REJECTED)
    return ledger


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Selection(), "tw2 tw1 tw0"),
        (Selection(symbol=BTC), "tw2 tw0"),
        (Selection(side=Side.SELL), "tw2 tw1"),
        (Selection(state=OrderState.REJECTED), "tw1"),
        (Selection(since=after(1)), "tw2 tw1"),
        (Selection(before=after(1)), "tw0"),
        (Selection(symbol=BTC, side=Side.SELL, since=after(2)), "tw2"),
        (Selection(symbol=ETH, side=Side.BUY), ""),
    ],
)
async def test_orders_are_those_that_have_everything_asked_for(
    orders: Ledger, wanted: Selection, found: str
) -> None:
    page = await orders.orders.page(DESK, 10, None, wanted)

    assert " ".join(record.order.client_order_id for record in page.items) == found


async def test_pages_of_a_selection_follow_each_other_without_a_gap(orders: Ledger) -> None:
    first = await orders.orders.page(DESK, 1, None, Selection(symbol=BTC))
    second = await orders.orders.page(DESK, 1, first.next_cursor, Selection(symbol=BTC))

    assert [page.items[0].order.client_order_id for page in (first, second)] == ["tw2", "tw0"]
    assert second.next_cursor is None


async def test_fills_and_closed_positions_are_selected_by_when_they_happened(ledger: Ledger) -> None:
    for number, (symbol, opening) in enumerate(((BTC, Side.BUY), (ETH, Side.SELL))):
        for step, side in enumerate((opening, opening.opposite)):
            fill = a_fill(f"{number}{step}", side, symbol=symbol, exchange_time=after(10 * number + step))
            await ledger.fills.post(DESK, fill, None)

    late = Selection(since=after(10), before=after(11))
    fills = await ledger.fills.trades(DESK, late, 10, None)
    shorts = await ledger.positions.closed_trips(DESK, 10, None, Selection(side=PositionSide.SHORT))
    closed_early = await ledger.positions.closed_trips(DESK, 10, None, Selection(before=after(5)))

    assert [trade.fill.trade_id for trade in fills.items] == ["10"]
    assert [trip.closed.symbol for trip in shorts.items] == [ETH]
    assert [trip.closed.symbol for trip in closed_early.items] == [BTC]
