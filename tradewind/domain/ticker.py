"""The latest prices of one instrument."""

from dataclasses import dataclass

from tradewind.domain.instrument import Symbol
from tradewind.domain.stamp import Stamped


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticker(Stamped):
    """Last trade, best quotes and the rolling 24 hours."""

    symbol: Symbol
    last_price: float
    bid: float | None
    ask: float | None
    volume_24h: float | None  # base units
    high_24h: float | None
    low_24h: float | None
    change_24h: float | None
    """Last price minus the price 24 hours ago."""
    change_pct_24h: float | None
    """The same as percent of the price 24 hours ago."""
