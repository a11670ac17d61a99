"""How the collection of one venue's market data stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReport:
    """One kind of datum of a venue."""

    feed: str
    every_seconds: float
    symbols: int
    refreshed_at: Instant | None  # None: nothing has been written
    missing: tuple[Symbol, ...]
    """Symbols that the last cycle could not renew."""
    failures: Mapping[str, int]
    """By kind, since the start of the collector."""
    last_failure: str | None

    def age(self, now: Instant) -> timedelta | None:
        """Return how long ago the feed was renewed; None: never."""
        return None if self.refreshed_at is None else now - self.refreshed_at


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueReport:
    """What the collector of a venue says of itself."""

    venue: str
    holder: str
    """Who collects."""
    timestamp: Instant
    weight_used: int | None  # None where the venue counts otherwise
    weight_limit: int | None
    closed_until: Instant | None  # None: the venue may be asked
    feeds: tuple[FeedReport, ...]
