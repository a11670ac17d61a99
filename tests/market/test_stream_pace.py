"""Only what changed is written, not oftener than its pace, and everything in time."""

from datetime import timedelta

import msgspec

from tests.clocks import FakeClock
from tests.market.streams import a_book_row, a_ticker_row, some_rules
from tests.values import BTC
from tradewind.market.schedule import Datum
from tradewind.market.stream_config import StreamConfig
from tradewind.market.stream_pace import Pace
from tradewind.market.venues.okx_frames import Feed, Push, StreamChannel
from tradewind.market.venues.okx_live import OkxLive


class PacedMarket:
    """What a stream says about BTC, and what of it is due."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        config = StreamConfig()
        self.live = OkxLive((BTC,), self.clock, config)
        self.live.asked(some_rules(BTC))
        self._pace = Pace(self.live, self.clock, config)

    def push(self, channel: StreamChannel, row: object, *, is_snapshot: bool = False) -> None:
        feed = Feed(channel=channel, symbol=BTC)
        content = msgspec.Raw(msgspec.json.encode([row]))
        self.live.take(Push(feed=feed, is_snapshot=is_snapshot, content=content), 1)

    def due_after(self, seconds: float) -> list[Datum]:
        self.clock.advance(timedelta(seconds=seconds))
        return [one.fetch.datum for one in self._pace.due()]


def test_a_price_that_changed_is_due_at_once_and_only_once() -> None:
    market = PacedMarket()
    market.push(StreamChannel.TICKERS, a_ticker_row(100.0))
    assert market.due_after(0.25) == [Datum.TICKER]

    assert market.due_after(0.25) == []
    market.push(StreamChannel.TICKERS, a_ticker_row(101.0))
    assert market.due_after(0.25) == [Datum.TICKER]


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
    assert market.due_after(0.1) == [Datum.TICKER]


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

    assert market.due_after(0.5) == []
    assert market.due_after(0.5) == [Datum.ORDER_BOOK]


def test_an_invalid_book_is_not_written_f24() -> None:
    market = PacedMarket()
    bids, asks = ((99.5, 1),), ((100.5, 1),)
    market.push(StreamChannel.BOOKS, a_book_row(-1, 1, bids, asks), is_snapshot=True)
    market.push(StreamChannel.BOOKS, a_book_row(5, 6, ((99.6, 1),)))

    assert market.due_after(6) == []
