"""Binance.us' answers become domain values, or are Unusable; nothing else ever comes out of the reader."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clocks import START
from tests.fakes.spot_venue import day_of
from tradewind.domain.candle import Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.spot import SpotPrice
from tradewind.market.failures import Unusable
from tradewind.market.venues import binanceus_answers

BTC = Symbol("BTCUSDT")
ETH = Symbol("ETHUSDT")
STEP = 300_000
NEWEST = START.epoch_ms // STEP * STEP


def row(back: int, **changes: object) -> list[object]:
    named: dict[str, object] = {
        "time": NEWEST - back * STEP,
        "open": "10",
        "high": "12",
        "low": "9",
        "close": "11",
        "volume": "5",
    }
    return [*(named | changes).values(), NEWEST - back * STEP + STEP - 1, "55", 3, "2", "22", "0"]


def read(rows: object, limit: int = 3) -> Any:
    return binanceus_answers.candles(rows, Timeframe.M5, limit, START)


def test_candles_are_the_newest_closed_ones_and_the_open_one_oldest_first() -> None:
    rows = read([row(back) for back in range(6)])

    assert [candle[0] for candle in rows] == [NEWEST - back * STEP for back in (3, 2, 1, 0)]
    assert rows[0][1:] == (10, 12, 9, 11, 5)


def test_a_repeated_candle_counts_once_f32() -> None:
    assert len(read([row(2), row(1), row(1), row(0)])) == 3


def test_candles_before_a_gap_are_left_out() -> None:
    assert [candle[0] for candle in read([row(4), row(3), row(1), row(0)], limit=9)] == [
        NEWEST - STEP,
        NEWEST,
    ]


def test_a_market_that_stands_still_is_unusable() -> None:
    with pytest.raises(Unusable, match="is over"):
        read([row(3), row(2)])


def test_a_candle_from_the_future_is_unusable_f31() -> None:
    with pytest.raises(Unusable, match="future"):
        read([row(0), row(-1)])


@pytest.mark.parametrize(
    "rows",
    [
        {"code": -1121},
        [],
        ["candle"],
        [[NEWEST, "10"]],
        [row(0, high="8")],
        [row(0, close="0")],
        [row(0, volume="-1")],
        [row(0, volume="")],
        [row(0, open="NaN")],
    ],
)
def test_candles_that_make_no_sense_are_unusable(rows: object) -> None:
    with pytest.raises(Unusable):
        read(rows)


def test_a_price_tells_its_change_in_percent_and_its_volume_in_coins() -> None:
    price = binanceus_answers.prices([day_of(BTC)], [BTC], START)[BTC]

    assert price == SpotPrice(
        source="binanceus",
        exchange_time=Instant.parse("2026-11-21T12:00:00.123Z"),
        timestamp=START,
        symbol=BTC,
        price=11.5,
        change24h=-1.25,
        volume=1000,
    )


def test_a_bad_price_costs_only_its_own_symbol() -> None:
    answer = [day_of(BTC, lastPrice="0"), "noise", day_of(ETH)]
    prices = binanceus_answers.prices(answer, [BTC, ETH, Symbol("SOLUSDT")], START)

    assert isinstance(prices[BTC], Unusable)
    assert isinstance(prices[ETH], SpotPrice)
    assert str(prices[Symbol("SOLUSDT")]) == "unusable: SOLUSDT is not listed"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=7) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
)


@settings(max_examples=200)
@given(answer=JSON)
def test_whatever_comes_nothing_but_a_value_or_unusable_goes_out(answer: object) -> None:
    with suppress(Unusable):
        read(answer)
    with suppress(Unusable):
        binanceus_answers.prices(answer, [BTC], START)
