"""The market as a whole."""

from dataclasses import dataclass
from enum import StrEnum

from tradewind.domain.stamp import Stamped


class MarketRegime(StrEnum):
    """What kind of market it is; defined in analysis/context.py."""

    BULL = "bull"
    BEAR = "bear"
    RANGING = "ranging"
    VOLATILE = "volatile"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorPerformance:
    """Change of a sector's ETF since the day's open in percent; None where it is not cached."""

    technology: float | None
    healthcare: float | None
    financials: float | None
    consumer: float | None
    energy: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketBreadth:
    """How many symbols rose, fell and stood over 24 hours."""

    advancing: int
    declining: int
    unchanged: int
    scope: str
    """Which symbols were counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketContext(Stamped):
    """Sectors, breadth, volatility and regime."""

    sector_performance: SectorPerformance
    market_breadth: MarketBreadth | None  # None: no change of any symbol is known
    vix: float | None  # None: no source is configured
    market_regime: MarketRegime | None
