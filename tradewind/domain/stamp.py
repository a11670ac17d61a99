"""The stamp that every cached datum carries."""

from dataclasses import dataclass

from tradewind.domain.clock import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """Where a datum comes from and when; a reader judges age by these, never by a key's existence."""

    source: str
    """Venue id, e.g. okx."""
    exchange_time: Instant | None
    """What the venue stamped; None where it stamps nothing."""
    timestamp: Instant
    """When the desk received it; the public name of this field."""

    def older_stamp(self, now: Instant) -> Instant:
        """Return the stamp that the age of a price is judged by: the older one.

        One from the future comes first: it is a clock fault that an older one must not hide.
        """
        stamps = (self.timestamp, self.exchange_time or self.timestamp)
        return max(stamps) if max(stamps) > now else min(stamps)
