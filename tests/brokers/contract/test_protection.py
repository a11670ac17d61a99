"""Stops and targets: attached to what opens, and alone."""

from decimal import Decimal

import pytest

from tests.brokers.contract import orders
from tests.brokers.contract.venues import Opened, Venue
from tests.risk.situations import BTC
from tradewind.brokers.port import OrderRejected, VenueOrder
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.order import OrderPurpose, OrderState, Side

STOP, TARGET = OrderPurpose.STOP, OrderPurpose.TAKE_PROFIT


async def protection(venue: Venue) -> dict[OrderPurpose | None, VenueOrder]:
    """Return what waits, by its purpose."""
    return {order.purpose: order for order in await venue.broker.open_orders() if order.trigger_price}


async def protected(venue: Venue, side: Side = Side.BUY) -> None:
    """Open a position with a stop 1,000 away and a target 2,000 away."""
    sign = side.sign
    entry = orders.market(
        "m1",
        side,
        stop_price=Decimal(50_000 - sign * 1_000),
        take_profit_price=Decimal(50_000 + sign * 2_000),
    )
    await venue.broker.place(entry)
    await venue.settled("m1", OrderState.FILLED)


async def opened_bare(venue: Venue) -> None:
    await venue.broker.place(orders.market("m1"))
    await venue.settled("m1", OrderState.FILLED)


async def last_fill(venue: Venue) -> Fill:
    return (await venue.broker.fills(venue.now()))[-1]


async def test_attached_protection_waits_once_the_entry_has_filled(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await protected(venue)
        found = await protection(venue)
    assert set(found) == {STOP, TARGET}
    assert (found[STOP].trigger_price, found[TARGET].trigger_price) == (Decimal(49_000), Decimal(52_000))
    assert {order.side for order in found.values()} == {Side.SELL}


async def test_attached_protection_does_not_wait_before_its_entry_fills(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("r1", "49500", stop_price=Decimal(49_000)))
        assert await protection(venue) == {}
        await venue.move("49400")
        await venue.settled("r1", OrderState.FILLED)
        assert set(await protection(venue)) == {STOP}


@pytest.mark.parametrize("side", list(Side), ids=["long", "short"])
async def test_an_attached_stop_closes_the_position(a_venue: Opened, side: Side) -> None:
    async with a_venue() as venue:
        await protected(venue, side)
        await venue.move(str(50_000 - side.sign * 1_100))
        assert await venue.holding("0") is None
        assert await protection(venue) == {}
        assert (await last_fill(venue)).side is side.opposite


@pytest.mark.parametrize("side", list(Side), ids=["long", "short"])
async def test_an_attached_target_closes_the_position(a_venue: Opened, side: Side) -> None:
    async with a_venue() as venue:
        await protected(venue, side)
        await venue.move(str(50_000 + side.sign * 2_100))
        assert await venue.holding("0") is None
        assert await protection(venue) == {}


@pytest.mark.parametrize(("price", "purpose"), [("48900", STOP), ("52100", TARGET)], ids=["stop", "target"])
async def test_the_fill_of_protection_leads_to_an_order_that_says_what_it_was_for(
    a_venue: Opened, price: str, purpose: OrderPurpose
) -> None:
    async with a_venue() as venue:
        await protected(venue)
        await venue.move(price)
        await venue.holding("0")
        fill = await last_fill(venue)
        assert fill.client_order_id is not None
        order = await venue.broker.query(BTC, fill.client_order_id)
    assert order is not None
    assert (order.purpose, order.state, order.filled) == (purpose, OrderState.FILLED, Decimal("0.05"))


async def test_a_position_that_is_closed_leaves_no_protection_behind(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await protected(venue)
        await venue.broker.place(orders.closing("c1"))
        await venue.holding("0")
        assert await venue.broker.open_orders() == []


@pytest.mark.parametrize(("purpose", "trigger"), [(STOP, "49000"), (TARGET, "52000")], ids=["stop", "target"])
async def test_protection_alone_waits_under_its_own_id(
    a_venue: Opened, purpose: OrderPurpose, trigger: str
) -> None:
    async with a_venue() as venue:
        await opened_bare(venue)
        await venue.broker.place(orders.waiting("w1", purpose, trigger))
        found = (await protection(venue))[purpose]
        known = await venue.broker.query(BTC, ClientOrderId("w1"))
    assert known is not None
    assert found.client_order_id == known.client_order_id == "w1"
    assert found.trigger_price == Decimal(trigger)
    assert (known.state, known.purpose) == (OrderState.ACCEPTED, purpose)


@pytest.mark.parametrize(
    ("purpose", "trigger", "price"),
    [(STOP, "49000", "48900"), (TARGET, "52000", "52100")],
    ids=["stop", "target"],
)
async def test_protection_alone_closes_the_position_and_is_filled(
    a_venue: Opened, purpose: OrderPurpose, trigger: str, price: str
) -> None:
    async with a_venue() as venue:
        await opened_bare(venue)
        await venue.broker.place(orders.waiting("w1", purpose, trigger))
        await venue.move(price)
        assert await venue.holding("0") is None
        filled = await venue.settled("w1", OrderState.FILLED)
        assert (await last_fill(venue)).client_order_id == "w1"
    assert filled.filled == Decimal("0.05")


async def test_protection_does_not_go_off_before_its_price(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await opened_bare(venue)
        await venue.broker.place(orders.waiting("w1", STOP, "49000"))
        await venue.move("49100")
        assert await venue.holding("0.05")
        assert set(await protection(venue)) == {STOP}


async def test_a_stop_that_the_market_has_passed_is_rejected(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await opened_bare(venue)
        with pytest.raises(OrderRejected):
            await venue.broker.place(orders.waiting("w1", STOP, "50500"))
        assert await protection(venue) == {}


async def test_protection_of_nothing_is_rejected(a_venue: Opened) -> None:
    async with a_venue() as venue:
        with pytest.raises(OrderRejected):
            await venue.broker.place(orders.waiting("w1", STOP, "49000"))


async def test_protection_alone_can_be_canceled(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await opened_bare(venue)
        await venue.broker.place(orders.waiting("w1", STOP, "49000"))
        canceled = await venue.broker.cancel(BTC, ClientOrderId("w1"))
        assert canceled.state is OrderState.CANCELED
        await venue.move("48900")
        assert await venue.holding("0.05")


async def test_protection_alone_can_be_moved(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await opened_bare(venue)
        await venue.broker.place(orders.waiting("w1", STOP, "49000"))
        await venue.broker.amend(BTC, ClientOrderId("w1"), price=Decimal(49_500))
        assert (await protection(venue))[STOP].trigger_price == 49_500
        await venue.move("49400")
        assert await venue.holding("0") is None


async def test_canceling_many_takes_protection_with_it(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await protected(venue)
        await venue.broker.cancel_many(await venue.broker.open_orders())
        assert await venue.broker.open_orders() == []
        assert await venue.holding("0.05")


async def test_the_same_protection_sent_twice_waits_once(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await opened_bare(venue)
        await venue.broker.place(orders.waiting("w1", STOP, "49000"))
        await venue.broker.place(orders.waiting("w1", STOP, "49000"))
        assert len(await venue.broker.open_orders()) == 1
