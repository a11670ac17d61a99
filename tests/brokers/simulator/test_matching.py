from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.brokers.markets import LOT, a_book, a_book_at, a_ticker, cost
from tests.clocks import START
from tradewind.brokers.simulator.config import QueuePlace
from tradewind.brokers.simulator.matching import has_passed, has_reached, is_sound, sweep, touched_at
from tradewind.brokers.simulator.view import Path
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderPurpose, Side
from tradewind.domain.order_book import Level

BACK = QueuePlace.BACK
STOP, TARGET = OrderPurpose.STOP, OrderPurpose.TAKE_PROFIT
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


def path(last: float, **quotes: Any) -> Path:
    return Path.of(a_ticker(last, **quotes), START)


def test_a_resting_buy_fills_when_the_ask_reaches_it_or_a_trade_goes_through() -> None:
    price = Decimal(60_000)
    assert has_reached(Side.BUY, price, path(60_000, ask=60_000.0), BACK)
    assert has_reached(Side.BUY, price, path(59_999, ask=None), BACK)
    assert not has_reached(Side.BUY, price, path(60_000, ask=60_000.1), BACK)
    assert not has_reached(Side.BUY, price, path(60_001, ask=None), BACK)


def test_a_resting_sell_is_the_mirror_image() -> None:
    price = Decimal(60_000)
    assert has_reached(Side.SELL, price, path(60_000, bid=60_000.0), BACK)
    assert has_reached(Side.SELL, price, path(60_001, bid=None), BACK)
    assert not has_reached(Side.SELL, price, path(60_000, bid=59_999.9), BACK)


@pytest.mark.parametrize("side", list(Side), ids=["buy", "sell"])
def test_a_trade_at_the_price_itself_fills_who_stands_at_the_front(side: Side) -> None:
    assert has_reached(side, Decimal(60_000), path(60_000), QueuePlace.FRONT)
    assert not has_reached(side, Decimal(60_000), path(60_000), BACK)


@pytest.mark.parametrize(
    ("purpose", "side", "beyond", "before"),
    [
        (STOP, Side.SELL, 57_999, 58_001),
        (TARGET, Side.SELL, 58_001, 57_999),
        (STOP, Side.BUY, 58_001, 57_999),
        (TARGET, Side.BUY, 57_999, 58_001),
    ],
)
def test_the_last_price_sets_off_stops_and_targets(
    purpose: OrderPurpose, side: Side, beyond: float, before: float
) -> None:
    trigger = Decimal(58_000)
    assert touched_at(purpose, side, trigger, path(beyond)) == Decimal(str(beyond))
    assert touched_at(purpose, side, trigger, path(58_000)) == trigger
    assert touched_at(purpose, side, trigger, path(before)) is None
    assert has_passed(purpose, side, trigger, Decimal(str(beyond)))
    assert not has_passed(purpose, side, trigger, Decimal(str(before)))


def test_on_the_way_a_stop_goes_off_at_its_price_and_behind_a_gap_at_the_first() -> None:
    way = replace(path(57_000), open=Decimal(59_000), high=Decimal(59_000))
    gap = replace(path(57_000), open=Decimal(57_500), high=Decimal(57_500))
    assert touched_at(STOP, Side.SELL, Decimal(58_000), way) == 58_000
    assert touched_at(STOP, Side.SELL, Decimal(58_000), gap) == 57_500


def test_f32_one_odd_trade_is_taken_for_the_quote_that_it_lies_beyond() -> None:
    odd = path(600_000, bid=59_990.0, ask=60_010.0)
    assert touched_at(STOP, Side.SELL, Decimal(58_000), odd) is None
    assert touched_at(TARGET, Side.SELL, Decimal(65_000), odd) is None
    assert touched_at(STOP, Side.BUY, Decimal(62_000), odd) is None
    assert odd.mark == 60_010
