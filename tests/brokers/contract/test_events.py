"""What is told while it happens."""

from collections.abc import Callable
from decimal import Decimal

from tests.brokers.contract import orders
from tests.brokers.contract.venues import Opened
from tests.risk.situations import BTC
from tradewind.brokers.port import BrokerEvent, VenueOrder
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.order import OrderState


def ends(name: str, state: OrderState = OrderState.FILLED) -> Callable[[BrokerEvent], bool]:
    def is_end(event: BrokerEvent) -> bool:
        return isinstance(event, VenueOrder) and (event.client_order_id, event.state) == (name, state)

    return is_end


def fills_of(told: list[BrokerEvent]) -> list[Fill]:
    return [event for event in told if isinstance(event, Fill)]


async def test_f12_the_fills_of_an_order_are_told_before_its_end(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.market("m1"))
        told = await venue.events_until(ends("m1"))
    assert sum(fill.quantity for fill in fills_of(told)) == Decimal("0.05")
    assert isinstance(told[-1], VenueOrder)
    assert told[-1].filled == Decimal("0.05")


async def test_f11_a_fill_is_told_once_whoever_brings_it(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.market("m1"))
        await venue.broker.place(orders.market("m2"))
        await venue.settled("m2", OrderState.FILLED)
        told = await venue.events_until(ends("m2"))
        await venue.broker.place(orders.market("m3"))
        told += await venue.events_until(ends("m3"))
    assert [fill.client_order_id for fill in fills_of(told)] == ["m1", "m2", "m3"]


async def test_events_and_the_list_of_fills_tell_the_same(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.market("m1"))
        told = await venue.events_until(ends("m1"))
        assert fills_of(told) == list(await venue.broker.fills(venue.now()))


async def test_an_order_that_rests_is_told_and_so_is_its_fill_when_the_market_comes(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("r1", "49000"))
        await venue.events_until(ends("r1", OrderState.ACCEPTED))
        await venue.move("48900")
        told = await venue.events_until(ends("r1"))
    assert [fill.price for fill in fills_of(told)] == [49_000]


async def test_a_cancel_is_told(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("r1", "49000"))
        await venue.broker.cancel(BTC, ClientOrderId("r1"))
        told = await venue.events_until(ends("r1", OrderState.CANCELED))
    assert fills_of(told) == []


async def test_a_stop_that_goes_off_is_told_with_its_fill(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.market("m1", stop_price=Decimal(49_000)))
        await venue.events_until(ends("m1"))
        await venue.move("48900")
        told = await venue.events_until(
            lambda event: (
                isinstance(event, VenueOrder)
                and event.state is OrderState.FILLED
                and event.client_order_id != "m1"
            )
        )
        (fill,) = fills_of(told)
        assert isinstance(told[-1], VenueOrder)
        assert told[-1].client_order_id == fill.client_order_id
    assert fill.quantity == Decimal("0.05")


async def test_what_was_traded_before_anybody_listened_is_told(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.market("m1"))
        await venue.settled("m1", OrderState.FILLED)
        await venue.broker.place(orders.closing("c1"))
        await venue.holding("0")
        told = await venue.events_until(ends("c1"))
    assert [fill.client_order_id for fill in fills_of(told)] == ["m1", "c1"]
