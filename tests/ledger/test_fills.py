from decimal import Decimal

import pytest

from tests.clocks import FakeClock
from tests.ledger.records import BTC, DESK, ETH, OPENING_CASH, OTHER, a_fill, an_order, another_desk
from tradewind.domain.ids import ClientOrderId, PortfolioId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderPurpose, OrderState, Side
from tradewind.ledger import Ledger, RecordRefused, open_ledger

ID = ClientOrderId("tw1")


async def test_a_fill_moves_books_position_and_order_together(ledger: Ledger) -> None:
    await ledger.orders.add(an_order())

    posted = await ledger.fills.post(DESK, a_fill("1", quantity="0.4", client_order_id=ID), an_order())

    record = await ledger.orders.get(ID)
    held = await ledger.positions.held(DESK)
    assert posted
    assert record is not None
    assert (record.state, record.filled, record.average_price) == (
        OrderState.PARTIAL,
        Decimal("0.4"),
        Decimal(100),
    )
    assert [(h.position.quantity, h.leverage, h.stop_price) for h in held] == [
        (Decimal("0.4"), Decimal(5), Decimal(90))
    ]
    assert (await ledger.postings.balances(DESK)).cash == OPENING_CASH - Decimal("0.05")


async def test_f16_a_position_that_the_venue_took_over_is_closed_as_a_liquidation(ledger: Ledger) -> None:
    await ledger.fills.post(DESK, a_fill("1"), an_order())
    taken = a_fill("2", Side.SELL, venue_order_id="9", purpose=OrderPurpose.LIQUIDATION)
    await ledger.fills.post(DESK, taken, None)

    (closed,) = (await ledger.positions.closed(DESK, 10, None)).items
    assert closed.close_purpose is OrderPurpose.LIQUIDATION
    assert (await ledger.fills.of(DESK))[-1] == taken


async def test_a_repeated_fill_changes_nothing(ledger: Ledger) -> None:
    await ledger.fills.post(DESK, a_fill("1"), None)
    before = (await ledger.postings.balances(DESK), await ledger.positions.held(DESK))

    posted = await ledger.fills.post(DESK, a_fill("1", price="999"), None)

    assert not posted
    assert (await ledger.postings.balances(DESK), await ledger.positions.held(DESK)) == before


async def test_the_same_trade_id_at_another_venue_or_symbol_is_another_fill(ledger: Ledger) -> None:
    assert await ledger.fills.post(DESK, a_fill("1"), None)
    assert await ledger.fills.post(DESK, a_fill("1", symbol=ETH), None)
    assert await ledger.fills.post(DESK, a_fill("1", venue="lab"), None)


async def test_an_order_is_filled_when_its_quantity_is_reached(ledger: Ledger) -> None:
    await ledger.orders.add(an_order())
    await ledger.fills.post(DESK, a_fill("1", quantity="0.25", price="100", client_order_id=ID), None)

    await ledger.fills.post(
        DESK, a_fill("2", quantity="0.75", price="104", client_order_id=ID, venue_order_id="77"), None
    )

    record = await ledger.orders.get(ID)
    assert record is not None
    assert (record.state, record.filled, record.average_price) == (
        OrderState.FILLED,
        Decimal(1),
        Decimal(103),
    )
    assert record.venue_order_id == "77"


@pytest.mark.parametrize(
    ("stood", "stands"),
    [
        (OrderState.SENDING, OrderState.PARTIAL),
        (OrderState.UNKNOWN, OrderState.PARTIAL),
        (OrderState.ACCEPTED, OrderState.PARTIAL),
        (OrderState.PENDING_CANCEL, OrderState.PENDING_CANCEL),
        (OrderState.CANCELED, OrderState.CANCELED),
    ],
)
async def test_a_partial_fill_proves_acceptance_but_undoes_no_cancel(
    ledger: Ledger, stood: OrderState, stands: OrderState
) -> None:
    await ledger.orders.add(an_order())
    await ledger.orders.advance(ID, OrderState.INTENT, stood)

    await ledger.fills.post(DESK, a_fill("1", quantity="0.5", client_order_id=ID), None)

    record = await ledger.orders.get(ID)
    assert record is not None
    assert (record.state, record.filled) == (stands, Decimal("0.5"))


async def test_a_fill_before_its_order_is_posted_and_counted_when_the_order_appears(ledger: Ledger) -> None:
    assert await ledger.fills.post(DESK, a_fill("1", client_order_id=ID), None)

    assert await ledger.orders.add(an_order())

    record = await ledger.orders.get(ID)
    assert record is not None
    assert (record.state, record.filled) == (OrderState.FILLED, Decimal(1))
    assert [fill.client_order_id for fill in await ledger.fills.of(DESK)] == [ID]


async def test_a_stored_order_gives_a_fill_its_terms_when_the_caller_has_none(ledger: Ledger) -> None:
    await ledger.orders.add(an_order(leverage=Decimal(7)))

    await ledger.fills.post(DESK, a_fill("1", client_order_id=ID), None)

    assert [held.leverage for held in await ledger.positions.held(DESK)] == [7]


async def test_a_closed_round_trip_leaves_the_open_positions(ledger: Ledger) -> None:
    await ledger.fills.post(DESK, a_fill("1"), an_order())
    closing = an_order("tw2", purpose=OrderPurpose.TAKE_PROFIT, side=Side.SELL)

    await ledger.fills.post(DESK, a_fill("2", Side.SELL, price="120"), closing)

    closed = (await ledger.positions.closed(DESK, 10, None)).items
    assert await ledger.positions.held(DESK) == []
    assert [(c.realized_pnl, c.close_purpose, c.decision_id) for c in closed] == [
        (Decimal(20), OrderPurpose.TAKE_PROFIT, "d1")
    ]


async def test_a_stop_that_was_moved_stays_when_its_order_fills_on(ledger: Ledger) -> None:
    await ledger.orders.add(an_order())
    await ledger.fills.post(DESK, a_fill("1", quantity="0.3", client_order_id=ID), None)
    await ledger.positions.protect(DESK, BTC, Decimal(95), Decimal(130))

    await ledger.fills.post(DESK, a_fill("2", quantity="0.3", client_order_id=ID), None)

    (held,) = await ledger.positions.held(DESK)
    assert (held.stop_price, held.take_profit_price) == (Decimal(95), Decimal(130))


async def test_an_addition_brings_its_own_stop_and_leaves_the_target_that_it_does_not_name(
    ledger: Ledger,
) -> None:
    await ledger.fills.post(DESK, a_fill("1", client_order_id=ID), an_order())
    added = an_order("tw2", stop_price=Decimal(97), take_profit_price=None)
    await ledger.fills.post(DESK, a_fill("2", client_order_id=ClientOrderId("tw2")), added)
    (held,) = await ledger.positions.held(DESK)
    assert (held.stop_price, held.take_profit_price) == (Decimal(97), Decimal(120))

    unguarded = an_order("tw3", stop_price=None, take_profit_price=Decimal(140))
    await ledger.fills.post(DESK, a_fill("3", client_order_id=ClientOrderId("tw3")), unguarded)
    (held,) = await ledger.positions.held(DESK)
    assert (held.stop_price, held.take_profit_price) == (Decimal(97), Decimal(140))


async def test_f23_a_fee_in_another_currency_is_in_its_own_accounts_and_in_no_result(ledger: Ledger) -> None:
    await ledger.fills.post(DESK, a_fill("1", fee=Decimal("0.002"), fee_currency="OKB"), None)
    (held,) = await ledger.positions.held(DESK)
    await ledger.fills.post(DESK, a_fill("2", Side.SELL, price="110"), None)

    (closed,) = (await ledger.positions.closed(DESK, 10, None)).items
    balances = await ledger.postings.balances(DESK)
    assert (held.fees, closed.fees, balances.fees_paid) == (Decimal(0), Decimal("0.05"), Decimal("0.05"))
    assert balances.cash == OPENING_CASH + 10 - Decimal("0.05")
    assert set((await ledger.postings.trial_balance()).values()) == {0}


async def test_two_desks_in_one_ledger_list_their_own_fills(ledger: Ledger) -> None:
    await another_desk(ledger)
    await ledger.fills.post(OTHER, a_fill("theirs"), None)
    await ledger.fills.post(DESK, a_fill("ours"), None)

    assert [fill.trade_id for fill in (await ledger.fills.page(DESK, 10, None)).items] == ["ours"]
    assert [fill.trade_id for fill in await ledger.fills.of(OTHER)] == ["theirs"]


async def test_a_last_page_of_fills_that_is_full_names_no_next_one(ledger: Ledger) -> None:
    for number in range(3):
        await ledger.fills.post(DESK, a_fill(str(number)), None)

    assert (await ledger.fills.page(DESK, 3, None)).next_cursor is None


async def test_a_fill_for_a_portfolio_that_was_never_opened_is_refused(ledger: Ledger) -> None:
    with pytest.raises(RecordRefused, match="no portfolio 'other'"):
        await ledger.fills.post(PortfolioId("other"), a_fill("1"), None)


async def test_a_fill_that_cannot_be_booked_leaves_no_row(ledger: Ledger) -> None:
    with pytest.raises(RecordRefused, match="finite Decimals"):
        await ledger.fills.post(DESK, a_fill("1", fee=0.5), None)

    assert await ledger.fills.of(DESK) == []
    assert await ledger.positions.held(DESK) == []


async def test_fills_come_back_whole_in_posting_order_and_by_symbol(ledger: Ledger) -> None:
    fills = [a_fill("b", quantity="0.00000001"), a_fill("a", Side.SELL, symbol=ETH), a_fill("c")]
    for fill in fills:
        await ledger.fills.post(DESK, fill, None)

    assert await ledger.fills.of(DESK) == fills
    assert await ledger.fills.of(DESK, BTC) == [fills[0], fills[2]]


async def test_pages_of_fills_go_from_the_newest_to_the_last_without_overlap(ledger: Ledger) -> None:
    for number in range(5):
        await ledger.fills.post(DESK, a_fill(str(number)), None)

    first = await ledger.fills.page(DESK, 3, None)
    await ledger.fills.post(DESK, a_fill("5"), None)
    second = await ledger.fills.page(DESK, 3, first.next_cursor)

    assert [fill.trade_id for fill in first.items] == ["4", "3", "2"]
    assert [fill.trade_id for fill in second.items] == ["1", "0"]
    assert second.next_cursor is None


async def test_a_foreign_cursor_is_refused(ledger: Ledger) -> None:
    for cursor in ("x", "-1", "1 or 1=1", "9" * 40):
        with pytest.raises(ValueError, match="not a page cursor"):
            await ledger.fills.page(DESK, 3, cursor)


async def test_everything_is_there_after_reopening(url: str, clock: FakeClock, ledger: Ledger) -> None:
    await ledger.fills.post(DESK, a_fill("1", quantity="1.5"), an_order())
    held = await ledger.positions.held(DESK)

    async with open_ledger(url, clock) as reopened:
        assert await reopened.positions.held(DESK) == held
        assert held[0].position.quantity == BaseQty(Decimal("1.5"))
