"""The latest price of a coin on a spot venue."""

from dataclasses import dataclass

from tradewind.domain.instrument import Symbol
from tradewind.domain.stamp import Stamped


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotPrice(Stamped):
    """Last trade and the rolling 24 hours."""

    symbol: Symbol  # the venue's own form, e.g. BTCUSDT
    price: float
    change24h: float | None
    """Change against the price 24 hours ago, in percent of that price."""
    volume: float | None  # base units traded in 24 hours
