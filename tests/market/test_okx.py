"""The OKX client over real sockets: every failure is one of five kinds and costs only its own datum."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import pairwise

import pytest

from tests.lab_faults import arm, disarm
from tests.lab_process import RunningLab
from tests.values import BTC, ETH
from tradewind.app.clock import SystemClock
from tradewind.domain.candle import Timeframe
from tradewind.market.config import MarketConfig
from tradewind.market.failures import FailureKind, FetchFailed
from tradewind.market.venues.okx import OkxFeed

TICKER_PATH = "/api/v5/market/ticker"


@asynccontextmanager
async def feed_of(url: str, patience: timedelta = timedelta(seconds=20)) -> AsyncIterator[OkxFeed]:
    config = MarketConfig(
        symbols=(BTC, ETH),
        rest_url=url,
        refresh_every=timedelta(minutes=1),
        request_timeout=patience,
        write_after=patience,
    )
    async with OkxFeed(config, SystemClock()) as feed:
        yield feed


@asynccontextmanager
async def venue_saying(head: str, body: str = "{}") -> AsyncIterator[str]:
    """A venue that gives every request the same raw answer."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode()
        )
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def failure_of(feed: OkxFeed) -> FetchFailed:
    with pytest.raises(FetchFailed) as failed:
        await feed.ticker(BTC)
    return failed.value


async def test_everything_the_venue_offers_is_read(lab: RunningLab) -> None:
    async with feed_of(lab.okx) as feed:
        rules = await feed.rules()
        ticker = await feed.ticker(BTC)
        book = await feed.order_book(BTC)
        funding = await feed.funding(BTC)
        interest = await feed.open_interest(BTC)
        quarters = await feed.candles(BTC, Timeframe.M15, 50)
        hours = await feed.candles(BTC, Timeframe.H1, 100)

    assert set(rules) == {BTC, ETH}
    assert ticker.bid is not None
    assert ticker.bid < book.asks[0][0]
    assert (len(book.bids), len(book.asks)) == (20, 20)
    assert funding.next_funding_time is not None
    assert interest.open_interest > 0
    assert (len(quarters.candles), len(hours.candles)) == (50, 100)
    assert hours.preceding is not None
    assert {later[0] - earlier[0] for earlier, later in pairwise(hours.candles)} == {3_600_000}
    assert abs(SystemClock().now() - quarters.timestamp) < timedelta(seconds=30)


async def test_a_request_that_hangs_ends_in_time(lab: RunningLab) -> None:
    await arm(lab, "hang", TICKER_PATH)
    async with feed_of(lab.okx, timedelta(milliseconds=200)) as feed:
        assert (await failure_of(feed)).kind is FailureKind.TIMEOUT


@pytest.mark.parametrize(
    ("fault", "conditions", "kind"),
    [
        ("drop", {}, FailureKind.UNREACHABLE),
        ("status", {"status": 500}, FailureKind.UNREACHABLE),
        ("status", {"status": 503, "body": "maintenance"}, FailureKind.UNREACHABLE),
        ("body", {"body": '{"code":"50001","msg":"unavailable","data":[]}'}, FailureKind.UNREACHABLE),
        ("body", {"body": '{"code":"51001","msg":"no such instrument","data":[]}'}, FailureKind.REFUSED),
        ("body", {"body": '{"code":"0","data":[]}'}, FailureKind.UNUSABLE),
        ("body", {"body": "<html>"}, FailureKind.UNUSABLE),
        ("status", {"status": 429}, FailureKind.RATE_LIMITED),
        ("status", {"status": 418, "body": "banned"}, FailureKind.RATE_LIMITED),
        ("body", {"body": '{"code":"50013","msg":"systems are busy","data":[]}'}, FailureKind.UNREACHABLE),
        ("body", {"body": '{"code":"50026","msg":"system error","data":[]}'}, FailureKind.UNREACHABLE),
        ("body", {"body": '{"code":"50004","msg":"endpoint timeout","data":[]}'}, FailureKind.TIMEOUT),
        ("body", {"body": '{"code":"50011","msg":"too frequent","data":[]}'}, FailureKind.RATE_LIMITED),
    ],
)
async def test_every_failure_has_its_kind(
    lab: RunningLab, fault: str, conditions: dict[str, object], kind: FailureKind
) -> None:
    await arm(lab, fault, TICKER_PATH, **conditions)
    async with feed_of(lab.okx) as feed:
        assert (await failure_of(feed)).kind is kind


async def test_a_venue_that_refuses_connections_is_unreachable_f04() -> None:
    async with feed_of("http://127.0.0.1:1") as feed:
        assert (await failure_of(feed)).kind is FailureKind.UNREACHABLE


@pytest.mark.parametrize(
    ("header", "pause"),
    [
        ("Retry-After: 7", timedelta(seconds=7)),
        ("retry-after: 86400", timedelta(days=1)),
        ("Retry-After: 9999999999999", timedelta(days=3)),
        ("Retry-After: soon", timedelta(seconds=2)),
        ("X-Other: 1", timedelta(seconds=2)),
    ],
)
async def test_the_pause_that_the_venue_asks_for_is_kept_f38(header: str, pause: timedelta) -> None:
    async with venue_saying(f"429 Too Many Requests\r\n{header}") as url, feed_of(url) as feed:
        assert (await failure_of(feed)).retry_after == pause
        again = await failure_of(feed)

    assert "paused" in again.reason
    assert again.retry_after is not None
    assert timedelta(0) < again.retry_after <= pause


async def test_a_pause_holds_one_endpoint_only_and_ends_f38(lab: RunningLab) -> None:
    await arm(lab, "status", TICKER_PATH, status=429, count=1)
    async with feed_of(lab.okx) as feed:
        await failure_of(feed)
        assert (await feed.funding(BTC)).symbol == BTC
        assert "paused" in (await failure_of(feed)).reason


@pytest.mark.parametrize(
    "head_and_body",
    [("418 I'm a teapot", "{}"), ("200 OK", '{"code":"50061","msg":"too many requests","data":[]}')],
)
async def test_a_ban_silences_every_endpoint_until_the_time_that_it_names_f39(
    head_and_body: tuple[str, str],
) -> None:
    head, body = head_and_body
    async with venue_saying(f"{head}\r\nRetry-After: 7200", body) as url, feed_of(url) as feed:
        assert (await failure_of(feed)).retry_after == timedelta(hours=2)

        with pytest.raises(FetchFailed, match="is paused for 7") as refused:
            await feed.funding(BTC)

    assert refused.value.kind is FailureKind.RATE_LIMITED


async def test_an_answer_about_another_instrument_is_unusable(lab: RunningLab) -> None:
    async with feed_of(lab.okx) as feed:
        await feed.ticker(BTC)
        await arm(
            lab, "body", TICKER_PATH, body='{"code":"0","data":[{"instId":"ETH-USDT-SWAP","last":"1"}]}'
        )
        assert (await failure_of(feed)).kind is FailureKind.UNUSABLE
        await disarm(lab)
        assert (await feed.ticker(BTC)).symbol == BTC


async def test_a_book_waits_for_the_value_of_a_contract(lab: RunningLab) -> None:
    async with feed_of(lab.okx) as feed, asyncio.TaskGroup() as tasks:
        book = tasks.create_task(feed.order_book(BTC))
        await feed.rules()

    assert book.result().symbol == BTC


async def test_a_book_without_the_value_of_a_contract_fails_in_time(lab: RunningLab) -> None:
    async with feed_of(lab.okx, timedelta(milliseconds=100)) as feed:
        with pytest.raises(FetchFailed, match="value of a contract"):
            await feed.order_book(BTC)


async def test_an_unlisted_symbol_has_no_rules_and_others_do(lab: RunningLab) -> None:
    body = '{"code":"0","data":[{"instId":"NONE"}]}'
    await arm(lab, "body", "/api/v5/public/instruments", body=body, count=1)
    async with feed_of(lab.okx) as feed:
        rules = await feed.rules()
        assert all(isinstance(one, FetchFailed) for one in rules.values())
        with pytest.raises(FetchFailed, match="no trading rules"):
            await feed.order_book(BTC)
