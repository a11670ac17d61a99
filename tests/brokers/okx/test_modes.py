"""Long and short side by side, isolated margin, and orders that were not ours."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.brokers.contract import orders
from tests.brokers.okx.venue import OkxVenue, running_okx
from tests.lab.exchange.scripted import START_MS, a_ticket
from tests.risk.situations import BTC
from tradewind.brokers.okx import OkxClient
from tradewind.brokers.port import MarginMode, PositionMode, VenueOrder
from tradewind.domain.cash_flow import CashFlowKind
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.order import OrderPurpose, Side
from tradewind_lab.exchange import orders as lab
from tradewind_lab.exchange.charges import FUNDING_PERIOD_MS


def hedged(venue: OkxVenue, **changes: Any) -> OkxClient:
    venue.exchange.set_position_mode(venue.exchange.accounts["demo"], lab.PositionMode.LONG_SHORT)
    return venue.demo(**changes)


@pytest.mark.parametrize("mode", list(MarginMode))
async def test_a_long_and_a_short_are_held_side_by_side(tmp_path: Path, mode: MarginMode) -> None:
    async with running_okx(tmp_path) as venue:
        client = hedged(venue, margin_mode=mode)
        await client.place(orders.market("m1", quantity="0.05"))
        await client.place(orders.market("m2", Side.SELL, "0.03"))
        held = await client.positions()
        assert (await client.account()).position_mode is PositionMode.LONG_SHORT
    assert sorted(each.quantity for each in held) == [Decimal("-0.03"), Decimal("0.05")]
    assert {each.margin_mode for each in held} == {mode}


async def test_closing_one_side_leaves_the_other(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = hedged(venue)
        await client.place(orders.market("m1", quantity="0.05"))
        await client.place(orders.market("m2", Side.SELL, "0.03"))
        await client.place(orders.closing("c1", Side.BUY, "0.03"))
        (left,) = await client.positions()
    assert left.quantity == Decimal("0.05")


async def test_closing_an_instrument_closes_both_sides(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = hedged(venue)
        await client.place(orders.market("m1", quantity="0.05"))
        await client.place(orders.market("m2", Side.SELL, "0.03"))
        first = await client.close_position(BTC, ClientOrderId("c1"))
        assert await client.positions() == []
    assert first is not None
    assert first.client_order_id == "c1"


async def test_the_stop_of_a_short_in_hedge_mode_closes_that_short(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = hedged(venue)
        await client.place(orders.market("m1", Side.SELL, stop_price=Decimal(51_000)))
        venue.move("51100")
        assert await client.positions() == []


async def test_an_isolated_position_counts_its_margin_as_cash(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = venue.demo(margin_mode=MarginMode.ISOLATED)
        await client.place(orders.market("m1"))
        venue.move("52000")
        (held,) = await client.positions()
        balance = await client.balance()
    assert held.margin_mode is MarginMode.ISOLATED
    assert balance.cash == 10_000 - Decimal("0.05") * Decimal("50000.1") * Decimal("0.0005")


async def test_what_is_held_in_another_margin_mode_is_closed_in_its_own(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        await venue.demo(margin_mode=MarginMode.ISOLATED).place(orders.market("m1"))
        client = venue.demo()
        assert len(await client.positions()) == 1
        await client.place(orders.closing("c1"))
        assert await client.positions() == []


async def test_leverage_is_set_only_where_it_differs(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = venue.demo()
        for number in range(3):
            await client.place(orders.market(f"m{number}", quantity="0.01", leverage=Decimal(7)))
        assert venue.requests.count("account/set-leverage") == 1


async def test_funding_is_a_cash_flow_with_its_sign(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = venue.demo()
        began = venue.clock.now()
        await client.place(orders.market("m1"))
        boundary = START_MS + FUNDING_PERIOD_MS
        venue.market.rates[boundary] = Decimal("0.0001")
        venue.clock.at_ms = boundary + 1
        (paid,) = await client.cash_flows(began)
        later = Instant.from_ms(boundary + 60_000)  # the offset of the clocks is known to some milliseconds
        assert await client.cash_flows(later) == []
    assert (paid.kind, paid.symbol, paid.amount) == (CashFlowKind.FUNDING, BTC, Decimal("-0.25"))
    assert (paid.venue, paid.exchange_time.epoch_ms) == ("okx-demo", boundary)


async def test_f15_a_trade_by_hand_is_told_with_its_order_and_belongs_to_nobody(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = venue.demo()
        account = venue.exchange.accounts["demo"]
        venue.exchange.desk.place(account, a_ticket("buy", "5"), venue.clock.now_ms())
        told: list[object] = []
        async for event in client.events():
            told.append(event)
            if isinstance(event, VenueOrder):
                break
    fill, order = told
    assert isinstance(fill, Fill)
    assert isinstance(order, VenueOrder)
    assert fill.client_order_id is order.client_order_id is None
    assert fill.venue_order_id == order.venue_order_id
    assert (fill.quantity, order.purpose) == (Decimal("0.05"), None)


async def test_f16_a_liquidation_is_told_for_what_it_is(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = venue.demo()
        began = venue.clock.now()
        await client.place(orders.market("m1", quantity="1.5", leverage=Decimal(10)))
        venue.move("42000")
        assert await client.positions() == []
        fills = await client.fills(began)
        assert fills[-1].client_order_id is None
        assert [fill.purpose for fill in fills] == [None, *[OrderPurpose.LIQUIDATION] * (len(fills) - 1)]
        told: list[VenueOrder] = []
        async for event in client.events():
            if isinstance(event, VenueOrder) and event.client_order_id is None:
                told.append(event)
                break
        flows = await client.cash_flows(began)
        balance = await client.balance()
    assert told[0].purpose is OrderPurpose.LIQUIDATION
    entry = Decimal("1.5") * Decimal("50000.1")
    proceeds = sum(fill.quantity * fill.price for fill in fills[1:])
    fees = sum(fill.fee for fill in fills)
    assert balance.cash == 10_000 - entry + proceeds - fees + sum(flow.amount for flow in flows)


async def test_many_pages_of_fills_are_read_to_the_last(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = venue.demo()
        account, began = venue.exchange.accounts["demo"], venue.clock.now()
        for number in range(125):
            side = "sell" if number % 2 else "buy"
            venue.exchange.desk.place(
                account, a_ticket(side, "0.01", client_id=f"n{number}"), venue.clock.now_ms()
            )
        fills = await client.fills(began)
    assert [fill.client_order_id for fill in fills] == [f"n{number}" for number in range(125)]
