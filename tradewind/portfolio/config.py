"""How often equity is recorded and the record is shown, and how old a price may be."""

from dataclasses import dataclass, field
from datetime import timedelta

from tradewind.domain.freshness import AgeLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioConfig:
    """Cadences of the equity curve and the projections, and the ages of their prices."""

    record_every: timedelta = timedelta(seconds=15)
    project_every: timedelta = timedelta(seconds=5)
    """At the latest; a fill is shown at once."""
    price_ages: AgeLimits = field(default_factory=AgeLimits)
    """A ticker that these block is no price."""

    def __post_init__(self) -> None:
        for name, period in (("record_every", self.record_every), ("project_every", self.project_every)):
            if period <= timedelta(0):
                raise ValueError(f"{name} must be above 0, was {period}")
