"""Alpaca's answers become domain values, or are Unusable; nothing else ever comes out of the reader."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clocks import START
from tests.fakes.spot_venue import HOURS, SNAPSHOT
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.stock import DayPrices, MarketStatus, StockPrice
from tradewind.market.failures import Unusable
from tradewind.market.venues import alpaca_answers

SPY = Symbol("SPY")
AAPL = Symbol("AAPL")


def price_of(snapshot: object) -> StockPrice | Unusable:
    return alpaca_answers.prices({"SPY": snapshot}, [SPY], MarketStatus.OPEN, START)[SPY]


def test_a_price_tells_the_last_trade_and_the_day() -> None:
    assert price_of(SNAPSHOT) == StockPrice(
        source="alpaca",
        exchange_time=Instant.parse("2026-11-20T17:00:00.123Z"),
        timestamp=START,
        symbol=SPY,
        price=DayPrices(last=101.5, open=100, high=102, low=99.5, volume=12345),
        market_status=MarketStatus.OPEN,
    )


def test_a_day_without_trades_is_unknown() -> None:
    price = price_of({"latestTrade": SNAPSHOT["latestTrade"], "dailyBar": None})

    assert isinstance(price, StockPrice)
    assert price.price == DayPrices(last=101.5, open=None, high=None, low=None, volume=None)


@pytest.mark.parametrize(
    "snapshot",
    [
        None,
        [],
        {},
        {"latestTrade": {"t": "2026-11-20T17:00:00Z"}},
        {"latestTrade": {"t": "yesterday", "p": 1}},
        {"latestTrade": {"t": "2026-11-20T17:00:00Z", "p": -1}},
    ],
)
def test_a_snapshot_that_makes_no_sense_costs_only_its_own_symbol(snapshot: object) -> None:
    answer = {"SPY": snapshot, "AAPL": SNAPSHOT}
    prices = alpaca_answers.prices(answer, [SPY, AAPL], MarketStatus.OPEN, START)

    assert isinstance(prices[SPY], Unusable)
    assert isinstance(prices[AAPL], StockPrice)


def test_an_open_exchange_is_open_until_it_closes() -> None:
    hours = alpaca_answers.trading_hours(HOURS)

    assert hours.status is MarketStatus.OPEN
    assert hours.changes_at == hours.next_close


def test_a_closed_exchange_is_closed_until_it_opens() -> None:
    hours = alpaca_answers.trading_hours(HOURS | {"is_open": False})

    assert hours.status is MarketStatus.CLOSED
    assert str(hours.changes_at) == "2026-11-23T14:30:00.000Z"


@given(
    answer=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(["SPY", "latestTrade", "dailyBar", "t", "p", "is_open"]), inner)
        ),
    )
)
def test_whatever_comes_nothing_but_a_value_or_unusable_goes_out(answer: object) -> None:
    with suppress(Unusable):
        alpaca_answers.trading_hours(answer)
    with suppress(Unusable):
        alpaca_answers.prices(answer, [SPY], MarketStatus.CLOSED, START)
