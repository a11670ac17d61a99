"""How old a datum may be before the desk warns, and before it refuses to decide."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tradewind.domain.clock import Instant


class Freshness(StrEnum):
    """What age means for a decision."""

    FRESH = "fresh"
    WARN = "warn"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeLimits:
    """Ages above which a datum warns and blocks."""

    warn_after: timedelta = timedelta(seconds=30)
    block_after: timedelta = timedelta(seconds=60)
    future_tolerance: timedelta = timedelta(seconds=2)
    """Clock difference to a venue that does not count as a stamp from the future."""

    def __post_init__(self) -> None:
        if not timedelta(0) < self.warn_after <= self.block_after:
            raise ValueError(
                f"ages must be 0 < warn_after <= block_after, were {self.warn_after} and {self.block_after}"
            )


def freshness(stamped: Instant, now: Instant, limits: AgeLimits) -> Freshness:
    """Judge the age of a datum; a stamp from the future is a clock fault and never reads as fresh."""
    age = now - stamped
    if age < -limits.future_tolerance or age > limits.block_after:
        return Freshness.BLOCKED
    return Freshness.WARN if age > limits.warn_after else Freshness.FRESH
