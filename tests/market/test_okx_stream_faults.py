"""The stream of OKX against a venue that fails as told: F24 to F33, F37."""

import asyncio
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from tests.fakes.okx_socket import scripted_okx
from tests.fault_proxy import fault_proxy
from tests.market.streams import (
    SOON,
    a_book_row,
    a_ticker_row,
    all_up,
    book_of,
    push_snapshot,
    quick,
    streaming,
    ticker_of,
)
from tests.values import BTC, ETH
from tests.waiting import eventually
from tradewind.app.clock import SystemClock
from tradewind.market.venues.okx_frames import Feed, StreamChannel

BOOK = ("books", BTC)


async def test_a_lost_change_costs_the_book_until_one_resubscription_f24_f25() -> None:
    async with scripted_okx() as venue, streaming(quick(venue.url)) as stream:
        await push_snapshot(venue)
        await eventually(lambda: book_of(stream) is not None)

        await venue.push("books", BTC, [a_book_row(11, 12, bids=((99.4, 1),))], "update")
        await eventually(lambda: book_of(stream) is None)
        await eventually(lambda: venue.endings[BOOK] == 1 and venue.subscriptions[BOOK] == 2)
        await venue.push("books", BTC, [a_book_row(12, 13)], "update")
        assert book_of(stream) is None

        await push_snapshot(venue, seq=20)
        await eventually(lambda: book_of(stream) is not None)
        await venue.push("books", BTC, [a_book_row(20, 21, bids=((99.6, 7),))], "update")
        await eventually(lambda: (book := book_of(stream)) is not None and book.bids[0] == (99.6, 0.07))
        assert venue.subscriptions[BOOK] == 2
        assert venue.endings["books", ETH] == 0


async def test_a_book_that_breaks_again_and_again_is_begun_again_once_per_window_f25() -> None:
    clock = SystemClock()
    async with scripted_okx() as venue, streaming(quick(venue.url)) as stream:
        await all_up(stream)
        began = clock.monotonic()
        async with asyncio.timeout(30):
            while venue.endings[BOOK] < 4:
                await push_snapshot(venue)
                await venue.push("books", BTC, [a_book_row(98, 99)], "update")
                await asyncio.sleep(0.02)

        # Windows of 0.2, 0.4, 0.8 and 1.6 s: the fourth renewal is due after 1.4 s.
        assert clock.monotonic() - began > 1.3


async def test_a_sequence_reset_and_a_message_without_a_change_are_no_gaps_f26_f27() -> None:
    async with scripted_okx() as venue, streaming(quick(venue.url)) as stream:
        await push_snapshot(venue, seq=1000)
        row = a_book_row(1000, 1000)
        del row["checksum"]
        await venue.push("books", BTC, [row], "update")
        await venue.push("books", BTC, [a_book_row(1000, 3, bids=((99.7, 1),))], "update")
        await venue.push("books", BTC, [a_book_row(3, 4, bids=((99.8, 1),))], "update")

        await eventually(lambda: (book := book_of(stream)) is not None and book.bids[0][0] == 99.8)
        assert venue.endings[BOOK] == 0


async def test_a_half_open_connection_is_dead_by_its_ping_deadline_f28() -> None:
    async with scripted_okx() as venue, fault_proxy("127.0.0.1", venue.port) as proxy:
        config = quick(
            f"ws://127.0.0.1:{proxy.port}/ws/v5",
            ping_after=timedelta(seconds=1),
            dead_after=timedelta(seconds=4),
        )
        async with streaming(config) as stream:
            await venue.push("tickers", BTC, [a_ticker_row()])
            await eventually(lambda: ticker_of(stream) is not None)
            before = proxy.accepted

            proxy.is_black_hole = True
            await eventually(lambda: ticker_of(stream) is None)
            assert any("nothing was heard" in reason for reason in stream.health().down.values())
            proxy.is_black_hole = False

            await eventually(lambda: proxy.accepted > before and not stream.health().down)


async def test_a_silent_connection_that_answers_pings_lives_on_f28() -> None:
    async with scripted_okx() as venue:
        config = quick(venue.url, ping_after=timedelta(milliseconds=200), dead_after=timedelta(seconds=3))
        async with streaming(config) as stream:
            await all_up(stream)
            await eventually(lambda: venue.pings >= 40)  # of two connections: more than 3 s
            assert len(venue.opened) == 2


@pytest.mark.parametrize("seconds", [0, 30, 31])
def test_no_connection_may_be_silent_for_30_seconds_f28(seconds: int) -> None:
    with pytest.raises(ValueError, match="dead_after"):
        quick("ws://127.0.0.1/", dead_after=timedelta(seconds=seconds))


async def test_an_announced_end_is_bridged_without_a_gap_f29() -> None:
    async with scripted_okx() as venue, streaming(quick(venue.url, ack_within=SOON)) as stream:
        await all_up(stream)
        await push_snapshot(venue)
        await venue.push("tickers", BTC, [a_ticker_row()])
        await eventually(lambda: book_of(stream) is not None and ticker_of(stream) is not None)
        venue.mute.add(("mark-price", ETH))
        await venue.notice()
        await eventually(lambda: venue.subscriptions[BOOK] == 2)

        await push_snapshot(venue, seq=50, only=-1)
        await venue.push("books", BTC, [a_book_row(10, 11, bids=((99.6, 9),))], "update", only=0)
        await venue.push("books", BTC, [a_book_row(50, 51, bids=((99.7, 9),))], "update", only=-1)
        await eventually(lambda: (book := book_of(stream)) is not None and book.bids[0][0] == 99.7)

        venue.mute.clear()
        await eventually(lambda: venue.open_now == 2)
        assert book_of(stream) is not None
        assert venue.endings[BOOK] == 0
        assert stream.health().replacements == 2
        assert stream.health().down == {}


async def test_refused_connections_are_tried_again_slowly_and_resume_f30() -> None:
    clock = SystemClock()
    async with scripted_okx() as venue:
        port = venue.port
        config = quick(venue.url, longest_pause=timedelta(milliseconds=400))
        async with streaming(config, draw=0.0) as stream:
            await all_up(stream)
            await venue.stop()
            began, connections = clock.monotonic(), stream.health().connections
            await eventually(lambda: stream.health().connections >= connections + 8)
            took = clock.monotonic() - began
            assert stream.health().connections - connections <= 3 * (took + 1)
            assert len(stream.health().down) == 16

            async with scripted_okx(port):
                await all_up(stream)


async def test_frozen_time_stamps_pass_through_and_show_their_age_f31() -> None:
    async with scripted_okx() as venue, streaming(quick(venue.url)) as stream:
        for last in (100.0, 101.0, 102.0):
            await venue.push("tickers", BTC, [a_ticker_row(last, ts="1763700000000")])
        await eventually(lambda: (ticker := ticker_of(stream)) is not None and ticker.last_price == 102.0)

        ticker = ticker_of(stream)
        assert ticker is not None
        assert ticker.exchange_time is not None
        assert ticker.exchange_time.epoch_ms == 1763700000000


async def test_a_tick_of_ten_times_the_price_is_dropped_and_counted_f32() -> None:
    async with scripted_okx() as venue, streaming(quick(venue.url)) as stream:
        await venue.push("mark-price", BTC, [{"instId": BTC, "markPx": "100", "ts": "1"}])
        await venue.push("tickers", BTC, [a_ticker_row(1000.0)])
        await venue.push("tickers", BTC, [a_ticker_row(100.0)])
        await eventually(lambda: ticker_of(stream) is not None)

        ticker = ticker_of(stream)
        assert ticker is not None
        assert ticker.last_price == 100.0
        assert [(one.feed.channel, one.count) for one in stream.health().drops] == [
            (StreamChannel.TICKERS, 1)
        ]


@pytest.mark.parametrize(
    "row",
    [
        a_ticker_row(last="0"),
        a_ticker_row(last="-1"),
        a_ticker_row(last="NaN"),
        a_ticker_row(last=""),
        a_ticker_row(bidPx="200"),
        a_ticker_row(ts="1e30"),
        [],
        "nonsense",
        None,
    ],
)
async def test_a_ticker_without_sense_is_dropped_and_counted_f33(row: object) -> None:
    async with scripted_okx() as venue, streaming(quick(venue.url)) as stream:
        await venue.push("tickers", BTC, [row])
        await eventually(lambda: len(stream.health().drops) == 1)

        assert ticker_of(stream) is None
        assert len(venue.opened) == 2


async def test_what_is_no_frame_ends_no_connection_f33() -> None:
    async with scripted_okx() as venue, streaming(quick(venue.url)) as stream:
        for text in ("", "{", "[]", '{"event":5}', '{"arg":{"channel":"tickers"},"data":[{}]}', "\x00"):
            await venue.send(text, ("tickers", BTC))
        await venue.push("tickers", BTC, [a_ticker_row()])

        await eventually(lambda: ticker_of(stream) is not None)
        assert len(venue.opened) == 2
        assert stream.health().unreadable == 5


@pytest.mark.parametrize("is_refused", [True, False])
async def test_one_feed_that_is_not_confirmed_is_down_and_touches_no_other_f37(is_refused: bool) -> None:
    lost = Feed(channel=StreamChannel.TICKERS, symbol=ETH)
    async with scripted_okx() as venue, streaming(quick(venue.url, ack_within=SOON)) as stream:
        (venue.refused if is_refused else venue.mute).add(("tickers", ETH))
        await eventually(lambda: set(stream.health().down) == {lost})
        await eventually(lambda: venue.subscriptions["tickers", ETH] >= 3)
        await venue.push("tickers", BTC, [a_ticker_row()])
        await eventually(lambda: ticker_of(stream) is not None)
        expected = "60018" if is_refused else "confirm"
        assert expected in stream.health().down[lost]
        assert venue.subscriptions["tickers", BTC] == 1

        venue.refused.clear()
        venue.mute.clear()
        await all_up(stream)
        assert len(venue.opened) == 2


async def test_a_lost_connection_takes_its_values_with_it_and_comes_back() -> None:
    async with scripted_okx() as venue, streaming(quick(venue.url)) as stream:
        await push_snapshot(venue)
        await venue.push("tickers", BTC, [a_ticker_row()])
        await eventually(lambda: book_of(stream) is not None and ticker_of(stream) is not None)
        await all_up(stream)

        venue.cut()
        await eventually(lambda: book_of(stream) is None and ticker_of(stream) is None)

        await eventually(lambda: len(venue.opened) == 4)
        await all_up(stream)
        assert urlsplit(venue.url).port == venue.port
