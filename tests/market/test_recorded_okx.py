"""Every recorded answer and push of OKX goes through the feed unchanged: values as written, or a refusal, never else.

What a record is, is read from its content, and what must come of it is computed here from its text.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.clocks import FakeClock
from tests.fakes.okx_socket import scripted_okx
from tests.fakes.recorded_venue import recorded_venue
from tests.market.streams import quick, some_rules
from tests.recorded import met, recorded_files
from tests.waiting import eventually
from tradewind.app.clock import SystemClock
from tradewind.domain.candle import CandleRow, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.funding import Funding
from tradewind.domain.instrument import InstrumentRules, Symbol
from tradewind.domain.order_book import OrderBook
from tradewind.domain.ticker import Ticker
from tradewind.market.config import MarketConfig
from tradewind.market.failures import FetchFailed, Unusable
from tradewind.market.schedule import Datum, Fetch
from tradewind.market.venues import okx_pushes
from tradewind.market.venues.okx import OkxFeed
from tradewind.market.venues.okx_frames import Push, StreamChannel, read_frame
from tradewind.market.venues.okx_stream import OkxStream

pytestmark = pytest.mark.recorded

V = TypeVar("V")
ANYTHING = Symbol("BTC-USDT-SWAP")
MINUTE = Timeframe.M1
TICKER, INTEREST, FUNDING = {"last", "bidPx", "askPx"}, {"oi", "oiCcy"}, {"fundingRate", "fundingTime"}
STREAMED = {channel.value for channel in StreamChannel}


def records() -> Iterator[tuple[Path, bytes, Any]]:
    """Every JSON record in the folder, as bytes and as read."""
    for path in recorded_files("exchange/okx", "*.json"):
        content = path.read_bytes()
        yield path, content, json.loads(content)


def answers() -> Iterator[tuple[str, bytes, list[Any]]]:
    """What requests were answered."""
    for path, content, read in records():
        if isinstance(read, dict) and "arg" not in read and isinstance(read.get("data"), list):
            yield path.name, content, read["data"]


def pushes() -> Iterator[tuple[str, str, Any]]:
    """What the stream pushed."""
    for path, content, read in records():
        if isinstance(read, dict) and isinstance(read.get("arg"), dict) and "data" in read:
            yield path.name, content.decode(), read


@asynccontextmanager
async def feed_of(content: bytes, *symbols: Symbol, clock: FakeClock | None = None) -> AsyncIterator[OkxFeed]:
    """The real client, to whose every request `content` is the answer."""
    async with recorded_venue({"": content}) as venue:
        patience = timedelta(seconds=4)
        config = MarketConfig(symbols=symbols, rest_url=venue.url, request_timeout=patience)
        async with OkxFeed(config, clock or FakeClock()) as feed:
            yield feed


def number(row: Any, name: str) -> float | None:
    return float(row[name]) if row.get(name) not in {None, ""} else None


def moment(text: str) -> Instant:
    return Instant.from_ms(int(text))


def is_candles(rows: list[Any]) -> bool:
    return bool(rows) and all(isinstance(row, list) and len(row) == 9 for row in rows)


def candle_rows(rows: list[Any]) -> list[CandleRow]:
    """Open time, prices, and the seventh column: coins."""
    return sorted(
        (int(row[0]), float(row[1]), float(row[2]), float(row[3]), float(row[4]), float(row[6]))
        for row in rows
    )


async def test_candles_are_the_written_ones_when_they_make_a_window() -> None:
    seen = 0
    for name, content, rows in answers():
        if not is_candles(rows):
            continue
        seen += 1
        expected = candle_rows(rows)
        confirmed = {int(row[0]): row[8] for row in rows}
        closed_first = all(confirmed[row[0]] == "1" for row in expected[:-1])
        steps = {later[0] - earlier[0] for earlier, later in pairwise(expected)}
        clock = FakeClock(Instant.from_ms(expected[-1][0] + 61_000))
        async with feed_of(content, ANYTHING, clock=clock) as feed:
            if closed_first and steps <= {60_000}:
                window = await feed.candles(ANYTHING, MINUTE, len(rows))
                assert list(window.candles) == expected, name
            else:
                with pytest.raises(Unusable):
                    await feed.candles(ANYTHING, MINUTE, len(rows))
    met(seen, "candles")


async def test_books_are_the_written_ones_in_coins() -> None:
    seen = 0
    for name, content, rows in answers():
        if not rows or not isinstance(rows[0], dict) or not {"bids", "asks"} <= set(rows[0]):
            continue
        seen += 1
        async with recorded_venue({"market/books": content, "public/instruments": RULES}) as venue:
            config = MarketConfig(symbols=(ANYTHING,), rest_url=venue.url)
            async with OkxFeed(config, FakeClock()) as feed:
                await feed.rules()
                book = await feed.order_book(ANYTHING)
        for side, levels in (("bids", book.bids), ("asks", book.asks)):
            written = [
                (float(level[0]), float(Decimal(level[1]) * Decimal("0.01"))) for level in rows[0][side]
            ]
            assert list(levels) == written, name
        assert book.exchange_time == moment(rows[0]["ts"])
    met(seen, "books")


RULES = json.dumps(
    {
        "code": "0",
        "data": [
            {
                "instId": ANYTHING,
                "uly": "BTC-USDT",
                "settleCcy": "USDT",
                "ctValCcy": "BTC",
                "ctVal": "0.01",
                "lotSz": "1",
                "minSz": "1",
                "tickSz": "0.1",
                "lever": "125",
                "state": "live",
            }
        ],
    }
).encode()


def is_linear_swap(row: Any) -> bool:
    base, _, quote = str(row.get("uly", "")).partition("-")
    return bool(quote) and row.get("settleCcy") == quote and row.get("ctValCcy") == base


async def test_trading_rules_are_the_written_ones_of_every_linear_swap() -> None:
    linear = others = 0
    for name, content, rows in answers():
        listed = [one for one in rows if isinstance(one, dict) and "lotSz" in one and "ctVal" in one]
        if not listed:
            continue
        async with feed_of(content, *(Symbol(row["instId"]) for row in listed)) as feed:
            rules = await feed.rules()
        for row in listed:
            found = rules[Symbol(row["instId"])]
            if not is_linear_swap(row):
                others += 1
                assert isinstance(found, Unusable), name
                continue
            linear += 1
            assert isinstance(found, InstrumentRules), name
            of = found.instrument
            assert (of.contract_value, of.lot_size, of.min_size, of.tick_size, of.max_leverage) == tuple(
                Decimal(row[field]) for field in ("ctVal", "lotSz", "minSz", "tickSz", "lever")
            )
            assert found.is_live is (row["state"] == "live")
    met(linear and others, "linear swaps and others")


async def test_tickers_and_funding_and_open_interest_are_the_written_ones() -> None:
    for name, content, rows in answers():
        row = rows[0] if rows and isinstance(rows[0], dict) else {}
        if not any(kind <= set(row) for kind in (TICKER, INTEREST, FUNDING)):
            continue
        symbol = Symbol(row["instId"])
        async with feed_of(content, symbol) as feed:
            if set(row) >= TICKER:
                ticker = await feed.ticker(symbol)
                assert_ticker(ticker, row)
            if set(row) >= INTEREST:
                interest = await feed.open_interest(symbol)
                assert (interest.open_interest, interest.open_interest_usd) == (
                    float(row["oi"]),
                    number(row, "oiUsd"),
                )
            if set(row) >= FUNDING:
                funding = await feed.funding(symbol)
                written = (float(row["fundingRate"]), moment(row["fundingTime"]))
                assert (funding.funding_rate, funding.next_funding_time) == written, name


def assert_ticker(ticker: Ticker, row: Any) -> None:
    opened = number(row, "open24h")
    assert ticker.last_price == float(row["last"])
    assert (ticker.bid, ticker.ask) == (number(row, "bidPx"), number(row, "askPx"))
    assert (ticker.high_24h, ticker.low_24h) == (number(row, "high24h"), number(row, "low24h"))
    assert ticker.volume_24h == number(row, "volCcy24h")
    assert ticker.change_24h == (None if opened is None else float(row["last"]) - opened)
    assert ticker.exchange_time == moment(row["ts"])


async def test_whatever_is_answered_is_a_value_or_a_failure_of_one_kind() -> None:
    config = MarketConfig(symbols=(ANYTHING,), request_share=1)
    clock = FakeClock()
    async with (
        recorded_venue({"": RULES}) as venue,
        OkxFeed(replace(config, rest_url=venue.url), clock) as feed,
    ):
        await feed.rules()
        for _, content, _ in records():
            clock.advance(timedelta(minutes=1))
            venue.answers = {"": content}
            for ask in (feed.ticker, feed.funding, feed.open_interest, feed.order_book):
                with suppress(FetchFailed):
                    await ask(ANYTHING)
            with suppress(FetchFailed):
                await feed.candles(ANYTHING, Timeframe.H1, 2)


def test_every_push_is_read_or_concerns_nobody() -> None:
    for name, text, read in pushes():
        frame = read_frame(text)
        if read["arg"]["channel"] not in STREAMED:
            assert frame is None, name
            continue
        assert isinstance(frame, Push), name
        assert (frame.feed.channel, frame.feed.symbol) == (read["arg"]["channel"], read["arg"]["instId"])
        assert frame.is_snapshot is (read.get("action") == "snapshot")


def test_candles_of_every_length_are_decoded_as_written() -> None:
    seen = 0
    for name, text, read in pushes():
        if not read["arg"]["channel"].startswith("candle"):
            continue
        seen += 1
        as_subscribed = text.replace(read["arg"]["channel"], StreamChannel.CANDLES_1M.value, 1)
        frame = read_frame(as_subscribed)
        assert isinstance(frame, Push)
        decoded = okx_pushes.candles(frame)
        assert [row for row, _ in decoded] == candle_rows(read["data"]), name
        assert [is_closed for _, is_closed in decoded] == [row[8] == "1" for row in read["data"]]
    met(seen, "candles that were pushed")


def test_books_and_trades_that_are_pushed_are_decoded_as_written() -> None:
    for name, text, read in pushes():
        frame = read_frame(text)
        if not isinstance(frame, Push) or frame.feed.channel not in {
            StreamChannel.BOOKS,
            StreamChannel.TRADES,
        }:
            continue
        row = read["data"][0]
        if frame.feed.channel is StreamChannel.TRADES:
            traded = okx_pushes.trades(frame, Decimal(1))
            assert [(one.trade_id, one.time_ms, one.price, one.size) for one in traded] == [
                (int(one["tradeId"]), int(one["ts"]), float(one["px"]), float(one["sz"]))
                for one in read["data"]
            ], name
            continue
        change = okx_pushes.book_change(frame)
        for levels, side in ((change.bids, row["bids"]), (change.asks, row["asks"])):
            written = [(float(level[0]), float(level[1])) for level in side]
            assert [(level.price, level.size) for level in levels] == written, name
        assert (change.prev_seq, change.seq) == (row.get("prevSeqId"), row.get("seqId"))


async def test_pushes_over_a_socket_come_out_as_written() -> None:
    seen = set()
    for _, text, read in pushes():
        channel, symbol = read["arg"]["channel"], Symbol(read["arg"].get("instId", ""))
        if channel not in {"tickers", "funding-rate", "books"} or read.get("action") == "update":
            continue
        seen.add(channel)
        async with scripted_okx() as venue, following(venue.url, symbol) as stream:
            await venue.send(text, (channel, symbol))
            match channel:
                case "tickers":
                    assert_ticker(await value(stream, symbol, Datum.TICKER, Ticker), read["data"][0])
                case "funding-rate":
                    funding = await value(stream, symbol, Datum.FUNDING, Funding)
                    assert funding.funding_rate == float(read["data"][0]["fundingRate"])
                    assert funding.next_funding_time == moment(read["data"][0]["fundingTime"])
                case _:
                    assert_book(await value(stream, symbol, Datum.ORDER_BOOK, OrderBook), read["data"][0])
    met(seen, "pushes that are followed")


def assert_book(book: OrderBook, row: Any) -> None:
    worth = some_rules(ANYTHING).instrument.contract_value
    for levels, side in ((book.bids, row["bids"]), (book.asks, row["asks"])):
        written = [(float(level[0]), float(Decimal(level[1]) * worth)) for level in side]
        assert list(levels) == written


@asynccontextmanager
async def following(url: str, symbol: Symbol) -> AsyncIterator[OkxStream]:
    """The real stream of one instrument."""
    stream = OkxStream((symbol,), SystemClock(), quick(url), lambda: 1.0)
    stream.live.asked(some_rules(symbol))
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(stream.run())
        yield stream
        running.cancel()


async def value(stream: OkxStream, symbol: Symbol, datum: Datum, kind: type[V]) -> V:
    """What the stream says once it says something."""
    fetch = Fetch(symbol=symbol, datum=datum)
    await eventually(lambda: stream.live.value(fetch) is not None)
    found = stream.live.value(fetch)
    assert isinstance(found, kind)
    return found
