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
