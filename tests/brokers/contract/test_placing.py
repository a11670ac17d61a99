"""What becomes of an order that is sent."""

from decimal import Decimal

import pytest

from tests.brokers.contract import orders
from tests.brokers.contract.venues import CASH, Opened
from tests.risk.situations import BTC
from tradewind.brokers.port import OrderRejected
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import Order, OrderState, Side, TimeInForce


async def test_a_market_buy_fills_at_the_ask(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.market("m1"))
        filled = await venue.settled("m1", OrderState.FILLED)
    assert (filled.filled, filled.average_price) == (Decimal("0.05"), Decimal("50000.1"))


async def test_a_market_sell_opens_a_short_at_the_bid(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.market("m1", Side.SELL))
        held = await venue.holding("-0.05")
    assert held is not None
    assert held.entry_price == Decimal("49999.9")


async def test_the_receipt_names_the_order_at_the_venue(a_venue: Opened) -> None:
    async with a_venue() as venue:
        receipt = await venue.broker.place(orders.limit("r1", "49000"))
        known = await venue.broker.query(BTC, ClientOrderId("r1"))
    assert known is not None
    assert receipt.client_order_id == known.client_order_id == "r1"
    assert receipt.venue_order_id == known.venue_order_id


async def test_a_limit_below_the_market_rests(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("r1", "49000"))
        (resting,) = await venue.broker.open_orders()
    assert (resting.client_order_id, resting.state, resting.filled) == ("r1", OrderState.ACCEPTED, Decimal(0))
    assert (resting.side, resting.quantity, resting.limit_price) == (
        Side.BUY,
        Decimal("0.05"),
        Decimal(49_000),
    )


async def test_a_limit_above_the_market_fills_at_the_better_price(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("r1", "51000"))
        filled = await venue.settled("r1", OrderState.FILLED)
    assert filled.average_price == Decimal("50000.1")


async def test_a_resting_limit_fills_at_its_own_price_when_the_market_comes(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("r1", "49000"))
        await venue.move("48900")
        filled = await venue.settled("r1", OrderState.FILLED)
        assert await venue.broker.open_orders() == []
    assert filled.average_price == 49_000


async def test_a_thin_book_fills_a_limit_in_part_and_the_rest_waits(a_venue: Opened) -> None:
    async with a_venue(depth="0.03") as venue:
        await venue.broker.place(orders.limit("r1", "50001"))
        partial = await venue.settled("r1", OrderState.PARTIAL)
        (resting,) = await venue.broker.open_orders()
    assert partial.filled == resting.filled == Decimal("0.03")
    assert resting.quantity == Decimal("0.05")


async def test_immediate_or_cancel_takes_what_is_there_and_leaves_nothing(a_venue: Opened) -> None:
    async with a_venue(depth="0.03") as venue:
        await venue.broker.place(orders.limit("i1", "50001", lasting=TimeInForce.IOC))
        ended = await venue.settled("i1", OrderState.CANCELED)
        assert await venue.broker.open_orders() == []
    assert ended.filled == Decimal("0.03")


async def test_immediate_or_cancel_away_from_the_market_trades_nothing(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("i1", "49000", lasting=TimeInForce.IOC))
        ended = await venue.settled("i1", OrderState.CANCELED)
        await venue.move("48000")
        assert await venue.broker.positions() == []
    assert ended.filled == 0


async def test_fill_or_kill_trades_nothing_where_it_cannot_trade_all(a_venue: Opened) -> None:
    async with a_venue(depth="0.03") as venue:
        await venue.broker.place(orders.limit("f1", "50001", lasting=TimeInForce.FOK))
        ended = await venue.settled("f1", OrderState.CANCELED)
        assert await venue.broker.positions() == []
    assert ended.filled == 0


async def test_fill_or_kill_trades_all_where_it_can(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("f1", "50001", lasting=TimeInForce.FOK))
        assert (await venue.settled("f1", OrderState.FILLED)).filled == Decimal("0.05")


async def test_a_post_only_order_that_would_take_ends_untraded(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("p1", "50001", lasting=TimeInForce.POST_ONLY))
        ended = await venue.settled("p1", OrderState.CANCELED)
        assert await venue.broker.positions() == []
    assert ended.filled == 0


async def test_a_post_only_order_away_from_the_market_rests_and_makes(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("p1", "49000", lasting=TimeInForce.POST_ONLY))
        await venue.move("48900")
        filled = await venue.settled("p1", OrderState.FILLED)
    assert filled.average_price == 49_000


async def test_f07_an_id_that_was_sent_before_is_the_same_order(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.market("m1"))
        await venue.settled("m1", OrderState.FILLED)
        again = await venue.broker.place(orders.market("m1"))
        assert len(await venue.broker.fills(venue.now())) == 1
        assert await venue.holding("0.05")
    assert again.state is OrderState.FILLED


@pytest.mark.parametrize(
    ("order", "why"),
    [
        (orders.market("x1", quantity="0.00009"), "below the smallest order"),
        (orders.market("x1", quantity="0.05005"), "whole lots"),
        (orders.limit("x1", "49000.05"), "tick"),
        (orders.market("x1", stop_price=Decimal("49000.05")), "tick"),
        (orders.market("x1", symbol=Symbol("NONE-USDT-SWAP")), "NONE-USDT-SWAP"),
    ],
    ids=["below the smallest", "off the lot", "off the tick", "stop off the tick", "not listed"],
)
async def test_f21_what_the_venue_would_refuse_is_denied_at_home(
    a_venue: Opened, order: Order, why: str
) -> None:
    async with a_venue() as venue:
        with pytest.raises(OrderRejected, match=why):
            await venue.broker.place(order)
        assert await venue.broker.query(BTC, ClientOrderId("x1")) is None
        assert await venue.broker.open_orders() == []


async def test_more_than_the_account_carries_is_rejected(a_venue: Opened) -> None:
    async with a_venue() as venue:
        with pytest.raises(OrderRejected):
            await venue.broker.place(orders.market("x1", quantity="2"))
        assert await venue.broker.positions() == []


async def test_more_leverage_than_the_instrument_allows_is_rejected(a_venue: Opened) -> None:
    async with a_venue() as venue:
        with pytest.raises(OrderRejected, match="leverage"):
            await venue.broker.place(orders.market("x1", leverage=Decimal(101)))
        assert await venue.broker.positions() == []


async def test_a_reduce_only_order_opens_nothing(a_venue: Opened) -> None:
    async with a_venue() as venue:
        with pytest.raises(OrderRejected):
            await venue.broker.place(orders.closing("x1"))
        assert await venue.broker.positions() == []


async def test_a_reduce_only_order_in_the_direction_of_the_position_is_rejected(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.market("m1"))
        await venue.holding("0.05")
        with pytest.raises(OrderRejected):
            await venue.broker.place(orders.closing("x1", Side.BUY))
        assert await venue.holding("0.05")


async def test_a_reduce_only_order_closes_what_it_says(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.market("m1"))
        await venue.holding("0.05")
        await venue.broker.place(orders.closing("c1", quantity="0.02"))
        assert await venue.holding("0.03")
        await venue.broker.place(orders.closing("c2", quantity="0.03"))
        assert await venue.holding("0") is None


async def test_a_position_has_the_leverage_of_the_order_that_opened_it(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.market("m1", leverage=Decimal(7)))
        held = await venue.holding("0.05")
    assert held is not None
    assert held.leverage == 7


async def test_a_larger_order_the_other_way_turns_the_position(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.market("m1"))
        await venue.holding("0.05")
        await venue.broker.place(orders.market("m2", Side.SELL, "0.08"))
        held = await venue.holding("-0.03")
        cash = (await venue.broker.balance()).cash
    assert held is not None
    assert held.entry_price == Decimal("49999.9")
    assert cash < CASH


async def test_adding_averages_the_entry(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.market("m1"))
        await venue.settled("m1", OrderState.FILLED)
        await venue.move("51000")
        await venue.broker.place(orders.market("m2"))
        held = await venue.holding("0.1")
    assert held is not None
    assert held.entry_price == Decimal("50500.1")
