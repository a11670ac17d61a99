"""Every recorded answer of Alpaca goes through the feed unchanged: values as written, or a refusal."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from tests.clocks import FakeClock
from tests.fakes.recorded_venue import RecordedVenue, recorded_venue
from tests.fakes.spot_venue import HOURS
from tests.recorded import met, recorded_files
from tradewind.domain.candle import CandleRow, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.stock import MarketStatus, StockPrice
from tradewind.market.config import StocksConfig
from tradewind.market.failures import FetchFailed, Unusable
from tradewind.market.venues.alpaca import AlpacaFeed

pytestmark = pytest.mark.recorded

ANYTHING = Symbol("AAPL")
LAST_PAGE = b'{"bars":{},"next_page_token":null}'
CLOCK = json.dumps(HOURS).encode()


def records() -> list[Any]:
    paths = recorded_files("exchange/alpaca", "*.json")
    return [case for path in paths for case in json.loads(path.read_bytes())]


def of_path(path: str) -> list[Any]:
    return [case for case in records() if urlsplit(case["url"]).path == path and case["status"] == 200]


@asynccontextmanager
async def feed_of(venue: RecordedVenue, *symbols: Symbol) -> AsyncIterator[AlpacaFeed]:
    config = StocksConfig(symbols=symbols, rest_url=venue.url, api_key="key", secret_key="secret")
    async with AlpacaFeed(config, FakeClock()) as feed:
        yield feed


def one_page(content: bytes) -> Any:
    """The record first, nothing after it, whatever it says of a next page."""

    def answer(request: web.Request) -> bytes:
        return LAST_PAGE if "page_token" in request.query else content

    return answer


def rows_of(bars: list[Any]) -> list[CandleRow]:
    return sorted(
        (
            opened_ms(bar["t"]),
            float(bar["o"]),
            float(bar["h"]),
            float(bar["l"]),
            float(bar["c"]),
            float(bar["v"]),
        )
        for bar in bars
    )


def opened_ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


async def test_bars_are_the_written_ones_oldest_first() -> None:
    found = of_path("/v2/stocks/bars")
    met(found, "bars")
    for case in found:
        expected = {symbol: rows_of(bars) for symbol, bars in case["body"]["bars"].items()}
        symbols = tuple(Symbol(name) for name in expected) or (ANYTHING,)
        content = json.dumps(case["body"]).encode()
        async with recorded_venue({"bars": one_page(content)}) as venue, feed_of(venue, *symbols) as feed:
            bars = await feed.bars(symbols, Timeframe.M5, Instant.from_ms(0), None)
        read = {symbol: rows for symbol, rows in bars.items() if not isinstance(rows, Unusable)}
        assert {symbol: list(rows) for symbol, rows in read.items()} == expected, case["test"]


async def test_snapshots_are_the_written_ones() -> None:
    found = of_path("/v2/stocks/snapshots")
    met(found, "snapshots")
    for case in found:
        symbols = tuple(Symbol(name) for name in case["body"]) or (ANYTHING,)
        content = json.dumps(case["body"]).encode()
        async with (
            recorded_venue({"snapshots": content, "clock": CLOCK}) as venue,
            feed_of(venue, *symbols) as feed,
        ):
            prices = await feed.prices()
        for symbol in symbols:
            snapshot, price = case["body"].get(symbol), prices[symbol]
            if snapshot is None:
                assert isinstance(price, Unusable)
                continue
            assert isinstance(price, StockPrice), case["test"]
            day = snapshot.get("dailyBar") or {}
            assert price.price.last == snapshot["latestTrade"]["p"]
            assert (price.price.open, price.price.high, price.price.low, price.price.volume) == tuple(
                day.get(name) for name in ("o", "h", "l", "v")
            )
            stamped = datetime.fromisoformat(snapshot["latestTrade"]["t"])
            assert price.exchange_time == Instant.of(stamped)


async def test_the_hours_are_the_written_ones() -> None:
    for case in of_path("/v2/clock"):
        async with (
            recorded_venue({"": json.dumps(case["body"]).encode()}) as venue,
            feed_of(venue, ANYTHING) as feed,
        ):
            hours = await feed.hours()
        assert hours.status is (MarketStatus.OPEN if case["body"]["is_open"] else MarketStatus.CLOSED)
        assert hours.next_open == Instant.parse(case["body"]["next_open"])
        assert hours.next_close == Instant.parse(case["body"]["next_close"])


async def test_whatever_is_answered_is_a_value_or_a_failure_of_one_kind() -> None:
    clock = FakeClock()
    async with recorded_venue({}) as venue:
        config = StocksConfig(symbols=(ANYTHING,), rest_url=venue.url, api_key="key", secret_key="secret")
        async with AlpacaFeed(config, clock) as feed:
            for case in records():
                clock.advance(timedelta(minutes=11))
                venue.status = case["status"]
                venue.answers = {"": one_page(json.dumps(case["body"]).encode())}
                for ask in (feed.hours, feed.prices, feed.candles):
                    with suppress(FetchFailed):
                        await ask()
                if not 200 <= case["status"] < 300:
                    with pytest.raises(FetchFailed, match=str(case["status"])):
                        await feed.bars((ANYTHING,), Timeframe.M5, Instant.from_ms(0), None)
