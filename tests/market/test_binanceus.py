"""The Binance.us client over real sockets: one shared weight, every failure a kind of its own, refusals obeyed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from tests.clocks import START, FakeClock
from tests.fakes.spot_venue import Refusal, running_venue
from tradewind.app.clock import SystemClock
from tradewind.domain.candle import Timeframe
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.spot import SpotPrice
from tradewind.market.config import SpotConfig
from tradewind.market.failures import FailureKind, FetchFailed
from tradewind.market.venues.binanceus import BinanceusFeed

BTC = Symbol("BTCUSDT")
ETH = Symbol("ETHUSDT")


@asynccontextmanager
async def feed_of(
    url: str, clock: Clock | None = None, patience: timedelta = timedelta(seconds=20)
) -> AsyncIterator[BinanceusFeed]:
    config = SpotConfig(symbols=(BTC, ETH), rest_url=url, request_timeout=patience)
    async with BinanceusFeed(config, clock or SystemClock()) as feed:
        yield feed


async def failure_of(feed: BinanceusFeed) -> FetchFailed:
    with pytest.raises(FetchFailed) as failed:
        await feed.candles(BTC, Timeframe.M5, 300)
    return failed.value


@pytest.mark.parametrize("timeframe", [Timeframe.M5, Timeframe.H1, Timeframe.H4])
async def test_three_hundred_closed_candles_and_the_open_one_come_with_one_request(
    timeframe: Timeframe,
) -> None:
    async with running_venue() as venue, feed_of(venue.url) as feed:
        rows = await feed.candles(BTC, timeframe, 300)

    assert len(rows) == 301
    assert venue.asked == [f"/api/v3/klines?symbol=BTCUSDT&interval={timeframe}&limit=301"]
    assert feed.budget.used == 2


async def test_all_prices_come_with_one_request_for_the_whole_market() -> None:
    async with running_venue(BTC, ETH, "OTHERUSDT") as venue, feed_of(venue.url) as feed:
        prices = await feed.prices()

    assert all(isinstance(prices[symbol], SpotPrice) for symbol in (BTC, ETH))
    assert venue.asked == ["/api/v3/ticker/24hr"]
    assert feed.budget.used == 80


async def test_the_weight_that_the_venue_counts_is_believed() -> None:
    clock = FakeClock(Instant.of(START + timedelta(seconds=30)))
    async with running_venue(BTC, ETH) as venue, feed_of(venue.url, clock) as feed:
        venue.headers = {"X-MBX-USED-WEIGHT-1M": "599"}
        await feed.prices()
        failed = await failure_of(feed)

    assert failed.kind is FailureKind.RATE_LIMITED
    assert len(venue.asked) == 1


@pytest.mark.parametrize(("status", "seconds"), [(429, 7), (418, 7200)])
async def test_nothing_is_asked_before_the_time_that_a_refusal_names_f38_f39(
    status: int, seconds: int
) -> None:
    clock = FakeClock()
    async with running_venue() as venue, feed_of(venue.url, clock) as feed:
        venue.refusals["klines"] = Refusal(status=status, headers={"Retry-After": str(seconds)})
        first = await failure_of(feed)
        venue.refusals.clear()
        clock.advance(timedelta(seconds=seconds - 1))
        with pytest.raises(FetchFailed):
            await feed.prices()
        asked = len(venue.asked)
        assert feed.budget.open_again_at == Instant.of(START + timedelta(seconds=seconds))
        clock.advance(timedelta(seconds=1))
        await feed.prices()

    assert first.kind is FailureKind.RATE_LIMITED
    assert first.retry_after == timedelta(seconds=seconds)
    assert asked == 1
    assert len(venue.asked) == 2


async def test_a_refusal_that_names_no_time_means_a_minute_f38() -> None:
    async with running_venue() as venue, feed_of(venue.url) as feed:
        venue.refusals["klines"] = Refusal(status=429)

        assert (await failure_of(feed)).retry_after == timedelta(minutes=1)


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [
        (Refusal(status=400, text='{"code":-1121,"msg":"Invalid symbol."}'), FailureKind.REFUSED),
        (Refusal(status=500, text="oops"), FailureKind.UNREACHABLE),
        (Refusal(text="<html>"), FailureKind.UNUSABLE),
        (Refusal(text="[]"), FailureKind.UNUSABLE),
        (Refusal(is_hanging=True), FailureKind.TIMEOUT),
    ],
)
async def test_each_failure_is_of_one_kind(refusal: Refusal, kind: FailureKind) -> None:
    patience = timedelta(milliseconds=300 if refusal.is_hanging else 20_000)
    async with running_venue() as venue, feed_of(venue.url, patience=patience) as feed:
        venue.refusals["klines"] = refusal

        assert (await failure_of(feed)).kind is kind


async def test_a_venue_that_is_not_there_is_unreachable_f44() -> None:
    async with running_venue() as venue:
        url = venue.url
    async with feed_of(url) as feed:
        assert (await failure_of(feed)).kind is FailureKind.UNREACHABLE
