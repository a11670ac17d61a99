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
