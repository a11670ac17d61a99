"""What technical analysis says of spot coins and stocks; every number None before its warm-up is complete."""

from dataclasses import dataclass
from enum import StrEnum

from tradewind.domain.candle import Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.indicators import Macd
from tradewind.domain.instrument import Symbol
from tradewind.domain.stamp import Stamped
from tradewind.domain.stock import MarketStatus


class RibbonOrder(StrEnum):
    """How the means of the ribbon stand to each other."""

    BULLISH = "bullish"
    BEARISH = "bearish"
    MIXED = "mixed"


class SignalName(StrEnum):
    """What may be found at the last confirmed candle; defined in analysis/patterns.py."""

    BREAKOUT = "breakout"
    VOLUME_SURGE = "volume_surge"
    SUPPORT_BOUNCE = "support_bounce"
    MACD_CROSS = "macd_cross"


@dataclass(frozen=True, slots=True, kw_only=True)
class RibbonValues:
    """Exponential means of closes, in price units."""

    ema_8: float | None
    ema_13: float | None
    ema_21: float | None
    ema_34: float | None
    ema_55: float | None
    ema_89: float | None

    @property
    def shortest_first(self) -> tuple[float | None, ...]:
        """The means from the fastest to the slowest."""
        return (self.ema_8, self.ema_13, self.ema_21, self.ema_34, self.ema_55, self.ema_89)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmaRibbon:
    """The means and their order."""

    values: RibbonValues
    order: RibbonOrder | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TtmSqueeze:
    """Volatility squeezed or released, and where prices lean."""

    on: bool | None
    fired: bool | None
    momentum: float | None  # price units


@dataclass(frozen=True, slots=True, kw_only=True)
class StochRsi:
    """%K and %D of the RSI, 0..100."""

    k: float | None
    d: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Technical(Stamped):
    """The technical picture of one symbol on one timeframe; `exchange_time` is the close of the last candle in it."""

    symbol: Symbol
    timeframe: Timeframe
    ema_ribbon: EmaRibbon
    ttm_squeeze: TtmSqueeze
    stoch_rsi: StochRsi
    rsi_14: float | None
    macd: Macd
    support: float | None
    """The lowest low of the last 20 candles."""
    resistance: float | None
    """Their highest high."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreParts:
    """The shares that a score is the mean of, 0..1 each; defined in analysis/picture.py."""

    trend: float | None
    """Neighboring means of the ribbon in bullish order."""
    strength: float | None
    """RSI 14 between 30 and 70."""
    place: float | None
    """The close between the Bollinger bands."""
    lead: float | None
    """The close within 2 ATR of the VWAP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanScore:
    """The scanner's result for one symbol on one timeframe."""

    symbol: Symbol
    timeframe: Timeframe
    rsi_14: float | None
    vwap: float | None
    """Rolling, over the last 24 hours."""
    bb_upper: float | None
    bb_mid: float | None
    bb_lower: float | None
    score: float | None
    """How much the picture favors a rise, 0..1; defined in analysis/picture.py."""
    parts: ScoreParts
    ribbon: RibbonOrder | None
    volume_ratio: float | None
    """The last volume against the mean of the 20 before it."""
    signals: tuple[SignalName, ...]
    exchange_time: Instant
    """Close of the last candle in it."""
    timestamp: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerScores(Stamped):
    """Every symbol and timeframe whose candles are fresh, best score first."""

    scores: tuple[ScanScore, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate(Stamped):
    """A symbol on which at least one signal was found."""

    symbol: Symbol
    score: float
    """Mean of its known scores, 0..1."""
    price: float
    signals: tuple[SignalName, ...]


Candidates = tuple[Candidate, ...]
"""Best first."""
Watchlist = tuple[Symbol, ...]
"""What the user watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockIndicators(Stamped):
    """Indicators of a stock on confirmed 5 minute candles; prices in USD."""

    symbol: Symbol
    rsi_14: float | None
    macd: float | None
    macd_signal: float | None
    bollinger_upper: float | None
    bollinger_lower: float | None
    bollinger_width: float | None
    """Distance of the bands as a share of their middle."""
    market_status: MarketStatus | None
