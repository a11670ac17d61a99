"""The collector's page: ok, degraded and down, ages in seconds, and only for hosts that are ours."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import httpx2
import pytest

from tests.clocks import START, FakeClock
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.market import VenueHealth
from tradewind.market.failures import FailureKind
from tradewind.market.refresh import RefreshHealth
from tradewind.market.venues.okx_frames import Feed, StreamChannel
from tradewind.market.venues.okx_live import DropCount
from tradewind.market.venues.okx_stream import StreamHealth
from tradewind.telemetry.metrics import Metrics
from tradewind.web.collector_app import CollectorDesk, create_collector_app
from tradewind.web.config import WebConfig

FEED = RefreshHealth(
    feed="5m",
    every=timedelta(seconds=30),
    symbols=29,
    refreshed_at=START,
    took=timedelta(milliseconds=250),
    missing=(Symbol("SHIBUSDT"),),
    failures={FailureKind.TIMEOUT: 3},
    last_failure="SHIBUSDT: timeout: no answer",
    skipped_beats=1,
    write_failures=0,
)
SPOT = VenueHealth(venue="binanceus", weight_used=254, weight_limit=1200, closed_until=None, feeds=(FEED,))
GONE = VenueHealth(
    venue="okx",
    weight_used=None,
    weight_limit=None,
    closed_until=None,
    feeds=(replace(FEED, refreshed_at=None),),
)


@dataclass
class FixedVenues:
    """Venues that are as a test says."""

    venues: tuple[VenueHealth, ...]
    off: dict[str, str] = field(default_factory=dict)
    standing_by: dict[str, str] = field(default_factory=dict)
    stream: StreamHealth | None = None

    def health(self) -> tuple[VenueHealth, ...]:
        return self.venues

    def stream_health(self) -> StreamHealth | None:
        return self.stream


async def answer_of(
    venues: FixedVenues,
    *,
    age: timedelta = timedelta(seconds=12),
    path: str = "/health",
    host: str = "localhost",
) -> httpx2.Response:
    clock = FakeClock(Instant.of(START + age))
    nowhere = Cache(connect("redis://127.0.0.1:1/0"), clock)
    desk = CollectorDesk(venues=venues, clock=clock, metrics=Metrics(), started_at=START, cache=nowhere)
    transport = httpx2.ASGITransport(create_collector_app(desk, WebConfig()))
    async with httpx2.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
        return await client.get(path)


async def test_every_feed_tells_its_last_refresh_its_age_and_its_failures() -> None:
    answer = await answer_of(FixedVenues((SPOT,)))

    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "as_of": "2026-11-21T12:00:12.000Z",
        "started_at": "2026-11-21T12:00:00.000Z",
        "venues": [
            {
                "venue": "binanceus",
                "status": "ok",
                "reason": None,
                "weight_used": 254,
                "weight_limit": 1200,
                "closed_until": None,
                "feeds": [
                    {
                        "feed": "5m",
                        "status": "ok",
                        "every_seconds": 30.0,
                        "symbols": 29,
                        "refreshed_at": "2026-11-21T12:00:00.000Z",
                        "age_seconds": 12.0,
                        "took_ms": 250.0,
                        "missing": ["SHIBUSDT"],
                        "failures": {"timeout": 3},
                        "last_failure": "SHIBUSDT: timeout: no answer",
                        "skipped_beats": 1,
                        "write_failures": 0,
                    }
                ],
            }
        ],
        "stream": None,
        "analysis": [],
    }


async def test_a_feed_that_missed_more_than_one_refresh_is_stale() -> None:
    assert (await answer_of(FixedVenues((SPOT,)), age=timedelta(seconds=60))).status_code == 200

    late = await answer_of(FixedVenues((SPOT,)), age=timedelta(seconds=61))

    assert late.status_code == 503
    assert late.json()["venues"][0]["reason"] == "not fresh: 5m"


async def test_one_stale_venue_degrades_and_all_of_them_are_down() -> None:
    degraded = await answer_of(FixedVenues((SPOT, GONE)))
    down = await answer_of(FixedVenues((GONE,)))

    assert (degraded.status_code, degraded.json()["status"]) == (200, "degraded")
    assert (down.status_code, down.json()["status"]) == (503, "down")


async def test_a_venue_that_is_off_says_why_and_harms_nothing() -> None:
    answer = await answer_of(FixedVenues((SPOT,), {"alpaca": "no keys"}))

    assert answer.json()["status"] == "ok"
    off = answer.json()["venues"][1]
    assert (off["venue"], off["status"], off["reason"]) == ("alpaca", "off", "no keys")


async def test_a_venue_that_somebody_else_collects_says_who_and_harms_nothing() -> None:
    answer = await answer_of(FixedVenues((SPOT,), standing_by={"okx": "desk, process 7"}))

    assert answer.json()["status"] == "ok"
    standby = answer.json()["venues"][1]
    assert (standby["venue"], standby["status"]) == ("okx", "standby")
    assert standby["reason"] == "collected by desk, process 7"


async def test_one_that_only_stands_by_is_well() -> None:
    answer = await answer_of(FixedVenues((), standing_by={"okx": "desk, process 7"}))

    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


async def test_the_stream_tells_which_feeds_are_down_and_what_was_dropped() -> None:
    feed = Feed(channel=StreamChannel.TICKERS, symbol=Symbol("BTC-USDT-SWAP"))
    stream = StreamHealth(
        down={feed: "silent"},
        connections=2,
        replacements=1,
        renewals=0,
        unreadable=3,
        trades=9,
        drops=(DropCount(feed=feed, count=4),),
        minutes_agreed=5,
        minutes_differed=6,
        candle_revisions=7,
    )

    shown = (await answer_of(FixedVenues((SPOT,), stream=stream))).json()["stream"]

    assert shown["down"] == {str(feed): "silent"}
    assert (shown["connections"], shown["unreadable"], shown["dropped"]) == (2, 3, 4)


async def test_a_ban_tells_until_when() -> None:
    banned = replace(SPOT, closed_until=Instant.of(START + timedelta(minutes=2)))

    answer = await answer_of(FixedVenues((banned,)))

    assert answer.json()["venues"][0]["closed_until"] == "2026-11-21T12:02:00.000Z"


@pytest.mark.parametrize("path", ["/health", "/metrics"])
async def test_a_foreign_host_gets_nothing(path: str) -> None:
    answer = await answer_of(FixedVenues((SPOT,)), path=path, host="evil.example")

    assert answer.status_code == 421


async def test_metrics_are_those_of_the_collector() -> None:
    answer = await answer_of(FixedVenues((SPOT,)), path="/metrics")

    assert "tradewind_collector_refreshes" in answer.text
