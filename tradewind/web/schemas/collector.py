"""Health of the market data: per venue and kind of datum the last refresh and its age."""

from datetime import timedelta
from typing import Literal

from tradewind.domain.analysis_report import AnalysisReport
from tradewind.domain.clock import Instant
from tradewind.market import VenueHealth
from tradewind.market.refresh import RefreshHealth
from tradewind.market.venues.okx_stream import StreamHealth
from tradewind.web.schemas.shape import Shape, Time

FRESH_BEATS = 2
"""A feed that has missed more than one refresh is stale."""
ANALYZED_WITHIN = timedelta(minutes=1)


class FeedHealth(Shape):
    """One kind of datum of a venue."""

    feed: str
    status: Literal["ok", "stale"]
    every_seconds: float
    symbols: int
    refreshed_at: Time | None
    age_seconds: float | None
    took_ms: float | None
    missing: tuple[str, ...]
    failures: dict[str, int]
    last_failure: str | None
    skipped_beats: int
    write_failures: int

    @classmethod
    def of(cls, feed: RefreshHealth, now: Instant) -> "FeedHealth":
        """Return the shape of `feed`."""
        age = None if feed.refreshed_at is None else now - feed.refreshed_at
        is_fresh = age is not None and age <= FRESH_BEATS * feed.every
        return cls(
            feed=feed.feed,
            status="ok" if is_fresh else "stale",
            every_seconds=feed.every.total_seconds(),
            symbols=feed.symbols,
            refreshed_at=feed.refreshed_at,
            age_seconds=None if age is None else age.total_seconds(),
            took_ms=None if feed.took is None else feed.took / timedelta(milliseconds=1),
            missing=feed.missing,
            failures={kind.value: count for kind, count in feed.failures.items()},
            last_failure=feed.last_failure,
            skipped_beats=feed.skipped_beats,
            write_failures=feed.write_failures,
        )


class VenueView(Shape):
    """One venue; `off` says why it is not asked at all, `standby` who asks it instead."""

    venue: str
    status: Literal["ok", "stale", "standby", "off"]
    reason: str | None
    weight_used: int | None
    weight_limit: int | None
    closed_until: Time | None
    feeds: tuple[FeedHealth, ...]

    @classmethod
    def of(cls, venue: VenueHealth, now: Instant) -> "VenueView":
        """Return the shape of `venue`."""
        feeds = tuple(FeedHealth.of(feed, now) for feed in venue.feeds)
        stale = [feed.feed for feed in feeds if feed.status == "stale"]
        return cls(
            venue=venue.venue,
            status="stale" if stale else "ok",
            reason=f"not fresh: {', '.join(stale)}" if stale else None,
            weight_used=venue.weight_used,
            weight_limit=venue.weight_limit,
            closed_until=venue.closed_until,
            feeds=feeds,
        )

    @classmethod
    def off(cls, venue: str, reason: str) -> "VenueView":
        """Return the shape of a venue that is not asked."""
        return cls._idle(venue, "off", reason)

    @classmethod
    def standing_by(cls, venue: str, holder: str) -> "VenueView":
        """Return the shape of a venue that `holder` asks."""
        return cls._idle(venue, "standby", f"collected by {holder}")

    @classmethod
    def _idle(cls, venue: str, status: Literal["off", "standby"], reason: str) -> "VenueView":
        return cls(
            venue=venue,
            status=status,
            reason=reason,
            weight_used=None,
            weight_limit=None,
            closed_until=None,
            feeds=(),
        )


class StreamView(Shape):
    """The stream of the swaps."""

    down: dict[str, str]
    """Feeds that do not come, each with the reason; they are asked for by requests meanwhile."""
    connections: int
    replacements: int
    renewals: int
    unreadable: int
    trades: int
    dropped: int
    minutes_agreed: int
    minutes_differed: int
    candle_revisions: int

    @classmethod
    def of(cls, health: StreamHealth | None) -> "StreamView | None":
        """Return the shape of `health`; None where there is no stream."""
        if health is None:
            return None
        return cls(
            down={str(feed): reason for feed, reason in health.down.items()},
            connections=health.connections,
            replacements=health.replacements,
            renewals=health.renewals,
            unreadable=health.unreadable,
            trades=health.trades,
            dropped=sum(drop.count for drop in health.drops),
            minutes_agreed=health.minutes_agreed,
            minutes_differed=health.minutes_differed,
            candle_revisions=health.candle_revisions,
        )


class AnalysisView(Shape):
    """One half of the analyst, whichever process it runs in."""

    half: str
    status: Literal["ok", "stale", "silent"]
    """stale: no run for a minute; silent: nobody reports that he does it."""
    analyzed_by: str | None
    last_run_at: Time | None
    age_seconds: float | None
    runs: int | None
    failed_runs: int | None
    last_failure: str | None
    without_candles: int | None

    @classmethod
    def of(cls, half: str, report: AnalysisReport | None, now: Instant) -> "AnalysisView":
        """Return the shape of `report`; None: there is none."""
        if report is None:
            return cls(
                half=half,
                status="silent",
                analyzed_by=None,
                last_run_at=None,
                age_seconds=None,
                runs=None,
                failed_runs=None,
                last_failure=None,
                without_candles=None,
            )
        age = None if report.last_run_at is None else now - report.last_run_at
        return cls(
            half=half,
            status="ok" if age is not None and age <= ANALYZED_WITHIN else "stale",
            analyzed_by=report.holder,
            last_run_at=report.last_run_at,
            age_seconds=None if age is None else age.total_seconds(),
            runs=report.runs,
            failed_runs=report.failed_runs,
            last_failure=report.last_failure,
            without_candles=report.without_candles,
        )


class CollectorHealthView(Shape):
    """The collector at one moment."""

    status: Literal["ok", "degraded", "down"]
    """degraded: a venue is stale; down: all of them are."""
    as_of: Time
    started_at: Time
    venues: tuple[VenueView, ...]
    stream: StreamView | None
    """None: it is switched off, or somebody else follows it."""
    analysis: tuple[AnalysisView, ...]
    """Who reads what is collected; it has no part in `status`."""
