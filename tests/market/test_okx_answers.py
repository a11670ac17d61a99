"""OKX's answers become domain values, or are Unusable; nothing else ever comes out of the reader."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clocks import START
from tests.values import BTC
from tradewind.domain.candle import Timeframe
from tradewind.domain.clock import Instant
from tradewind.market.failures import Unusable
from tradewind.market.venues import okx_answers

Json = dict[str, Any]

TICKER: Json = {
    "instId": "BTC-USDT-SWAP",
    "last": "60000.5",
    "bidPx": "60000.4",
    "askPx": "60000.6",
    "open24h": "59000",
    "high24h": "61000",
    "low24h": "58500",
    "vol24h": "1234500",
    "volCcy24h": "12345",
    "ts": "1795262400123",
}
BOOK: Json = {
    "bids": [["100", "2", "0", "1"], ["99.5", "10", "0", "3"]],
    "asks": [["100.5", "1", "0", "1"], ["101", "4", "0", "2"]],
    "ts": "1795262400123",
}
FUNDING: Json = {
    "instId": "BTC-USDT-SWAP",
    "fundingRate": "-0.0001",
    "fundingTime": "1795276800000",
    "nextFundingTime": "1795305600000",
    "ts": "1795262400123",
}
OPEN_INTEREST: Json = {
    "instId": "BTC-USDT-SWAP",
    "oi": "2500000",
    "oiUsd": "1500000000",
    "ts": "1795262400123",
}
RULES: Json = {
    "instId": "BTC-USDT-SWAP",
    "uly": "BTC-USDT",
    "settleCcy": "USDT",
    "ctValCcy": "BTC",
    "ctVal": "0.01",
    "lotSz": "0.01",
    "minSz": "0.01",
    "tickSz": "0.1",
    "lever": "100",
    "state": "live",
}
QUARTER = 15 * 60_000
FIRST = 1795262400000


def answer(*rows: object) -> Json:
    return {"code": "0", "msg": "", "data": list(rows)}


def candle(place: int, *, confirm: str = "1", **changes: str) -> list[str]:
    named = {"time": str(FIRST + place * QUARTER), "open": "10", "high": "12", "low": "9", "close": "11"}
    return [*(named | changes).values(), "500", "5", "55", confirm]


def candles(count: int) -> list[list[str]]:
    """Newest first, as OKX sends them; the newest is open."""
    return [candle(place, confirm="0" if place == count - 1 else "1") for place in reversed(range(count))]


def read_ticker(row: object) -> object:
    return okx_answers.ticker(answer(row), BTC, START)


def read_book(row: object) -> object:
    return okx_answers.order_book(answer(row), BTC, Decimal("0.01"), START)


def read_funding(row: object) -> object:
    return okx_answers.funding(answer(row), BTC, START)


def read_open_interest(row: object) -> object:
    return okx_answers.open_interest(answer(row), BTC, START)


def read_rules(row: object) -> object:
    return okx_answers.instrument_rules(answer(row), BTC, START)


def read_window(rows: object) -> object:
    return okx_answers.candle_window({"data": rows}, BTC, Timeframe.M15, 3, START)


READERS: list[Callable[[object], object]] = [
    read_ticker,
    read_book,
    read_funding,
    read_open_interest,
    read_rules,
    read_window,
]


def test_a_ticker_counts_coins_and_measures_change_over_24_hours() -> None:
    ticker = okx_answers.ticker(answer(TICKER), BTC, START)

    assert ticker.volume_24h == 12345
    assert ticker.change_24h == pytest.approx(1000.5)
    assert ticker.change_pct_24h == pytest.approx(1000.5 / 59000 * 100)
    assert (ticker.source, ticker.timestamp) == ("okx", START)
    assert str(ticker.exchange_time) == "2026-11-21T12:00:00.123Z"


def test_what_the_venue_leaves_empty_is_unknown() -> None:
    row = TICKER | {"bidPx": "", "askPx": "", "open24h": "", "volCcy24h": "", "ts": ""}
    ticker = okx_answers.ticker(answer(row), BTC, START)

    assert (ticker.bid, ticker.ask, ticker.volume_24h) == (None, None, None)
    assert (ticker.change_24h, ticker.change_pct_24h, ticker.exchange_time) == (None, None, None)


@pytest.mark.parametrize("stamp", ["1700000000000", "1900000000000"])
def test_a_stamp_from_another_time_is_passed_on_as_it_is_f31(stamp: str) -> None:
    ticker = okx_answers.ticker(answer(TICKER | {"ts": stamp}), BTC, START)

    assert ticker.exchange_time == Instant.from_ms(int(stamp))
    assert ticker.timestamp == START


@pytest.mark.parametrize(
    "price", ["", "0", "-1", "NaN", "Infinity", "-inf", "1e999", "abc", None, [], {}, True]
)
@pytest.mark.parametrize("field", ["last"])
def test_a_ticker_without_a_real_price_is_dropped_f33(field: str, price: object) -> None:
    with pytest.raises(Unusable, match=field):
        read_ticker(TICKER | {field: price})


@pytest.mark.parametrize(
    "changes",
    [
        {"bidPx": "60000.6"},
        {"bidPx": "60001"},
        {"askPx": "0"},
        {"bidPx": "-5"},
        {"high24h": "NaN"},
        {"volCcy24h": "-1"},
        {"instId": "ETH-USDT-SWAP"},
        {"ts": "1e300"},
        {"ts": "soon"},
    ],
)
def test_a_ticker_that_cannot_be_true_is_dropped_f33(changes: Json) -> None:
    with pytest.raises(Unusable):
        read_ticker(TICKER | changes)


def test_book_sizes_are_turned_from_contracts_into_coins() -> None:
    book = okx_answers.order_book(answer(BOOK), BTC, Decimal("0.01"), START)

    assert book.bids == ((100.0, 0.02), (99.5, 0.1))
    assert book.asks == ((100.5, 0.01), (101.0, 0.04))


def test_a_book_with_one_empty_side_is_true() -> None:
    book = okx_answers.order_book(answer(BOOK | {"asks": []}), BTC, Decimal(1), START)

    assert book.asks == ()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"bids": [["100.5", "1"]]}, "crossed"),
        ({"bids": [["102", "1"]]}, "crossed"),
        ({"bids": [["99", "1"], ["100", "1"]]}, "out of order"),
        ({"asks": [["101", "1"], ["101", "2"]]}, "out of order"),
        ({"bids": [["0", "1"]]}, "price"),
        ({"bids": [["NaN", "1"]]}, "price"),
        ({"asks": [["101", "0"]]}, "size"),
        ({"asks": [["101", "sNaN"]]}, "size"),
        ({"asks": [["101", "-1"]]}, "size"),
        ({"bids": [], "asks": []}, "empty"),
        ({"bids": None}, "bids is missing"),
        ({"bids": ["100"]}, "not a list"),
    ],
)
def test_a_book_that_cannot_be_true_is_dropped_f33(changes: Json, reason: str) -> None:
    with pytest.raises(Unusable, match=reason):
        read_book(BOOK | changes)


def test_the_rate_in_force_is_paid_at_the_coming_funding_time() -> None:
    funding = okx_answers.funding(answer(FUNDING), BTC, START)

    assert funding.funding_rate == -0.0001
    assert str(funding.next_funding_time) == "2026-11-21T16:00:00.000Z"


def test_a_funding_rate_of_zero_is_a_rate_and_an_empty_one_is_not() -> None:
    assert okx_answers.funding(answer(FUNDING | {"fundingRate": "0"}), BTC, START).funding_rate == 0
    with pytest.raises(Unusable, match="fundingRate"):
        read_funding(FUNDING | {"fundingRate": ""})


def test_open_interest_is_in_contracts_with_its_value() -> None:
    interest = okx_answers.open_interest(answer(OPEN_INTEREST), BTC, START)

    assert (interest.open_interest, interest.open_interest_usd) == (2_500_000, 1_500_000_000)


def test_a_window_is_oldest_first_with_the_open_candle_last_and_one_closed_before_it() -> None:
    window = okx_answers.candle_window({"data": candles(4)}, BTC, Timeframe.M15, 3, START)

    assert [row[0] for row in window.candles] == [FIRST + place * QUARTER for place in (1, 2, 3)]
    assert window.preceding is not None
    assert window.preceding[0] == FIRST
    assert window.candles[0] == (FIRST + QUARTER, 10.0, 12.0, 9.0, 11.0, 5.0)
    assert window.exchange_time is None


@pytest.mark.parametrize(("minutes", "is_read"), [(29, True), (30, True), (44, True), (45, False)])
def test_a_window_between_two_candles_is_read_until_the_next_is_overdue(
    minutes: int, *, is_read: bool
) -> None:
    rows = [candle(0), candle(1)]
    received = Instant.of(Instant.from_ms(FIRST) + timedelta(minutes=minutes))
    read = partial(okx_answers.candle_window, {"data": rows}, BTC, Timeframe.M15, 3, received)

    if is_read:
        assert [row[0] for row in read().confirmed] == [FIRST]
    else:
        with pytest.raises(Unusable, match="already closed"):
            read()


def test_a_young_instrument_has_a_shorter_window() -> None:
    window = okx_answers.candle_window({"data": candles(2)}, BTC, Timeframe.M15, 3, START)

    assert len(window.candles) == 2
    assert window.preceding is None


def test_candles_out_of_order_and_sent_twice_make_the_same_window_f34() -> None:
    rows = candles(4)
    shuffled = [rows[2], rows[0], rows[3], rows[1], rows[2]]

    assert read_window(shuffled) == read_window(rows)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([candle(0), candle(2, confirm="0")], "missing"),
        ([candle(0, confirm="0"), candle(1, confirm="0")], "not closed"),
        ([candle(0), candle(1)], "already closed"),
        ([candle(0, low="10.5"), candle(1, confirm="0")], "outside"),
        ([candle(0, high="10.5"), candle(1, confirm="0")], "outside"),
        ([candle(0, open="0"), candle(1, confirm="0")], "open"),
        ([candle(0, close="nan"), candle(1, confirm="0")], "close"),
        ([["1", "2"]], "not a list of"),
        ([], "no data"),
    ],
)
def test_a_window_that_is_not_whole_is_dropped_f34_f35(rows: list[list[str]], reason: str) -> None:
    with pytest.raises(Unusable, match=reason):
        read_window(rows)


def test_trading_rules_are_exact() -> None:
    rules = okx_answers.instrument_rules(answer({"instId": "ETH-USDT-SWAP"}, RULES), BTC, START)

    assert rules.instrument.contract_value == Decimal("0.01")
    assert rules.instrument.tick_size == Decimal("0.1")
    assert (rules.instrument.base, rules.instrument.quote, rules.is_live) == ("BTC", "USDT", True)


def test_a_suspended_instrument_is_not_live_f36() -> None:
    assert not okx_answers.instrument_rules(answer(RULES | {"state": "suspend"}), BTC, START).is_live


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"instId": "OTHER"}, "not listed"),
        ({"settleCcy": "BTC"}, "not a linear swap"),
        ({"ctVal": "0"}, "ctVal"),
        ({"lotSz": ""}, "lotSz"),
    ],
)
def test_rules_that_the_desk_cannot_trade_by_are_dropped(changes: Json, reason: str) -> None:
    with pytest.raises(Unusable, match=reason):
        read_rules(RULES | changes)


@pytest.mark.parametrize(
    "whole", [None, "", "<html>", [], {}, {"data": None}, {"data": {}}, {"data": [None]}]
)
def test_an_answer_of_another_shape_is_unusable(whole: object) -> None:
    readers: list[Callable[[], object]] = [
        lambda: okx_answers.ticker(whole, BTC, START),
        lambda: okx_answers.order_book(whole, BTC, Decimal(1), START),
        lambda: okx_answers.candle_window(whole, BTC, Timeframe.M15, 3, START),
        lambda: okx_answers.instrument_rules(whole, BTC, START),
    ]
    for read in readers:
        with pytest.raises(Unusable):
            read()


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
scalars |= st.sampled_from(["0", "-1", "NaN", "1e400", "", "1", "99.5", "100", "1795262400000"])
shapes = st.recursive(scalars, lambda inner: st.lists(inner, max_size=9) | st.dictionaries(st.text(), inner))


@settings(deadline=None)
@given(field=st.sampled_from(sorted(TICKER | BOOK | FUNDING | OPEN_INTEREST | RULES)), value=shapes)
def test_no_field_can_raise_anything_but_unusable_f33(field: str, value: object) -> None:
    for reader, row in zip(READERS, (TICKER, BOOK, FUNDING, OPEN_INTEREST, RULES), strict=False):
        with suppress(Unusable):
            reader(row | {field: value})


@settings(deadline=None)
@given(place=st.integers(0, 3), column=st.integers(0, 8), value=shapes)
def test_no_candle_can_raise_anything_but_unusable_f33(place: int, column: int, value: object) -> None:
    rows: list[list[object]] = [list(row) for row in candles(4)]
    rows[place][column] = value
    with suppress(Unusable):
        read_window(rows)
