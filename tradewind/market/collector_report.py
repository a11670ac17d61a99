"""The health of a venue as everybody may read it."""

from tradewind.domain.clock import Instant
from tradewind.domain.venue import FeedReport, VenueReport
from tradewind.market.health import VenueHealth


def report_of(health: VenueHealth, holder: str, now: Instant) -> VenueReport:
    """Return `health` as a value of the bus, given by `holder`."""
    return VenueReport(
        venue=health.venue,
        holder=holder,
        timestamp=now,
        weight_used=health.weight_used,
        weight_limit=health.weight_limit,
        closed_until=health.closed_until,
        feeds=tuple(
            FeedReport(
                feed=feed.feed,
                every_seconds=feed.every.total_seconds(),
                symbols=feed.symbols,
                refreshed_at=feed.refreshed_at,
                missing=feed.missing,
                failures={kind.value: count for kind, count in feed.failures.items()},
                last_failure=feed.last_failure,
            )
            for feed in health.feeds
        ),
    )
