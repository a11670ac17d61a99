"""How often equity is recorded and how old a price may be."""

from dataclasses import dataclass, field
from datetime import timedelta

from tradewind.domain.freshness import AgeLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioConfig:
    """Cadence of the equity curve and the ages of its prices."""

    record_every: timedelta = timedelta(seconds=15)
    price_ages: AgeLimits = field(default_factory=AgeLimits)
    """A ticker that these block is no price."""

    def __post_init__(self) -> None:
        if self.record_every <= timedelta(0):
            raise ValueError(f"record_every must be above 0, was {self.record_every}")
