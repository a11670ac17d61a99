"""Frames and rows as OKX documents and sends them; whatever comes, the parser only ever says Unusable: F33."""

from contextlib import suppress
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clocks import START
from tests.values import BTC, ETH
from tradewind.market.failures import Unusable
from tradewind.market.venues import okx_pushes
from tradewind.market.venues.okx_frames import (
    Acknowledged,
    Declined,
    Feed,
    Frame,
    Notice,
    Push,
    StreamChannel,
    read_frame,
    request,
)


def a_push(channel: StreamChannel, rows: str, action: str = "") -> Push:
    frame = read_frame(
        f'{{"arg":{{"channel":"{channel}","instId":"{BTC}"}},"action":"{action}","data":{rows}}}'
    )
    assert isinstance(frame, Push)
    return frame


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("pong", None),
        ('{"event":"login","code":"0"}', None),
        ('{"arg":{"channel":"opt-summary","instFamily":"BTC-USD"},"data":[]}', None),
        (
            f'{{"id":"7","event":"subscribe","arg":{{"channel":"books","instId":"{ETH}"}},"connId":"a4"}}',
            Acknowledged(feed=Feed(channel=StreamChannel.BOOKS, symbol=ETH), is_subscribed=True),
        ),
        (
            f'{{"event":"unsubscribe","arg":{{"channel":"books","instId":"{ETH}"}},"connId":"a4"}}',
            Acknowledged(feed=Feed(channel=StreamChannel.BOOKS, symbol=ETH), is_subscribed=False),
        ),
        (
            '{"id":"7","event":"error","code":"60012","msg":"Invalid request","connId":"a4"}',
            Declined(request_id="7", reason="60012 Invalid request"),
        ),
        (
            '{"event":"notice","code":"64008","msg":"The connection will soon be closed","connId":"a4"}',
            Notice(code="64008", text="The connection will soon be closed"),
        ),
    ],
)
def test_every_kind_of_frame_is_told(text: str, frame: Frame | None) -> None:
    assert read_frame(text) == frame


def test_a_request_names_one_feed() -> None:
    assert request(Feed(channel=StreamChannel.CANDLES_1H, symbol=BTC), "3", is_subscribing=True) == (
        '{"id":"3","op":"subscribe","args":[{"channel":"candle1H","instId":"BTC-USDT-SWAP"}]}'
    )


def test_a_candle_tells_whether_it_is_closed_f34() -> None:
    rows = '[["60000","1","2","0.5","1.5","10","0.1","100","1"],["120000","1","2","0.5","1.5","10","0.1","100","0"]]'

    assert okx_pushes.candles(a_push(StreamChannel.CANDLES_1M, rows)) == [
        ((60000, 1.0, 2.0, 0.5, 1.5, 0.1), True),
        ((120000, 1.0, 2.0, 0.5, 1.5, 0.1), False),
    ]


def test_sizes_of_trades_are_in_coins() -> None:
    rows = f'[{{"instId":"{BTC}","tradeId":"5","px":"100","sz":"3","side":"buy","ts":"61000"}}]'

    (trade,) = okx_pushes.trades(a_push(StreamChannel.TRADES, rows), Decimal("0.01"))

    assert (trade.size, trade.time_ms) == (0.03, 61000)


@pytest.mark.parametrize(
    "row",
    [
        f'{{"instId":"{BTC}","tradeId":"5","px":"0","sz":"3","ts":"1"}}',
        f'{{"instId":"{BTC}","tradeId":"5","px":"NaN","sz":"3","ts":"1"}}',
        f'{{"instId":"{BTC}","tradeId":"5","px":"","sz":"3","ts":"1"}}',
        f'{{"instId":"{BTC}","tradeId":"5","px":"1","sz":"-3","ts":"1"}}',
        f'{{"instId":"{ETH}","tradeId":"5","px":"1","sz":"3","ts":"1"}}',
        "{}",
        "null",
    ],
)
def test_a_trade_without_sense_is_unusable_f33(row: str) -> None:
    with pytest.raises(Unusable):
        okx_pushes.trades(a_push(StreamChannel.TRADES, f"[{row}]"), Decimal(1))


@pytest.mark.parametrize("rows", ["[]", "[{}]", f'[{{"instId":"{BTC}","markPx":"0"}}]', "7"])
def test_a_mark_price_without_sense_is_unusable_f33(rows: str) -> None:
    with pytest.raises(Unusable):
        okx_pushes.mark_price(a_push(StreamChannel.MARK, rows))


scraps: st.SearchStrategy[object] = st.sampled_from(
    ["NaN", "", "-1", "0", "1e999", "x", None, 1, -1.5, True, [], {}, ["1", "2"], [["1"]], "1" * 400]
)
rows_of_scraps = st.lists(
    st.one_of(
        scraps,
        st.lists(scraps, max_size=9),
        st.dictionaries(
            st.sampled_from(
                ["instId", "last", "ts", "px", "sz", "tradeId", "bids", "asks", "seqId", "markPx"]
            ),
            st.one_of(scraps, st.just(BTC)),
        ),
    ),
    max_size=3,
)


@given(rows=rows_of_scraps, channel=st.sampled_from(list(StreamChannel)))
def test_no_rows_ever_raise_anything_but_unusable_f33(rows: list[object], channel: StreamChannel) -> None:
    push = a_push(channel, msgspec.json.encode(rows).decode())
    with suppress(Unusable):
        okx_pushes.ticker(push, START)
    with suppress(Unusable):
        okx_pushes.funding(push, START)
    with suppress(Unusable):
        okx_pushes.candles(push)
    with suppress(Unusable):
        okx_pushes.book_change(push)
    with suppress(Unusable):
        okx_pushes.trades(push, Decimal(1))
    with suppress(Unusable):
        okx_pushes.mark_price(push)


@given(text=st.one_of(st.text(max_size=200), st.binary(max_size=200)))
def test_no_text_ever_raises_anything_but_unusable_f33(text: str | bytes) -> None:
    with suppress(Unusable):
        read_frame(text)
