"""Candles, indicators and the overview of all symbols. Market data: JSON numbers, null is unknown."""

from tradewind.domain.candle import CandleRow
from tradewind.domain.funding import Funding, OpenInterest
from tradewind.domain.indicators import Indicators, Trend
from tradewind.domain.ticker import Ticker
from tradewind.web.chart_frames import ChartFrame, InstrumentKind
from tradewind.web.schemas.market import LivePrice
from tradewind.web.schemas.shape import Money, Shape, Time


class MacdView(Shape):
    """MACD(12, 26, 9)."""

    macd: float | None
    signal: float | None
    histogram: float | None


class ShortTermView(Shape):
    """Indicators of closed 15 minute candles."""

    rsi_14: float | None
    sma_20: float | None
    ema_12: float | None
    ema_26: float | None
    volume_avg_20: float | None
    macd: MacdView


class LongTermView(Shape):
    """Indicators of closed 1 hour candles."""

    sma_50: float | None
    sma_100: float | None
    trend: Trend | None


class IndicatorsView(Shape):
    """What the analyst last made of the candles."""

    short_term: ShortTermView
    long_term: LongTermView
    timestamp: Time

    @classmethod
    def of(cls, found: Indicators) -> "IndicatorsView":
        """Return the shape of `found`."""
        short, long = found.short_term, found.long_term
        return cls(
            short_term=ShortTermView(
                rsi_14=short.rsi_14,
                sma_20=short.sma_20,
                ema_12=short.ema_12,
                ema_26=short.ema_26,
                volume_avg_20=short.volume_avg_20,
                macd=MacdView(macd=short.macd.macd, signal=short.macd.signal, histogram=short.macd.histogram),
            ),
            long_term=LongTermView(sma_50=long.sma_50, sma_100=long.sma_100, trend=long.trend),
            timestamp=found.timestamp,
        )


class MarketData(Shape):
    """Candles of one symbol, oldest first: [open time in ms, open, high, low, close, volume in base units]."""

    symbol: str
    timeframe: ChartFrame
    timestamp: Time
    received_at: Time | None
    """When the newest candles came; null: they are of the history alone, or bear no stamp."""
    tick_size: Money | None
    candles: tuple[CandleRow, ...]
    open_candle: CandleRow | None
    """The one that is still forming; null when it is not cached or `before` was given."""
    lines: dict[str, tuple[float | None, ...]]
    """What `indicators` asked for, by name: a value for each candle, null before its warm-up is complete."""
    indicators: IndicatorsView | None


class ChartedSymbol(Shape):
    """A symbol and the candles that there are of it, shortest first."""

    symbol: str
    kind: InstrumentKind
    timeframes: tuple[ChartFrame, ...]


class ChartedSymbols(Shape):
    """Every symbol that the desk follows: swaps, coins, stocks."""

    items: tuple[ChartedSymbol, ...]


class SymbolOverview(Shape):
    """Everything that is cached of one symbol but its candles and its book."""

    price: LivePrice | None
    indicators: IndicatorsView | None
    funding_rate: float | None
    next_funding_time: Time | None
    open_interest: float | None
    open_interest_usd: float | None

    @classmethod
    def of(
        cls,
        ticker: Ticker | None,
        indicators: Indicators | None,
        funding: Funding | None,
        interest: OpenInterest | None,
    ) -> "SymbolOverview":
        """Return the shape of what the cache holds."""
        return cls(
            price=LivePrice.of(ticker) if ticker else None,
            indicators=IndicatorsView.of(indicators) if indicators else None,
            funding_rate=funding.funding_rate if funding else None,
            next_funding_time=funding.next_funding_time if funding else None,
            open_interest=interest.open_interest if interest else None,
            open_interest_usd=interest.open_interest_usd if interest else None,
        )


class Overview(Shape):
    """All symbols of the desk as they were at `timestamp`; kept for up to 30 s."""

    timestamp: Time
    data: dict[str, SymbolOverview]
