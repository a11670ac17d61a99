"""Taking out, changing and closing what was sent."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.brokers.contract import orders
from tests.brokers.contract.venues import Opened
from tests.risk.situations import BTC
from tradewind.brokers.port import OrderRejected
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderState, Side


async def test_a_canceled_order_rests_no_more(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("r1", "49000"))
        canceled = await venue.broker.cancel(BTC, ClientOrderId("r1"))
        assert await venue.broker.open_orders() == []
        await venue.move("48900")
        assert await venue.broker.positions() == []
    assert (canceled.state, canceled.filled) == (OrderState.CANCELED, Decimal(0))
    assert canceled.reason


async def test_f13_what_had_filled_before_a_cancel_stays(a_venue: Opened) -> None:
    async with a_venue(depth="0.03") as venue:
        await venue.broker.place(orders.limit("r1", "50001"))
        await venue.settled("r1", OrderState.PARTIAL)
        canceled = await venue.broker.cancel(BTC, ClientOrderId("r1"))
        assert await venue.holding("0.03")
    assert (canceled.state, canceled.filled) == (OrderState.CANCELED, Decimal("0.03"))


async def test_there_is_nothing_to_cancel_of_an_order_nobody_sent(a_venue: Opened) -> None:
    async with a_venue() as venue:
        with pytest.raises(OrderRejected):
            await venue.broker.cancel(BTC, ClientOrderId("nobody"))


@pytest.mark.parametrize("ending", ["filled", "canceled"])
async def test_there_is_nothing_to_cancel_of_an_order_that_ended(a_venue: Opened, ending: str) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("r1", "49000"))
        if ending == "filled":
            await venue.move("48900")
            await venue.settled("r1", OrderState.FILLED)
        else:
            await venue.broker.cancel(BTC, ClientOrderId("r1"))
        with pytest.raises(OrderRejected):
            await venue.broker.cancel(BTC, ClientOrderId("r1"))


async def test_an_amended_price_is_where_the_order_rests(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("r1", "49000"))
        await venue.broker.amend(BTC, ClientOrderId("r1"), price=Decimal(48_000))
        (resting,) = await venue.broker.open_orders()
        assert (resting.limit_price, resting.quantity) == (Decimal(48_000), Decimal("0.05"))
        await venue.move("48500")
        assert await venue.broker.positions() == []


async def test_an_amended_size_is_the_whole_size(a_venue: Opened) -> None:
    async with a_venue(depth="0.03") as venue:
        await venue.broker.place(orders.limit("r1", "50001"))
        await venue.settled("r1", OrderState.PARTIAL)
        await venue.broker.amend(BTC, ClientOrderId("r1"), quantity=BaseQty(Decimal("0.04")))
        amended = await venue.order("r1", lambda order: order.quantity == Decimal("0.04"))
        assert amended.filled >= Decimal("0.03")


async def test_a_price_that_crosses_after_the_change_trades(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("r1", "49000"))
        await venue.broker.amend(BTC, ClientOrderId("r1"), price=Decimal(50_001))
        assert (await venue.settled("r1", OrderState.FILLED)).average_price == Decimal("50000.1")


@pytest.mark.parametrize(
    ("quantity", "price"),
    [(None, Decimal("48000.05")), (BaseQty(Decimal("0.05005")), None)],
    ids=["off the tick", "off the lot"],
)
async def test_f21_a_change_that_breaks_the_rules_leaves_the_order_as_it_was(
    a_venue: Opened, quantity: BaseQty | None, price: Decimal | None
) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("r1", "49000"))
        with pytest.raises(OrderRejected):
            await venue.broker.amend(BTC, ClientOrderId("r1"), quantity=quantity, price=price)
        (resting,) = await venue.broker.open_orders()
    assert (resting.limit_price, resting.quantity) == (Decimal(49_000), Decimal("0.05"))


async def test_an_order_that_ended_cannot_be_amended(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.market("m1"))
        await venue.settled("m1", OrderState.FILLED)
        with pytest.raises(OrderRejected):
            await venue.broker.amend(BTC, ClientOrderId("m1"), price=Decimal(48_000))
        with pytest.raises(OrderRejected):
            await venue.broker.amend(BTC, ClientOrderId("nobody"), price=Decimal(48_000))


async def test_many_orders_are_taken_out_at_once(a_venue: Opened) -> None:
    async with a_venue() as venue:
        for number in range(23):
            await venue.broker.place(orders.limit(f"r{number}", "49000", quantity="0.001"))
        resting = await venue.broker.open_orders()
        assert len(resting) == 23
        await venue.broker.cancel_many(resting)
        assert await venue.broker.open_orders() == []


async def test_canceling_many_does_not_mind_what_is_gone(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("r1", "49000"))
        await venue.broker.place(orders.limit("r2", "49000"))
        resting = await venue.broker.open_orders()
        await venue.broker.cancel(BTC, ClientOrderId("r1"))
        await venue.broker.cancel_many(resting)
        await venue.broker.cancel_many([])
        assert await venue.broker.open_orders() == []


@pytest.mark.parametrize("side", list(Side), ids=["long", "short"])
async def test_a_whole_position_closes_under_the_id_it_is_given(a_venue: Opened, side: Side) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.market("m1", side))
        await venue.settled("m1", OrderState.FILLED)
        assert await venue.broker.close_position(BTC, ClientOrderId("c1"))
        assert await venue.holding("0") is None
        closed = await venue.settled("c1", OrderState.FILLED)
    assert (closed.filled, closed.side) == (Decimal("0.05"), side.opposite)


async def test_closing_where_nothing_is_held_sends_nothing(a_venue: Opened) -> None:
    async with a_venue() as venue:
        assert await venue.broker.close_position(BTC, ClientOrderId("c1")) is None
        assert await venue.broker.fills(venue.now()) == []


async def test_closing_twice_under_one_id_is_one_close(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.market("m1"))
        await venue.settled("m1", OrderState.FILLED)
        await venue.broker.close_position(BTC, ClientOrderId("c1"))
        await venue.settled("c1", OrderState.FILLED)
        again = await venue.broker.close_position(BTC, ClientOrderId("c1"))
        assert len(await venue.broker.fills(venue.now())) == 2
    assert again is not None
    assert again.state is OrderState.FILLED


async def test_f79_what_rests_is_canceled_when_nobody_holds_the_dead_mans_switch(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("r1", "49000"))
        await venue.broker.hold_dead_man(timedelta(seconds=10))
        await venue.move("50000", seconds=5)
        assert len(await venue.broker.open_orders()) == 1
        await venue.move("50000", seconds=6)
        assert (await venue.settled("r1", OrderState.CANCELED)).filled == 0


async def test_a_dead_mans_switch_that_is_held_or_let_go_cancels_nothing(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("r1", "49000"))
        await venue.broker.hold_dead_man(timedelta(seconds=10))
        await venue.move("50000", seconds=8)
        await venue.broker.hold_dead_man(timedelta(seconds=10))
        await venue.move("50000", seconds=8)
        await venue.broker.hold_dead_man(timedelta(0))
        await venue.move("50000", seconds=60)
        assert len(await venue.broker.open_orders()) == 1
