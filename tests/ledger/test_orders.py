from datetime import timedelta
from decimal import Decimal

from tests.clocks import START, FakeClock
from tests.ledger.records import DESK, OTHER, a_fill, an_order, another_desk
from tradewind.domain.clock import Instant
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderPurpose, OrderState
from tradewind.ledger import Ledger

ID = ClientOrderId("tw1")


async def test_an_order_starts_as_an_unfilled_intent_and_comes_back_whole(ledger: Ledger) -> None:
    order = an_order(limit_price=Decimal("100.10"), decision_id=None, stop_price=None)

    assert await ledger.orders.add(order)

    record = await ledger.orders.get(ID)
    assert record is not None
    assert record.order == order
    assert (record.state, record.filled, record.average_price) == (OrderState.INTENT, Decimal(0), None)


async def test_the_same_id_is_not_a_second_order(ledger: Ledger) -> None:
    await ledger.orders.add(an_order())

    assert not await ledger.orders.add(an_order(quantity=Decimal(9)))

    record = await ledger.orders.get(ID)
    assert record is not None
    assert record.order.quantity == 1


async def test_an_order_only_moves_from_where_it_is_expected_to_stand(ledger: Ledger) -> None:
    await ledger.orders.add(an_order())

    assert await ledger.orders.advance(ID, OrderState.INTENT, OrderState.SENDING)
    assert not await ledger.orders.advance(ID, OrderState.INTENT, OrderState.REJECTED, reason="late")

    record = await ledger.orders.get(ID)
    assert record is not None
    assert (record.state, record.reason) == (OrderState.SENDING, None)


async def test_a_step_keeps_what_it_does_not_name(ledger: Ledger, clock: FakeClock) -> None:
    await ledger.orders.add(an_order())
    await ledger.orders.advance(ID, OrderState.INTENT, OrderState.SENDING)
    await ledger.orders.advance(ID, OrderState.SENDING, OrderState.ACCEPTED, venue_order_id="77")
    clock.advance(timedelta(seconds=5))

    await ledger.orders.advance(ID, OrderState.ACCEPTED, OrderState.CANCELED, reason="asked")

    record = await ledger.orders.get(ID)
    assert record is not None
    assert (record.venue_order_id, record.reason) == ("77", "asked")
    assert record.updated_at == clock.now()


async def test_an_amended_order_is_filled_once_its_fills_reach_its_size(ledger: Ledger) -> None:
    await ledger.orders.add(an_order(quantity=Decimal(2), limit_price=Decimal(100)))
    await ledger.orders.advance(ID, OrderState.INTENT, OrderState.ACCEPTED)

    await ledger.orders.amend(ID, BaseQty(Decimal(3)), Decimal(101))
    await ledger.fills.post(DESK, a_fill("1", client_order_id=ID), None)
    larger = await ledger.orders.get(ID)
    await ledger.orders.amend(ID, BaseQty(Decimal(1)), Decimal(101))
    smaller = await ledger.orders.get(ID)

    assert larger is not None
    assert smaller is not None
    assert (larger.order.quantity, larger.order.limit_price) == (Decimal(3), Decimal(101))
    assert (larger.state, smaller.state) == (OrderState.PARTIAL, OrderState.FILLED)


async def test_an_unknown_order_is_none(ledger: Ledger) -> None:
    assert await ledger.orders.get(ID) is None
    assert not await ledger.orders.advance(ID, OrderState.INTENT, OrderState.SENDING)


async def test_unfinished_orders_are_those_to_which_something_can_happen(ledger: Ledger) -> None:
    for number, state in enumerate(OrderState):
        name = ClientOrderId(f"tw{number}")
        await ledger.orders.add(an_order(name))
        await ledger.orders.advance(name, OrderState.INTENT, state)

    states = [record.state for record in await ledger.orders.unfinished(DESK)]

    assert states == [state for state in OrderState if not state.is_final]


async def test_only_sent_openings_and_closings_count(ledger: Ledger, clock: FakeClock) -> None:
    async def add(name: str, purpose: OrderPurpose) -> None:
        await ledger.orders.add(an_order(name, purpose=purpose))

    async def send(name: str) -> None:
        await ledger.orders.advance(ClientOrderId(name), OrderState.INTENT, OrderState.SENDING)

    await add("old", OrderPurpose.OPEN)
    await send("old")
    clock.advance(timedelta(minutes=1))
    for name, purpose in [("a", OrderPurpose.OPEN), ("b", OrderPurpose.CLOSE), ("c", OrderPurpose.STOP)]:
        await add(name, purpose)
        await send(name)
    await add("waiting", OrderPurpose.OPEN)

    assert await ledger.orders.count_since(DESK, Instant.of(START + timedelta(seconds=1))) == 2
    assert await ledger.orders.count_since(DESK, START) == 3


async def test_pages_of_orders_are_newest_first(ledger: Ledger) -> None:
    for number in range(3):
        await ledger.orders.add(an_order(f"tw{number}"))

    first = await ledger.orders.page(DESK, 2, None)
    rest = await ledger.orders.page(DESK, 2, first.next_cursor)

    assert [record.order.client_order_id for record in (*first.items, *rest.items)] == ["tw2", "tw1", "tw0"]


async def test_a_last_page_of_orders_that_is_full_names_no_next_one(ledger: Ledger) -> None:
    for number in range(2):
        await ledger.orders.add(an_order(f"tw{number}"))

    assert (await ledger.orders.page(DESK, 2, None)).next_cursor is None


async def test_two_desks_in_one_ledger_count_their_own_orders(ledger: Ledger) -> None:
    await another_desk(ledger)
    await ledger.orders.add(an_order("theirs", portfolio_id=OTHER))
    await ledger.orders.advance(ClientOrderId("theirs"), OrderState.INTENT, OrderState.SENDING)

    assert await ledger.orders.unfinished(DESK) == []
    assert await ledger.orders.count_since(DESK, START) == 0
    assert await ledger.orders.count_since(OTHER, START) == 1


async def test_f71_an_order_moves_only_under_the_lease_that_is_in_force(ledger: Ledger) -> None:
    await another_desk(ledger)
    await ledger.orders.add(an_order())
    first = await ledger.account_leases.take(DESK, "one", "here", instead_of=None)
    assert first is not None
    second = await ledger.account_leases.take(DESK, "two", "there", instead_of=first)
    assert second is not None
    others = await ledger.account_leases.take(OTHER, "three", "here", instead_of=None)
    assert others is not None

    async def moves(fence: int) -> bool:
        return await ledger.orders.advance(ID, OrderState.INTENT, OrderState.SENDING, fence=fence)

    assert first.token == others.token, "the other desk's lease has the old number and is in force"
    assert not await moves(first.token)
    assert await moves(second.token)


async def test_f71_an_order_moves_under_no_lease_that_was_given_back(ledger: Ledger) -> None:
    await ledger.orders.add(an_order())
    lease = await ledger.account_leases.take(DESK, "one", "here", instead_of=None)
    assert lease is not None
    await ledger.account_leases.leave(lease)

    assert not await ledger.orders.advance(ID, OrderState.INTENT, OrderState.SENDING, fence=lease.token)
