"""The status tells how each venue is collected, and until when one that banned us stays closed."""

from datetime import timedelta

from tests.web.stage import Stage
from tradewind.bus.cache import Batch
from tradewind.bus.coordination import venue_report_key
from tradewind.bus.keys import Source
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.venue import FeedReport, VenueReport


async def report(
    stage: Stage, *, age: timedelta = timedelta(seconds=3), closed_for: timedelta | None = None
) -> None:
    now = stage.desk.clock.now()
    feed = FeedReport(
        feed="5m",
        every_seconds=30,
        symbols=29,
        refreshed_at=Instant.of(now - age),
        missing=(Symbol("SHIBUSDT"),),
        failures={"timeout": 2, "refused": 1},
        last_failure="SHIBUSDT: timeout",
    )
    value = VenueReport(
        venue="binanceus",
        holder="collector, process 7",
        timestamp=now,
        weight_used=317,
        weight_limit=1200,
        closed_until=None if closed_for is None else Instant.of(now + closed_for),
        feeds=(feed,),
    )
    batch = Batch(Source.MARKET_DATA)
    batch.put(venue_report_key("binanceus"), value)
    await stage.cache.write(batch)


async def test_a_venue_tells_who_collects_it_its_weight_and_the_age_of_its_feeds(stage: Stage) -> None:
    await report(stage)

    _, spot = (await stage.http.get("/api/status")).json()["venues"]

    assert (spot["venue"], spot["status"]) == ("binanceus", "ok")
    assert spot["collected_by"] == "collector, process 7"
    assert (spot["weight_used"], spot["weight_limit"]) == (317, 1200)
    (feed,) = spot["feeds"]
    assert 3000 <= feed["age_ms"] < 30_000
    assert (feed["missing"], feed["failures"]) == (["SHIBUSDT"], 3)


async def test_a_venue_that_nobody_reports_on_is_silent(stage: Stage) -> None:
    swaps, _ = (await stage.http.get("/api/status")).json()["venues"]

    assert (swaps["venue"], swaps["status"], swaps["feeds"]) == ("okx", "silent", [])


async def test_a_feed_that_missed_more_than_one_refresh_makes_its_venue_stale(stage: Stage) -> None:
    await report(stage, age=timedelta(seconds=61))

    _, spot = (await stage.http.get("/api/status")).json()["venues"]

    assert (spot["status"], spot["feeds"][0]["status"]) == ("stale", "stale")


async def test_a_ban_tells_until_when_and_is_over_then_f39(stage: Stage) -> None:
    await report(stage, closed_for=timedelta(minutes=2))
    _, banned = (await stage.http.get("/api/status")).json()["venues"]
    await report(stage, closed_for=timedelta(minutes=-2))
    _, free = (await stage.http.get("/api/status")).json()["venues"]

    assert banned["status"] == "closed"
    assert banned["closed_until"] is not None
    assert (free["status"], free["closed_until"]) == ("ok", None)
