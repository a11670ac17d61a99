"""Only what changed is written, not oftener than its pace, and everything in time."""

import asyncio
from datetime import timedelta

import msgspec

from tests.clocks import FakeClock
from tests.market.streams import a_book_row, a_ticker_row, some_rules
from tests.values import BTC
from tradewind.domain.ticker import Ticker
from tradewind.market.schedule import Datum
from tradewind.market.stream_config import StreamConfig
from tradewind.market.stream_pace import Pace
from tradewind.market.venues.okx_frames import Feed, Push, StreamChannel
from tradewind.market.venues.okx_live import OkxLive

LOOK = timedelta(milliseconds=125)
FUNDING_ROW = {"instId": BTC, "fundingRate": "0.0001", "fundingTime": "1800000000000", "ts": "1799990000000"}


class PacedMarket:
    """What a stream says about BTC, and what of it is due."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        config = StreamConfig(look_every=LOOK)
        self.live = OkxLive((BTC,), self.clock, config)
        self.live.asked(some_rules(BTC))
        self.pace = Pace(self.live, self.clock, config)

    def push(self, channel: StreamChannel, row: object, *, is_snapshot: bool = False) -> None:
        feed = Feed(channel=channel, symbol=BTC)
        content = msgspec.Raw(msgspec.json.encode([row]))
        self.live.take(Push(feed=feed, is_snapshot=is_snapshot, content=content), 1)

    def due_after(self, seconds: float) -> list[Datum]:
        self.clock.advance(timedelta(seconds=seconds))
        return [one.fetch.datum for one in self.pace.due()]


def test_a_price_that_changed_is_due_at_once_and_only_once() -> None:
    market = PacedMarket()
    market.push(StreamChannel.TICKERS, a_ticker_row(100.0))
    assert market.due_after(0) == [Datum.TICKER]

    assert market.due_after(0) == []
    market.push(StreamChannel.TICKERS, a_ticker_row(101.0))
    assert market.due_after(0) == [Datum.TICKER]


def test_prices_that_changed_during_a_write_are_due_as_one_the_latest() -> None:
    market = PacedMarket()
    for price in (100.0, 101.0, 102.0):
        market.push(StreamChannel.TICKERS, a_ticker_row(price))

    [due] = market.pace.due()

    assert isinstance(due.outcome, Ticker)
    assert due.outcome.last_price == 102.0


def test_what_could_not_be_written_is_due_again() -> None:
    market = PacedMarket()
    market.push(StreamChannel.TICKERS, a_ticker_row(100.0))
    market.pace.not_written(market.pace.due())

    assert market.due_after(0) == [Datum.TICKER]


async def test_a_price_ends_the_wait_and_nothing_else_does_before_its_time() -> None:
    market = PacedMarket()
    market.due_after(0)
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(30):
        waiting = tasks.create_task(market.pace.until_due())
        market.push(StreamChannel.FUNDING, FUNDING_ROW)
        await asyncio.sleep(0)
        assert not waiting.done()

        market.push(StreamChannel.TICKERS, a_ticker_row(100.0))
        await waiting


def test_another_stamp_alone_is_no_change() -> None:
    market = PacedMarket()
    row = a_ticker_row(100.0)
    market.push(StreamChannel.TICKERS, row)
    market.due_after(0.25)
    market.push(StreamChannel.TICKERS, row | {"ts": str(int(row["ts"]) + 100)})

    assert market.due_after(0.25) == []


def test_what_did_not_change_is_renewed_within_five_seconds() -> None:
    market = PacedMarket()
    market.push(StreamChannel.TICKERS, a_ticker_row(100.0))
    market.due_after(0.25)

    assert market.due_after(4.9) == []
    assert market.due_after(0.125) == [Datum.TICKER]


def test_a_feed_that_fell_silent_is_left_to_requests() -> None:
    market = PacedMarket()
    market.push(StreamChannel.TICKERS, a_ticker_row(100.0))
    market.due_after(0.25)

    assert market.due_after(11) == []
    assert list(market.live.streamed()) == []


def test_a_book_is_written_at_its_own_pace() -> None:
    market = PacedMarket()
    bids, asks = ((99.5, 1),), ((100.5, 1),)
    market.push(StreamChannel.BOOKS, a_book_row(-1, 1, bids, asks), is_snapshot=True)
    assert market.due_after(0.25) == [Datum.ORDER_BOOK]
    market.push(StreamChannel.BOOKS, a_book_row(1, 2, ((99.6, 1),)))

    assert market.due_after(0.125) == []
    assert market.due_after(0.125) == [Datum.ORDER_BOOK]


def test_an_invalid_book_is_not_written_f24() -> None:
    market = PacedMarket()
    bids, asks = ((99.5, 1),), ((100.5, 1),)
    market.push(StreamChannel.BOOKS, a_book_row(-1, 1, bids, asks), is_snapshot=True)
    market.push(StreamChannel.BOOKS, a_book_row(5, 6, ((99.6, 1),)))

    assert market.due_after(6) == []
