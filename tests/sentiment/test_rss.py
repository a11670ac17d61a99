"""A feed over a socket: conditional, bounded, and every way to fail has its reason."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from tests.lab_faults import arm
from tests.lab_process import RunningLab
from tradewind.app.clock import SystemClock
from tradewind.sentiment.config import FeedLimits
from tradewind.sentiment.failures import FeedFailed
from tradewind.sentiment.rss import RssFeed

RSS = '<rss version="2.0"><channel>{}</channel></rss>'
LIMITS = FeedLimits(timeout=timedelta(seconds=10))


@pytest.fixture
async def client() -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient() as opened:
        yield opened


def a_feed(lab: RunningLab, client: httpx2.AsyncClient, limits: FeedLimits = LIMITS) -> RssFeed:
    return RssFeed(f"{lab.rss}/stocks.xml", client, limits, SystemClock())


async def test_headlines_come_once_and_again_only_when_something_is_new(
    lab: RunningLab, client: httpx2.AsyncClient
) -> None:
    feed = a_feed(lab, client)
    now = SystemClock().now()

    headlines = await feed.read()

    assert headlines is not None
    assert len(headlines) > 30
    assert all(headline.published_at <= SystemClock().now() for headline in headlines)
    assert all(now - headline.published_at < timedelta(hours=25) for headline in headlines)
    assert {headline.source for headline in headlines} == {"127.0.0.1"}
    assert all(headline.url is not None for headline in headlines)
    assert await feed.read() is None


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ({"kind": "status", "status": 500}, "refused with 500"),
        ({"kind": "drop"}, "127.0.0.1: "),
        ({"kind": "body", "body": "<html/>"}, "its root is <html>"),
        ({"kind": "body", "body": "<rss><channel>"}, "not well-formed"),
        ({"kind": "body", "body": RSS.format("x" * 5_000)}, "more than 4000 bytes"),
        ({"kind": "body", "body": RSS, "headers": {"Content-Encoding": "gzip"}}, "compressed its answer"),
        (
            {"kind": "status", "status": 301, "headers": {"Location": "http://169.254.169.254/"}},
            "has moved to http://169.254.169.254/",
        ),
    ],
)
async def test_a_failure_has_its_reason_and_costs_nothing_else_s69_s70(
    lab: RunningLab, client: httpx2.AsyncClient, rule: dict[str, Any], reason: str
) -> None:
    feed = a_feed(lab, client, replace(LIMITS, max_bytes=4_000))
    await arm(lab, path="/rss", **rule)

    with pytest.raises(FeedFailed, match=reason):
        await feed.read()


async def test_a_server_that_hangs_is_given_up(lab: RunningLab, client: httpx2.AsyncClient) -> None:
    await arm(lab, "hang", "/rss")

    with pytest.raises(FeedFailed, match="no whole answer"):
        await a_feed(lab, client, replace(LIMITS, timeout=timedelta(milliseconds=200))).read()


async def test_a_busy_server_says_how_long_to_wait(lab: RunningLab, client: httpx2.AsyncClient) -> None:
    await arm(lab, "status", "/rss", status=429, headers={"Retry-After": "120"})

    with pytest.raises(FeedFailed) as caught:
        await a_feed(lab, client).read()

    assert caught.value.pause == timedelta(seconds=120)


async def test_what_has_no_date_or_one_to_come_is_no_headline(
    lab: RunningLab, client: httpx2.AsyncClient
) -> None:
    items = (
        "<item><title>Apple undated</title></item>"
        "<item><title>Apple to come</title><pubDate>2999-01-01</pubDate></item>"
        "<item><title> </title><pubDate>2026-01-01</pubDate></item>"
        "<item><title>Apple</title><link>javascript:alert(1)</link><pubDate>2026-01-01</pubDate></item>"
    )
    await arm(lab, "body", "/rss", body=RSS.format(items))

    headlines = await a_feed(lab, client).read()

    assert headlines is not None
    assert [(each.text.text, each.url) for each in headlines] == [("Apple", None)]
