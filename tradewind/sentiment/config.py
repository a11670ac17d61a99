"""Which feeds are read, how often, and what of them counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from tradewind.domain.instrument import Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLimits:
    """What one answer of a feed may cost."""

    timeout: timedelta = timedelta(seconds=10)
    max_bytes: int = 2_000_000
    max_entries: int = 500
    """More entries of one feed are left out."""

    def __post_init__(self) -> None:
        if self.timeout <= timedelta(0):
            raise ValueError(f"timeout must be positive, was {self.timeout}")
        if self.max_bytes < 1 or self.max_entries < 1:
            raise ValueError(
                f"max_bytes and max_entries must be positive, were {self.max_bytes} and {self.max_entries}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class SentimentConfig:
    """Settings of the sentiment room."""

    feeds: tuple[str, ...]
    """RSS or Atom addresses."""
    names: Mapping[Symbol, tuple[str, ...]]
    """What a headline calls a symbol, as whole words in this spelling; the symbol itself always counts."""
    refresh_every: timedelta = timedelta(seconds=60)
    window: timedelta = timedelta(hours=24)
    """Older headlines do not count."""
    half_life: timedelta = timedelta(hours=6)
    """A headline of this age counts half as much as one of this minute."""
    known_for: timedelta = timedelta(minutes=30)
    """When no feed has answered for so long, sentiment is unknown and nothing is written."""
    latest: int = 10
    """Headlines that a value shows."""
    limits: FeedLimits = field(default_factory=FeedLimits)

    def __post_init__(self) -> None:
        if not self.feeds or len(set(self.feeds)) != len(self.feeds):
            raise ValueError(f"feeds must be at least one and all different, were {self.feeds}")
        if not self.names:
            raise ValueError("names must have at least one symbol, was empty")
        longest = timedelta(seconds=60)
        if not timedelta(0) < self.refresh_every <= longest:
            raise ValueError(f"refresh_every must be above 0 and at most {longest}, was {self.refresh_every}")
        if not timedelta(0) < self.half_life <= self.window:
            raise ValueError(
                f"half_life must be above 0 and at most window, was {self.half_life} with {self.window}"
            )
        if self.known_for < self.refresh_every:
            raise ValueError(
                f"known_for must not be below refresh_every, was {self.known_for} with {self.refresh_every}"
            )
