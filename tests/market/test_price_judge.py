"""Prices that were asked for: F32 where no stream says what is believable, and a jump that is real."""

from datetime import timedelta

import pytest

from tests.clocks import START, FakeClock
from tests.values import BTC, ETH, a_ticker, a_window
from tradewind.domain.order_book import OrderBook
from tradewind.domain.ticker import Ticker
from tradewind.market.failures import Unusable
from tradewind.market.price_judge import PriceJudge
from tradewind.market.stream_config import StreamConfig


def a_judge(clock: FakeClock, *, has_heard: float | None = 60_000.0) -> PriceJudge:
    judge = PriceJudge.alone((BTC, ETH), clock, StreamConfig())
    if has_heard is not None:
        judge.judge(at(has_heard))
    return judge


def at(price: float) -> Ticker:
    return a_ticker(last_price=price, bid=price - 1, ask=price + 1, high_24h=price, low_24h=price)


def a_book(bid: float, ask: float) -> OrderBook:
    return OrderBook(
        source="okx",
        exchange_time=START,
        timestamp=START,
        symbol=BTC,
        bids=((bid, 1.0),),
        asks=((ask, 1.0),),
    )


@pytest.mark.parametrize("factor", [10, 0.1])
def test_a_tick_of_ten_times_the_price_is_dropped_f32(factor: float) -> None:
    judge = a_judge(FakeClock())

    with pytest.raises(Unusable, match=r"outside the band around 60000\.0"):
        judge.judge(at(60_000 * factor))
    judge.judge(at(60_100))


@pytest.mark.parametrize("field", ["bid", "ask", "last_price"])
def test_each_price_of_a_ticker_is_judged_f32(field: str) -> None:
    with pytest.raises(Unusable, match="outside the band"):
        a_judge(FakeClock()).judge(a_ticker(**{field: 600_000.0}))


@pytest.mark.parametrize("factor", [10, 0.1])
def test_the_first_price_of_all_is_judged_by_its_own_day_f32(factor: float) -> None:
    judge = a_judge(FakeClock(), has_heard=None)

    with pytest.raises(Unusable, match="24 hours"):
        judge.judge(a_ticker(last_price=60_000 * factor))
    judge.judge(a_ticker())


def test_a_first_price_without_a_day_is_believed() -> None:
    a_judge(FakeClock(), has_heard=None).judge(a_ticker(high_24h=None, low_24h=None))


def test_books_and_candles_are_judged_by_the_same_band_f32() -> None:
    judge = a_judge(FakeClock())
    judge.judge(a_book(59_999, 60_001))
    judge.judge(a_window([59_000.0, 60_000.0, 60_000.0]))

    for odd in (a_book(599_990, 600_010), a_book(6_000, 60_001), a_window([60_000.0, 60_000.0, 6_000.0])):
        with pytest.raises(Unusable, match="outside the band"):
            judge.judge(odd)


def test_a_market_that_jumped_is_followed_once_its_prices_agree_for_long_enough() -> None:
    clock = FakeClock()
    judge = a_judge(clock)
    believed = []
    for _ in range(7):
        clock.advance(timedelta(seconds=5))
        try:
            judge.judge(at(80_000))
            believed.append(True)
        except Unusable:
            believed.append(False)

    assert believed == [False] * 4 + [True] * 3
    judge.judge(a_book(79_999, 80_001))


def test_one_symbols_prices_say_nothing_about_another() -> None:
    a_judge(FakeClock()).judge(a_ticker(symbol=ETH, last_price=3_000.0, bid=None, ask=None, low_24h=2_900.0))
