"""How each venue's market data are collected, as its collector says."""

from typing import Literal

from tradewind.domain.clock import Instant
from tradewind.domain.venue import FeedReport, VenueReport
from tradewind.web.schemas.shape import Shape, Time

FRESH_BEATS = 2
"""A feed that has missed more than one refresh is stale."""


class VenueFeed(Shape):
    """One kind of datum of a venue."""

    feed: str
    status: Literal["ok", "stale"]
    age_ms: int | None  # null: nothing was written yet
    every_seconds: float
    symbols: int
    missing: tuple[str, ...]
    failures: int
    last_failure: str | None

    @classmethod
    def of(cls, feed: FeedReport, now: Instant) -> "VenueFeed":
        """Return the shape of `feed`."""
        age = feed.age(now)
        is_fresh = age is not None and age.total_seconds() <= FRESH_BEATS * feed.every_seconds
        return cls(
            feed=feed.feed,
            status="ok" if is_fresh else "stale",
            age_ms=None if feed.refreshed_at is None else now.epoch_ms - feed.refreshed_at.epoch_ms,
            every_seconds=feed.every_seconds,
            symbols=feed.symbols,
            missing=tuple(feed.missing),
            failures=sum(feed.failures.values()),
            last_failure=feed.last_failure,
        )


class VenueStatus(Shape):
    """One venue at one moment."""

    venue: str
    status: Literal["ok", "stale", "closed", "silent"]
    """closed: the venue has asked for silence; silent: nobody reports that he collects it."""
    collected_by: str | None
    reported_at: Time | None
    closed_until: Time | None
    weight_used: int | None
    weight_limit: int | None
    feeds: tuple[VenueFeed, ...]

    @classmethod
    def of(cls, report: VenueReport, now: Instant) -> "VenueStatus":
        """Return the shape of `report`."""
        feeds = tuple(VenueFeed.of(feed, now) for feed in report.feeds)
        closed_until = report.closed_until
        is_closed = closed_until is not None and closed_until > now
        is_stale = any(feed.status == "stale" for feed in feeds)
        return cls(
            venue=report.venue,
            status="closed" if is_closed else "stale" if is_stale else "ok",
            collected_by=report.holder,
            reported_at=report.timestamp,
            closed_until=closed_until if is_closed else None,
            weight_used=report.weight_used,
            weight_limit=report.weight_limit,
            feeds=feeds,
        )

    @classmethod
    def silent(cls, venue: str) -> "VenueStatus":
        """Return the shape of a venue that nobody reports on."""
        return cls(
            venue=venue,
            status="silent",
            collected_by=None,
            reported_at=None,
            closed_until=None,
            weight_used=None,
            weight_limit=None,
            feeds=(),
        )
