"""Fills that are told in another order than they were executed in come to the same books."""

import random
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.clocks import START
from tests.ledger.records import BTC, DESK, ETH, OPENING_CASH, a_fill, an_order
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.order import OrderPurpose, Side
from tradewind.ledger import Ledger
from tradewind.ledger.journal import EntryKind

ID = ClientOrderId("tw1")


def executed(second: int, side: Side, quantity: str, price: str, **more: object) -> Fill:
    time = Instant.of(START + timedelta(seconds=second))
    return a_fill(f"t{second}", side, quantity, price, exchange_time=time, **more)


DAY = (
    executed(1, Side.BUY, "2", "100"),
    executed(2, Side.SELL, "1", "110"),
    executed(3, Side.SELL, "3", "90"),
    executed(4, Side.BUY, "1", "80"),
    executed(5, Side.BUY, "2.5", "85"),
    executed(6, Side.SELL, "0.5", "95"),
    executed(7, Side.BUY, "0.7", "97.3"),
)


@pytest.mark.parametrize("seed", range(6))
async def test_the_books_do_not_depend_on_the_order_in_which_fills_are_told(
    ledger: Ledger, seed: int
) -> None:
    told = list(DAY)
    random.Random(seed).shuffle(told)
    for fill in told:
        assert await ledger.fills.post(DESK, fill, None)

    held = await ledger.positions.held(DESK)
    closed = (await ledger.positions.closed(DESK, 10, None)).items
    balances = await ledger.postings.balances(DESK)
    assert [(h.position.quantity, h.realized_pnl) for h in held] == [(Decimal("1.7"), Decimal(5))]
    assert [(c.side.value, c.quantity, c.realized_pnl) for c in closed] == [
        ("short", Decimal(2), Decimal(15)),
        ("long", Decimal(2), Decimal(0)),
    ]
    assert balances.cash == OPENING_CASH + 20 - 7 * Decimal("0.05")
    assert await ledger.postings.trial_balance() == {"USDT": 0, BTC: 0}
    assert await ledger.postings.count(DESK, EntryKind.FILL) == 7


async def test_a_late_fill_leaves_a_moved_stop_and_the_terms_of_the_order(ledger: Ledger) -> None:
    await ledger.orders.add(an_order())
    await ledger.fills.post(DESK, executed(3, Side.BUY, "0.5", "100", client_order_id=ID), None)
    await ledger.positions.protect(DESK, BTC, Decimal(95), Decimal(130))

    await ledger.fills.post(DESK, executed(1, Side.BUY, "0.5", "98", client_order_id=ID), None)

    (held,) = await ledger.positions.held(DESK)
    assert (held.stop_price, held.take_profit_price, held.leverage) == (Decimal(95), Decimal(130), Decimal(5))
    assert (held.position.cost, held.opened_at) == (Decimal(99), START + timedelta(seconds=1))


async def test_a_late_fill_of_an_order_with_a_tighter_stop_brings_it(ledger: Ledger) -> None:
    await ledger.orders.add(an_order())
    await ledger.fills.post(DESK, executed(3, Side.BUY, "0.5", "100", client_order_id=ID), None)
    late = executed(1, Side.BUY, "0.5", "98", client_order_id=ClientOrderId("tw2"))

    await ledger.fills.post(DESK, late, an_order("tw2", stop_price=Decimal(94)))

    (held,) = await ledger.positions.held(DESK)
    assert held.stop_price == Decimal(94)


async def test_a_late_close_takes_the_purpose_of_its_order(ledger: Ledger) -> None:
    await ledger.fills.post(DESK, executed(1, Side.BUY, "1", "100"), an_order())
    await ledger.fills.post(DESK, executed(5, Side.SELL, "1", "100"), None)
    late = executed(3, Side.SELL, "1", "120", client_order_id=ClientOrderId("tw2"))

    await ledger.fills.post(DESK, late, an_order("tw2", side=Side.SELL, purpose=OrderPurpose.STOP))

    (closed,) = (await ledger.positions.closed(DESK, 10, None)).items
    (held,) = await ledger.positions.held(DESK)
    assert (closed.close_purpose, closed.realized_pnl) == (OrderPurpose.STOP, Decimal(20))
    assert held.position.quantity == -1


async def test_a_later_fill_of_another_instrument_makes_none_late(ledger: Ledger) -> None:
    await ledger.fills.post(DESK, executed(1, Side.BUY, "1", "100"), an_order())
    await ledger.fills.post(DESK, executed(9, Side.BUY, "1", "100", symbol=ETH), None)

    await ledger.fills.post(DESK, executed(2, Side.SELL, "1", "101"), None)

    assert [held.position.symbol for held in await ledger.positions.held(DESK)] == [ETH]
    assert len((await ledger.positions.closed(DESK, 10, None)).items) == 1
