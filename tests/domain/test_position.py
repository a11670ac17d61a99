"""A position is the sum of its fills, whatever their order of arrival splits them into."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clocks import START
from tests.instruments import BTC, ETH
from tradewind.domain.fill import Fill, Liquidity
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import Side
from tradewind.domain.position import COST_QUANTUM, PositionSide, apply_fill, flat, replay


def a_fill(side: Side, quantity: str, price: str, trade_id: str = "1", symbol: Symbol = BTC) -> Fill:
    return Fill(
        venue="simulator",
        symbol=symbol,
        trade_id=trade_id,
        client_order_id=None,
        venue_order_id=None,
        side=side,
        quantity=BaseQty(Decimal(quantity)),
        price=Decimal(price),
        fee=Decimal(0),
        fee_currency="USDT",
        liquidity=Liquidity.TAKER,
        exchange_time=START,
    )


SIDES = st.sampled_from(Side)
QUANTITIES = st.decimals(min_value="0.0001", max_value=100, places=4).map(str)
PRICES = st.decimals(min_value="0.1", max_value=200_000, places=1).map(str)
FILLS = st.lists(st.builds(a_fill, SIDES, QUANTITIES, PRICES), max_size=20)


def test_a_buy_and_a_sell_realize_the_difference() -> None:
    held = apply_fill(flat(BTC), a_fill(Side.BUY, "0.5", "100")).position

    effect = apply_fill(held, a_fill(Side.SELL, "0.5", "110"))

    assert effect.realized_pnl == Decimal(5)
    assert effect.position == flat(BTC)
    assert effect.position.entry_price is None


def test_a_small_addition_is_no_reduction() -> None:
    held = apply_fill(flat(BTC), a_fill(Side.BUY, "0.3", "100")).position

    effect = apply_fill(held, a_fill(Side.BUY, "0.2", "110"))

    assert (effect.closed_quantity, effect.released_cost, effect.realized_pnl) == (
        BaseQty(Decimal(0)),
        Decimal(0),
        Decimal(0),
    )
    assert (effect.position.quantity, effect.position.cost) == (BaseQty(Decimal("0.5")), Decimal(52))


def test_a_reduction_releases_the_entry_cost_of_its_part() -> None:
    held = apply_fill(flat(BTC), a_fill(Side.SELL, "4", "100")).position

    assert apply_fill(held, a_fill(Side.BUY, "1", "90")).released_cost == -100


def test_a_short_earns_when_the_price_falls() -> None:
    held = apply_fill(flat(BTC), a_fill(Side.SELL, "2", "100")).position

    assert held.side is PositionSide.SHORT
    assert held.unrealized_pnl(Decimal(90)) == Decimal(20)
    assert apply_fill(held, a_fill(Side.BUY, "1", "90")).realized_pnl == Decimal(10)


def test_adding_averages_the_entry() -> None:
    position = replay(BTC, [a_fill(Side.BUY, "1", "100"), a_fill(Side.BUY, "3", "120")])

    assert position.entry_price == Decimal(115)


def test_a_fill_beyond_flat_closes_and_opens_the_other_way() -> None:
    held = replay(BTC, [a_fill(Side.BUY, "1", "100")])

    effect = apply_fill(held, a_fill(Side.SELL, "3", "90"))

    assert effect.closed_quantity == 1
    assert effect.realized_pnl == Decimal(-10)
    assert effect.position.quantity == -2
    assert effect.position.entry_price == Decimal(90)


def test_a_fill_of_another_instrument_is_refused() -> None:
    with pytest.raises(ValueError, match=ETH):
        apply_fill(flat(BTC), a_fill(Side.BUY, "1", "1", symbol=ETH))


@given(FILLS)
def test_quantity_is_the_sum_of_signed_fills(fills: list[Fill]) -> None:
    assert replay(BTC, fills).quantity == sum(fill.quantity * fill.side.sign for fill in fills)


@given(FILLS, PRICES)
def test_realized_and_unrealized_add_up_to_the_cash_flow(fills: list[Fill], mark: str) -> None:
    position = flat(BTC)
    realized = Decimal(0)
    for fill in fills:
        effect = apply_fill(position, fill)
        position, realized = effect.position, realized + effect.realized_pnl

    cash_flow = sum((-fill.quantity * fill.side.sign * fill.price for fill in fills), Decimal(0))
    held_value = position.quantity * Decimal(mark)

    assert realized + position.unrealized_pnl(Decimal(mark)) == cash_flow + held_value


@given(QUANTITIES, PRICES, PRICES, st.integers(min_value=1, max_value=7))
def test_realized_pnl_does_not_depend_on_how_a_fill_is_split(
    quantity: str, entry: str, exit_price: str, parts: int
) -> None:
    part = Decimal(quantity)
    held = replay(BTC, [a_fill(Side.BUY, str(part * parts), entry)])
    whole = apply_fill(held, a_fill(Side.SELL, str(part * parts), exit_price)).realized_pnl

    split, position = Decimal(0), held
    for _ in range(parts):
        effect = apply_fill(position, a_fill(Side.SELL, str(part), exit_price))
        position, split = effect.position, split + effect.realized_pnl

    assert position == flat(BTC)
    assert abs(split - whole) <= COST_QUANTUM * parts
