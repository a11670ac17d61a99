"""The Alpaca client over real sockets: keys in its headers, the exchange's hours asked seldom, refusals obeyed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from tests.clocks import START, FakeClock
from tests.fakes.spot_venue import SNAPSHOT, Refusal, SpotVenue, running_venue
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.stock import MarketStatus, StockPrice
from tradewind.market.config import StocksConfig
from tradewind.market.failures import FailureKind, FetchFailed, Unusable
from tradewind.market.venues.alpaca import AlpacaFeed

SPY = Symbol("SPY")
AAPL = Symbol("AAPL")


@asynccontextmanager
async def exchange() -> AsyncIterator[SpotVenue]:
    async with running_venue() as venue:
        venue.snapshots = {"SPY": SNAPSHOT}
        yield venue


@asynccontextmanager
async def feed_of(
    url: str, clock: FakeClock | None = None, patience: timedelta = timedelta(seconds=20)
) -> AsyncIterator[AlpacaFeed]:
    config = StocksConfig(
        symbols=(SPY, AAPL),
        rest_url=url,
        api_key="key",
        secret_key="secret",
        request_timeout=patience,
    )
    async with AlpacaFeed(config, clock or FakeClock()) as feed:
        yield feed


async def failure_of(feed: AlpacaFeed) -> FetchFailed:
    with pytest.raises(FetchFailed) as failed:
        await feed.prices()
    return failed.value


async def test_all_stocks_come_with_one_request_that_carries_the_keys() -> None:
    async with exchange() as venue, feed_of(venue.url) as feed:
        prices = await feed.prices()

    assert isinstance(prices[SPY], StockPrice)
    assert isinstance(prices[AAPL], Unusable)
    assert venue.asked == ["/v2/clock", "/v2/stocks/snapshots?symbols=SPY%2CAAPL&feed=iex"]
    assert venue.keys == {("key", "secret")}


async def test_the_hours_are_asked_again_when_they_change_and_every_ten_minutes() -> None:
    clock = FakeClock()
    async with exchange() as venue, feed_of(venue.url, clock) as feed:
        venue.hours |= {"is_open": False, "next_open": str(Instant.of(START + timedelta(minutes=3)))}
        await feed.hours()
        clock.advance(timedelta(minutes=2.9))
        assert (await feed.hours()).status is MarketStatus.CLOSED
        assert len(venue.asked) == 1

        venue.hours |= {"is_open": True}
        clock.advance(timedelta(minutes=0.1))
        assert (await feed.hours()).status is MarketStatus.OPEN
        clock.advance(timedelta(minutes=10))
        await feed.hours()

    assert len(venue.asked) == 3


async def test_nothing_is_asked_before_the_time_that_a_refusal_names_f38() -> None:
    clock = FakeClock()
    async with exchange() as venue, feed_of(venue.url, clock) as feed:
        venue.refusals["snapshots"] = Refusal(status=429, headers={"Retry-After": "30"})
        assert (await failure_of(feed)).retry_after == timedelta(seconds=30)
        venue.refusals.clear()
        assert (await failure_of(feed)).kind is FailureKind.RATE_LIMITED
        assert len(venue.asked) == 2

        clock.advance(timedelta(seconds=30))
        await feed.prices()


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [
        (Refusal(status=403, text='{"message":"forbidden."}'), FailureKind.REFUSED),
        (Refusal(status=502), FailureKind.REFUSED),
        (Refusal(text="<html>"), FailureKind.UNUSABLE),
        (Refusal(text="[]"), FailureKind.UNUSABLE),
        (Refusal(is_hanging=True), FailureKind.TIMEOUT),
    ],
)
@pytest.mark.parametrize("path", ["clock", "snapshots"])
async def test_each_failure_is_of_one_kind(path: str, refusal: Refusal, kind: FailureKind) -> None:
    patience = timedelta(milliseconds=300 if refusal.is_hanging else 20_000)
    async with exchange() as venue, feed_of(venue.url, patience=patience) as feed:
        venue.refusals[path] = refusal

        assert (await failure_of(feed)).kind is kind


async def test_a_venue_that_is_not_there_is_unreachable_f44() -> None:
    async with running_venue() as venue:
        url = venue.url
    async with feed_of(url) as feed:
        assert (await failure_of(feed)).kind is FailureKind.UNREACHABLE


async def test_the_keys_are_not_in_what_a_config_says_of_itself() -> None:
    config = StocksConfig(api_key="AKSHOWN", secret_key="SKSHOWN")

    assert "SHOWN" not in repr(config)
