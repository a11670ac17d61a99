"""Contracts, base units, lots and ticks."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.instruments import an_instrument
from tradewind.domain.instrument import BaseQty, Contracts

QUANTITIES = st.decimals(min_value=0, max_value=10_000, places=8).map(BaseQty)


def test_a_quantity_is_cut_to_whole_lots_toward_zero() -> None:
    bitcoin = an_instrument()

    assert bitcoin.contracts(BaseQty(Decimal("0.01239"))) == Contracts(Decimal("1.23"))
    assert bitcoin.on_lot(BaseQty(Decimal("0.01239"))) == BaseQty(Decimal("0.0123"))


def test_a_price_goes_to_the_nearest_tick() -> None:
    assert an_instrument().on_tick(Decimal("95000.07")) == Decimal("95000.1")


def test_the_smallest_order_is_known_in_base_units() -> None:
    assert an_instrument().min_quantity == BaseQty(Decimal("0.0001"))


@given(QUANTITIES)
def test_lots_never_exceed_the_quantity_and_miss_less_than_one(quantity: BaseQty) -> None:
    bitcoin = an_instrument()

    fitted = bitcoin.on_lot(quantity)

    assert 0 <= quantity - fitted < bitcoin.quantity(bitcoin.lot_size)
    assert bitcoin.on_lot(fitted) == fitted
