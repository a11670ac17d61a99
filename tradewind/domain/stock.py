"""The latest price of a stock."""

from dataclasses import dataclass
from enum import StrEnum

from tradewind.domain.instrument import Symbol
from tradewind.domain.stamp import Stamped


class MarketStatus(StrEnum):
    """Whether the exchange trades."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPrices:
    """The last trade and the day so far; the last trading day while the exchange is closed."""

    last: float
    open: float | None
    high: float | None
    low: float | None
    volume: float | None  # shares


@dataclass(frozen=True, slots=True, kw_only=True)
class StockPrice(Stamped):
    """A stock's prices, and whether they can move."""

    symbol: Symbol
    price: DayPrices
    market_status: MarketStatus
