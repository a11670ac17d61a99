"""Resting orders of one instrument."""

from dataclasses import dataclass

from tradewind.domain.instrument import Symbol
from tradewind.domain.stamp import Stamped

Level = tuple[float, float]
"""Price, size in base units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderBook(Stamped):
    """Up to 20 levels a side, best first."""

    symbol: Symbol
    bids: tuple[Level, ...]
    asks: tuple[Level, ...]

    @property
    def spread(self) -> float | None:
        """The best ask less the best bid; None while a side is empty."""
        return self.asks[0][0] - self.bids[0][0] if self.bids and self.asks else None

    @property
    def middle(self) -> float | None:
        """Halfway between the best prices; None while a side is empty."""
        return (self.asks[0][0] + self.bids[0][0]) / 2 if self.bids and self.asks else None

    @property
    def imbalance(self) -> float | None:
        """How much more is bid than offered in all levels, -1 (only offers) to 1 (only bids); None of an empty book."""
        bid, offered = sum(size for _, size in self.bids), sum(size for _, size in self.asks)
        return (bid - offered) / (bid + offered) if bid + offered > 0 else None
