from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.brokers.markets import LOT, a_book, a_book_at, a_ticker, cost
from tradewind.brokers.simulator.matching import has_reached, is_sound, sweep, triggered
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderPurpose, Side
from tradewind.domain.order_book import Level

ASKS: tuple[Level, ...] = ((60_010.0, 0.03), (60_020.0, 10.0))


def lots(count: int) -> BaseQty:
    return BaseQty(count * LOT)


def test_a_market_buy_walks_up_the_asks() -> None:
    swept = sweep(ASKS, Side.BUY, BaseQty(Decimal("0.05")), LOT, None)
    assert [(t.price, t.quantity) for t in swept.trades] == [
        (Decimal("60010.0"), Decimal("0.030")),
        (Decimal("60020.0"), Decimal("0.020")),
    ]
    assert swept.remainder == 0


def test_what_lies_beyond_the_book_stays_unfilled() -> None:
    swept = sweep(((60_010.0, 0.03),), Side.BUY, BaseQty(Decimal("0.05")), LOT, None)
    assert swept.remainder == Decimal("0.02")


def test_a_limit_takes_nothing_worse_than_its_price() -> None:
    swept = sweep(ASKS, Side.BUY, BaseQty(Decimal("0.05")), LOT, Decimal(60_015))
    assert [t.price for t in swept.trades] == [Decimal("60010.0")]


def test_a_level_gives_whole_lots_only() -> None:
    swept = sweep(((60_010.0, 0.0305),), Side.BUY, BaseQty(Decimal("0.05")), LOT, None)
    assert swept.trades[0].quantity == Decimal("0.030")


books = st.lists(
    st.tuples(st.integers(100, 200).map(float), st.integers(0, 2000).map(lambda n: n / 10_000)),
    max_size=20,
    unique_by=lambda level: level[0],
)


@given(levels=books, wanted=st.integers(1, 3000), side=st.sampled_from(Side))
def test_a_sweep_costs_what_buying_lot_by_lot_costs(levels: list[Level], wanted: int, side: Side) -> None:
    best_first = tuple(sorted(levels, key=lambda level: level[0] * side.sign))
    swept = sweep(best_first, side, lots(wanted), LOT, None)
    filled = sum((t.quantity for t in swept.trades), Decimal(0))
    assert filled + swept.remainder == lots(wanted)
    assert all(t.quantity % LOT == 0 and t.quantity > 0 for t in swept.trades)
    assert sum((t.price * t.quantity for t in swept.trades), Decimal(0)) == cost(
        best_first, lots(wanted), side
    )


def test_a_crossed_or_one_sided_book_is_not_sound() -> None:
    assert is_sound(a_book())
    assert not is_sound(a_book(bids=((60_010.0, 1.0),)))
    assert not is_sound(a_book(asks=()))
    assert not is_sound(a_book(bids=((float("nan"), 1.0),)))
    assert not is_sound(a_book(bids=((0.0, 1.0),)))
    assert is_sound(a_book_at(100.0))


def test_a_resting_buy_fills_when_the_ask_reaches_it_or_a_trade_goes_through() -> None:
    price = Decimal(60_000)
    assert has_reached(Side.BUY, price, a_ticker(60_000, ask=60_000.0))
    assert has_reached(Side.BUY, price, a_ticker(59_999, ask=None))
    assert not has_reached(Side.BUY, price, a_ticker(60_000, ask=60_000.1))
    assert not has_reached(Side.BUY, price, a_ticker(60_001, ask=None))


def test_a_resting_sell_is_the_mirror_image() -> None:
    price = Decimal(60_000)
    assert has_reached(Side.SELL, price, a_ticker(60_000, bid=60_000.0))
    assert has_reached(Side.SELL, price, a_ticker(60_001, bid=None))
    assert not has_reached(Side.SELL, price, a_ticker(60_000, bid=59_999.9))


def test_a_stop_is_set_off_by_the_quote_it_would_be_filled_at() -> None:
    stop, target = Decimal(58_000), Decimal(65_000)
    assert triggered(Side.SELL, stop, target, a_ticker(58_500, bid=58_000.0)) is OrderPurpose.STOP
    assert triggered(Side.SELL, stop, target, a_ticker(58_500, bid=58_000.1)) is None
    assert triggered(Side.SELL, stop, target, a_ticker(64_000, bid=65_000.0)) is OrderPurpose.TAKE_PROFIT
    assert triggered(Side.BUY, target, stop, a_ticker(60_000, ask=65_000.0)) is OrderPurpose.STOP
    assert triggered(Side.BUY, target, stop, a_ticker(60_000, ask=58_000.0)) is OrderPurpose.TAKE_PROFIT


def test_without_a_quote_the_last_price_decides() -> None:
    assert triggered(Side.SELL, Decimal(58_000), None, a_ticker(57_999, bid=None)) is OrderPurpose.STOP


def test_f32_one_odd_trade_sets_nothing_off() -> None:
    odd = a_ticker(600_000, bid=59_990.0, ask=60_010.0)
    assert triggered(Side.SELL, Decimal(58_000), Decimal(65_000), odd) is None
    assert triggered(Side.BUY, Decimal(62_000), Decimal(55_000), odd) is None
