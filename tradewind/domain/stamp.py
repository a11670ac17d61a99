"""The stamps that every cached datum carries."""

from dataclasses import dataclass

from tradewind.domain.clock import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamps:
    """The times that the age of a datum can be judged by."""

    oldest: Instant
    newest: Instant

    def at(self, now: Instant) -> Instant:
        """Return the one that counts at `now`, the older one.

        One from the future comes first: it is a clock fault that an older one must not hide.
        """
        return self.newest if self.newest > now else self.oldest


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """Where a datum comes from and when; a reader judges age by these, never by a key's existence."""

    source: str
    """Venue id, e.g. okx."""
    exchange_time: Instant | None
    """What the venue stamped; None where it stamps nothing."""
    timestamp: Instant
    """When the desk received it; the public name of this field."""

    @property
    def stamps(self) -> Stamps:
        """The times that the age of a price is judged by."""
        stamped = self.exchange_time or self.timestamp
        return Stamps(oldest=min(self.timestamp, stamped), newest=max(self.timestamp, stamped))

    def older_stamp(self, now: Instant) -> Instant:
        """Return the stamp that the age of a price is judged by at `now`."""
        return self.stamps.at(now)
