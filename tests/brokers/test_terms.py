"""Sizes and prices that no venue of the instrument takes."""

from decimal import Decimal

import pytest

from tests.brokers.orders import a_limit_order, an_order
from tests.risk.situations import BTC_RULES
from tradewind.brokers.terms import broken_price, broken_size, broken_terms
from tradewind.domain.instrument import BaseQty


def test_an_order_in_lots_and_on_ticks_breaks_nothing() -> None:
    assert broken_terms(a_limit_order(59_000), BTC_RULES) is None


def test_f21_a_size_below_the_smallest_order_is_named() -> None:
    assert broken_size(BaseQty(BTC_RULES.min_quantity / 2), BTC_RULES) == (
        f"quantity {BTC_RULES.min_quantity / 2:f} is below the smallest order {BTC_RULES.min_quantity:f}"
    )


def test_f21_a_size_between_two_lots_is_named() -> None:
    lot = BTC_RULES.quantity(BTC_RULES.lot_size)
    between = BaseQty(BTC_RULES.min_quantity + lot / 2)
    assert "is not in whole lots" in (broken_size(between, BTC_RULES) or "")


@pytest.mark.parametrize("field", ["limit_price", "stop_price", "take_profit_price", "trigger_price"])
def test_f21_every_price_of_an_order_must_be_on_the_tick(field: str) -> None:
    off = Decimal(59_000) + BTC_RULES.tick_size / 3
    assert "is not on the tick" in (broken_terms(an_order(**{field: off}), BTC_RULES) or "")


@pytest.mark.parametrize("price", [Decimal(0), Decimal(-1)])
def test_a_price_of_nothing_is_none(price: Decimal) -> None:
    assert broken_price("stop", price, BTC_RULES) is not None
    assert broken_price("stop", None, BTC_RULES) is None
