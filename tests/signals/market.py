"""What the monitor reads, with defaults that rise."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.clocks import START
from tests.values import BTC, a_ticker
from tradewind.bus.cache import Batch
from tradewind.bus.keys import (
    INDICATORS,
    MARKET_CONTEXT,
    SCANNER_SCORES,
    SPOT_PRICE,
    STOCK_INDICATORS,
    STOCK_PRICE,
    STOCK_SENTIMENT,
    TECHNICAL,
    TICKER,
    Source,
)
from tradewind.domain.candle import Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.indicators import Indicators, LongTerm, Macd, ShortTerm, Trend
from tradewind.domain.instrument import Symbol
from tradewind.domain.market_context import MarketContext, MarketRegime, SectorPerformance
from tradewind.domain.sentiment import Mood, Sentiment
from tradewind.domain.signal import SignalParts
from tradewind.domain.spot import SpotPrice
from tradewind.domain.stock import DayPrices, MarketStatus, StockPrice
from tradewind.domain.technical import (
    EmaRibbon,
    RibbonOrder,
    RibbonValues,
    ScannerScores,
    ScanScore,
    ScoreParts,
    StochRsi,
    StockIndicators,
    Technical,
    TtmSqueeze,
)

LONG = timedelta(hours=1)
COIN, STOCK = Symbol("BTCUSDT"), Symbol("AAPL")
STAMP: dict[str, Any] = {"source": "lab", "exchange_time": START, "timestamp": START}
RISING = SignalParts(trend=1.0, momentum=1.0, strength=1.0, scan=1.0, regime=1.0, sentiment=1.0)
_MEANS = RibbonValues(ema_8=6, ema_13=5, ema_21=4, ema_34=3, ema_55=2, ema_89=1)


def some_parts(**changes: float | None) -> SignalParts:
    return replace(RISING, **changes)


def some_indicators(
    trend: Trend | None = Trend.UP, *, histogram: float = 60.0, rsi: float = 65.0
) -> Indicators:
    return Indicators(
        **STAMP,
        symbol=BTC,
        short_term=ShortTerm(
            rsi_14=rsi,
            sma_20=None,
            ema_12=None,
            ema_26=None,
            volume_avg_20=None,
            macd=Macd(macd=None, signal=None, histogram=histogram),
        ),
        long_term=LongTerm(sma_50=None, sma_100=None, trend=trend),
    )


def a_picture(
    timeframe: Timeframe = Timeframe.H1, *, momentum: float | None = 500.0, rsi: float | None = 60.0
) -> Technical:
    return Technical(
        **STAMP,
        symbol=COIN,
        timeframe=timeframe,
        ema_ribbon=EmaRibbon(values=_MEANS, order=RibbonOrder.BULLISH),
        ttm_squeeze=TtmSqueeze(on=False, fired=False, momentum=momentum),
        stoch_rsi=StochRsi(k=50, d=50),
        rsi_14=rsi,
        macd=Macd(macd=None, signal=None, histogram=None),
        support=None,
        resistance=None,
    )


def a_scan_score(score: float | None = 0.9) -> ScanScore:
    return ScanScore(
        symbol=COIN,
        timeframe=Timeframe.H1,
        rsi_14=None,
        vwap=None,
        bb_upper=None,
        bb_mid=None,
        bb_lower=None,
        score=score,
        parts=ScoreParts(trend=None, strength=None, place=None, lead=None),
        ribbon=None,
        volume_ratio=None,
        signals=(),
        exchange_time=START,
        timestamp=START,
    )


def a_context(regime: MarketRegime | None = MarketRegime.BULL) -> MarketContext:
    sectors = SectorPerformance(technology=None, healthcare=None, financials=None, consumer=None, energy=None)
    return MarketContext(
        **STAMP, sector_performance=sectors, market_breadth=None, vix=None, market_regime=regime
    )


def some_stock_indicators() -> StockIndicators:
    return StockIndicators(
        **STAMP,
        symbol=STOCK,
        rsi_14=60.0,
        macd=0.4,
        macd_signal=0.2,
        bollinger_upper=202.0,
        bollinger_lower=192.0,
        bollinger_width=0.05,
        market_status=MarketStatus.OPEN,
    )


def some_news(score: float | None = 0.5, count: int = 4) -> Sentiment:
    return Sentiment(
        **STAMP,
        symbol=STOCK,
        sentiment_score=score,
        sentiment_label=Mood.BULLISH if score else None,
        dispersion=None,
        news_count=count,
        flagged_count=0,
        oldest_news_at=None,
        latest_news=(),
        scorer="lexicon",
    )


def a_stock_price(status: MarketStatus = MarketStatus.OPEN, at: Instant = START) -> StockPrice:
    prices = DayPrices(last=200.0, open=None, high=None, low=None, volume=None)
    return StockPrice(
        source="alpaca", exchange_time=at, timestamp=at, symbol=STOCK, price=prices, market_status=status
    )


def rising_market() -> Batch:
    """A swap, a coin and a stock of which everything that can be known is known.

    Its keys live long, because a test's clock stands while the server's goes on; the stamps tell the age.
    """
    batch = Batch(Source.MARKET_DATA)
    batch.put(TICKER.at(BTC).living(LONG), a_ticker())
    batch.put(INDICATORS.at(BTC).living(LONG), some_indicators())
    batch.put(
        SPOT_PRICE.at(COIN).living(LONG),
        SpotPrice(**STAMP, symbol=COIN, price=60_000.0, change24h=None, volume=None),
    )
    for timeframe, key in TECHNICAL.items():
        batch.put(key.at(COIN).living(LONG), a_picture(timeframe))
    batch.put(SCANNER_SCORES.living(LONG), ScannerScores(**STAMP, scores=(a_scan_score(),)))
    batch.put(MARKET_CONTEXT.living(LONG), a_context())
    batch.put(STOCK_PRICE.at(STOCK).living(LONG), a_stock_price())
    batch.put(STOCK_INDICATORS.at(STOCK).living(LONG), some_stock_indicators())
    batch.put(STOCK_SENTIMENT.at(STOCK).living(LONG), some_news())
    return batch
