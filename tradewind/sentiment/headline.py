"""A headline, whoever brought it, and the dates that feeds write."""

from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from tradewind.domain.clock import Instant
from tradewind.domain.hygiene import CleanText


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One text about something, cleaned and dated."""

    text: CleanText
    source: str
    """Host that brought it."""
    published_at: Instant
    url: str | None


def moment(text: str) -> Instant | None:
    """Return the moment that RFC 822 or ISO-8601 `text` tells, UTC where it names no zone; None for anything else."""
    for read in (parsedate_to_datetime, Instant.fromisoformat):
        try:
            told = read(text.strip())
            return Instant.of(told.replace(tzinfo=told.tzinfo or Instant.from_ms(0).tzinfo))
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None
