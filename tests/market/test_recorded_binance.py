"""Every recorded answer of Binance.us and its sister venue goes through the feed unchanged: values, or a refusal."""

import gzip
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.clocks import FakeClock
from tests.fakes.recorded_venue import RecordedVenue, recorded_venue
from tests.recorded import met, recorded_files
from tradewind.domain.candle import CandleRow, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.spot import SpotPrice
from tradewind.market.config import SpotConfig
from tradewind.market.failures import FetchFailed
from tradewind.market.venues.binanceus import BinanceusFeed
from tradewind.market.venues.binanceus_weights import WEIGHT_LIMIT

pytestmark = pytest.mark.recorded

BTC = Symbol("BTCUSDT")
LENGTHS = {round(frame.length.total_seconds() * 1000): frame for frame in Timeframe}


def records() -> Iterator[tuple[str, bytes]]:
    """Every answer: files of one, sessions of one a line, and the collection of request and response."""
    for path in [*recorded_files("exchange/binance", "*.json"), *recorded_files("exchange/binanceus", "*")]:
        if path.suffix == ".gz":
            yield from ((path.name, answer) for answer in _of_session(path))
        elif path.parent.name == "binance":
            yield path.name, path.read_bytes()
    yield from ((case["method"], json.dumps(case["httpResponse"]).encode()) for case in cases("responses"))


def _of_session(path: Path) -> Iterator[bytes]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            _, _, said = line.partition(": {")
            if said:
                yield ("{" + said.strip()).encode()


def cases(kind: str) -> list[Any]:
    paths = recorded_files("exchange/binanceus", "*requests_responses*.json")
    return [case for path in paths for case in json.loads(path.read_bytes()).get(kind, [])]


@asynccontextmanager
async def venue_and_feed(clock: FakeClock) -> AsyncIterator[tuple[RecordedVenue, BinanceusFeed]]:
    async with recorded_venue({}) as venue:
        config = SpotConfig(symbols=(BTC,), rest_url=venue.url, request_timeout=timedelta(seconds=20))
        async with BinanceusFeed(config, clock) as feed:
            yield venue, feed


def read_klines(content: bytes) -> list[CandleRow] | None:
    """The rows of an answer that is one of candles, by their open time; None for another answer."""
    with suppress(ValueError, TypeError):
        read = json.loads(content)
        if isinstance(read, list) and read and all(isinstance(row, list) and len(row) >= 11 for row in read):
            return sorted(
                (int(row[0]), float(row[1]), float(row[2]), float(row[3]), float(row[4]), float(row[5]))
                for row in read
            )
    return None


def is_grid(rows: list[CandleRow]) -> Timeframe | None:
    steps = {later[0] - earlier[0] for earlier, later in pairwise(rows)}
    if not steps:
        return Timeframe.M1
    return LENGTHS.get(steps.pop()) if len(steps) == 1 else None


async def test_candles_are_the_written_ones() -> None:
    seen = 0
    for name, content in records():
        rows = read_klines(content)
        timeframe = is_grid(rows) if rows else None
        if rows is None or timeframe is None:
            continue
        seen += 1
        clock = FakeClock(Instant.from_ms(rows[-1][0] + 1_000))
        async with venue_and_feed(clock) as (venue, feed):
            venue.answers = {"klines": content}
            newest = await feed.candles(BTC, timeframe, 900)
            old = await feed.candles_since(BTC, timeframe, rows[0][0], 1000)
        assert list(newest) == rows, name
        assert list(old) == rows, name
    met(seen, "candles")


async def test_prices_are_the_written_ones() -> None:
    seen = 0
    for name, content in records():
        with suppress(ValueError):
            row = json.loads(content)
            if not isinstance(row, dict) or not {"lastPrice", "priceChangePercent", "closeTime"} <= set(row):
                continue
            seen += 1
            clock = FakeClock()
            async with recorded_venue({"ticker/24hr": b"[" + content + b"]"}) as venue:
                config = SpotConfig(symbols=(Symbol(row["symbol"]),), rest_url=venue.url)
                async with BinanceusFeed(config, clock) as feed:
                    price = (await feed.prices())[Symbol(row["symbol"])]
            assert isinstance(price, SpotPrice), name
            written = tuple(float(row[field]) for field in ("lastPrice", "priceChangePercent", "volume"))
            assert (price.price, price.change24h, price.volume) == written
            assert price.exchange_time == Instant.from_ms(int(row["closeTime"]))
            assert price.timestamp == clock.now()
    met(seen, "prices of 24 hours")


async def test_what_was_read_elsewhere_is_what_is_read_here() -> None:
    for case in cases("responses"):
        if case["method"] != "fetchOHLCV":
            continue
        clock = FakeClock(Instant.from_ms(case["parsed"][-1][0] + 1_000))
        async with venue_and_feed(clock) as (venue, feed):
            venue.answers = {"klines": json.dumps(case["httpResponse"]).encode()}
            rows = await feed.candles(BTC, Timeframe(case["input"][1]), 900)
        assert [list(row) for row in rows] == case["parsed"]


async def test_candles_are_asked_for_as_they_were_recorded() -> None:
    """Same path and same names; which symbol, interval and how many is ours to choose."""
    urls = [case["url"] for case in cases("requests") if case["method"] == "fetchOHLCV"]
    met(urls, "requests for candles")
    async with venue_and_feed(FakeClock()) as (venue, feed):
        with suppress(FetchFailed):
            await feed.candles(BTC, Timeframe.M5, 300)
    (asked,) = venue.asked
    for url in urls:
        path, _, query = url.partition("?")
        assert path.endswith(asked.path)
        assert {name.partition("=")[0] for name in query.split("&")} == set(asked.query)


async def test_whatever_is_answered_is_a_value_or_a_failure_of_one_kind() -> None:
    clock = FakeClock()
    async with venue_and_feed(clock) as (venue, feed):
        for _, content in records():
            clock.advance(timedelta(minutes=1))
            venue.answers = {"": content}
            with suppress(FetchFailed):
                await feed.candles(BTC, Timeframe.H1, 300)
            with suppress(FetchFailed):
                await feed.candles_since(BTC, Timeframe.H1, 0, 300)
            with suppress(FetchFailed):
                await feed.prices()


def test_the_limits_of_the_venue_are_those_that_the_budget_keeps() -> None:
    limits = []
    for _, content in records():
        with suppress(ValueError):
            read = json.loads(content)
            rules = read.get("rateLimits") if isinstance(read, dict) and read.get("symbols") else None
            limits += [one["limit"] for one in rules or () if one["rateLimitType"] == "REQUEST_WEIGHT"]
    met(limits, "limits")
    assert min(limits) >= WEIGHT_LIMIT
