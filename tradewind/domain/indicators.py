"""Technical indicators of one instrument, computed on confirmed candles."""

from dataclasses import dataclass
from enum import StrEnum

from tradewind.domain.instrument import Symbol
from tradewind.domain.stamp import Stamped


class Trend(StrEnum):
    """Direction over the long term; defined in analysis/indicators.py."""

    UP = "uptrend"
    DOWN = "downtrend"
    SIDEWAYS = "sideways"


@dataclass(frozen=True, slots=True, kw_only=True)
class Macd:
    """MACD(12, 26, 9) in price units; None before its warm-up."""

    macd: float | None
    signal: float | None
    histogram: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortTerm:
    """Indicators of the 15 minute candles; None before the warm-up of each."""

    rsi_14: float | None
    sma_20: float | None
    ema_12: float | None
    ema_26: float | None
    volume_avg_20: float | None
    macd: Macd


@dataclass(frozen=True, slots=True, kw_only=True)
class LongTerm:
    """Indicators of the 1 hour candles; None before the warm-up of each."""

    sma_50: float | None
    sma_100: float | None
    trend: Trend | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicators(Stamped):
    """What the analyst makes of the cached candles."""

    symbol: Symbol
    short_term: ShortTerm
    long_term: LongTerm
