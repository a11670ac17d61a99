"""What a book says at a glance, and what an empty side leaves unknown."""

import pytest

from tests.clocks import START
from tests.values import BTC
from tradewind.domain.order_book import Level, OrderBook


def a_book(bids: tuple[Level, ...], asks: tuple[Level, ...]) -> OrderBook:
    return OrderBook(source="okx", exchange_time=START, timestamp=START, symbol=BTC, bids=bids, asks=asks)


def test_the_spread_lies_between_the_best_prices() -> None:
    book = a_book(((99.5, 1.0), (99.0, 1.0)), ((100.5, 1.0), (101.0, 1.0)))

    assert (book.spread, book.middle) == (1.0, 100.0)


@pytest.mark.parametrize(
    ("bid", "offered", "imbalance"), [(3.0, 1.0, 0.5), (1.0, 3.0, -0.5), (2.0, 2.0, 0.0)]
)
def test_imbalance_leans_to_the_side_with_more_size(bid: float, offered: float, imbalance: float) -> None:
    assert a_book(((99.5, bid),), ((100.5, offered),)).imbalance == imbalance


def test_an_empty_book_says_nothing() -> None:
    empty, one_sided = a_book((), ()), a_book(((99.5, 2.0),), ())

    assert (empty.spread, empty.middle, empty.imbalance) == (None, None, None)
    assert (one_sided.spread, one_sided.imbalance) == (None, 1.0)
