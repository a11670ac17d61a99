from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.risk.situations import BTC_RULES
from tradewind.risk.sizing import whole_lots

numbers = st.decimals(min_value="0.01", max_value="1e9", places=4)


def test_a_notional_is_cut_to_whole_lots() -> None:
    assert whole_lots(Decimal(3000), Decimal(60_001), BTC_RULES) == Decimal("0.049")


def test_exactly_the_smallest_order_is_a_size() -> None:
    least = BTC_RULES.min_quantity
    assert whole_lots(least * 60_000, Decimal(60_000), BTC_RULES) == least


def test_less_than_the_smallest_order_is_no_size() -> None:
    assert whole_lots(Decimal(59), Decimal(60_000), BTC_RULES) is None


@given(notional=numbers, price=numbers)
def test_the_size_is_the_most_whole_lots_within_the_notional(notional: Decimal, price: Decimal) -> None:
    quantity = whole_lots(notional, price, BTC_RULES)
    lot = BTC_RULES.quantity(BTC_RULES.lot_size)
    if quantity is None:
        assert notional < BTC_RULES.min_quantity * price
    else:
        assert quantity % lot == 0
        assert quantity * price <= notional < (quantity + lot) * price
