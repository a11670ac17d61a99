"""What the analyst looks at, how often, and how old its candles may be."""

from dataclasses import dataclass
from datetime import timedelta

from tradewind.domain.instrument import Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisConfig:
    """Settings of the analyst."""

    symbols: tuple[Symbol, ...]
    renew_every: timedelta = timedelta(seconds=20)
    """At the latest, also when nobody says that there are fresh candles."""
    stale_after: timedelta = timedelta(seconds=60)
    """Candles received longer ago count as missing."""

    def __post_init__(self) -> None:
        if not self.symbols or len(set(self.symbols)) != len(self.symbols):
            raise ValueError(f"symbols must be at least one and all different, were {self.symbols}")
        if self.renew_every <= timedelta(0):
            raise ValueError(f"renew_every must be positive, was {self.renew_every}")
        if self.stale_after < self.renew_every:
            raise ValueError(
                f"stale_after must not be below renew_every, was {self.stale_after} with {self.renew_every}"
            )
