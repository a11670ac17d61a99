"""The shares of a score, from what is known of a swap, a coin or a stock; pure.

Every share lies between -1 (prices fall) and 1 (they rise) and is None where nothing is known. The reaches are
definitions of this desk.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from math import sqrt
from statistics import fmean

from tradewind.domain.candle import Timeframe
from tradewind.domain.indicators import Indicators, Trend
from tradewind.domain.market_context import MarketContext, MarketRegime
from tradewind.domain.sentiment import Sentiment
from tradewind.domain.signal import SignalParts
from tradewind.domain.technical import RibbonOrder, ScanScore, StockIndicators, Technical

RSI_REACH = 20
"""RSI points from 50 at which strength is full."""
MACD_REACH = 0.002
"""MACD histogram as a share of the price at which momentum is full on 1 hour candles; on others by the root of time."""
SQUEEZE_REACH = 0.01
"""The same of the squeeze's momentum."""
FEWEST_HEADLINES = 2
"""One voice alone is no opinion."""
STOCK_TIMEFRAME = Timeframe.M5

_TRENDS = {Trend.UP: 1.0, Trend.DOWN: -1.0, Trend.SIDEWAYS: 0.0}
_ORDERS = {RibbonOrder.BULLISH: 1.0, RibbonOrder.BEARISH: -1.0, RibbonOrder.MIXED: 0.0}
_REGIMES = {
    MarketRegime.BULL: 1.0,
    MarketRegime.BEAR: -1.0,
    MarketRegime.RANGING: 0.0,
    MarketRegime.VOLATILE: 0.0,
}


def swap_parts(indicators: Indicators | None, price: float, context: MarketContext | None) -> SignalParts:
    """Trend of the hours, MACD histogram and RSI of the quarters, regime; nothing is scanned or written of swaps."""
    short = indicators.short_term if indicators else None
    trend = indicators.long_term.trend if indicators else None
    return SignalParts(
        trend=_TRENDS[trend] if trend else None,
        momentum=_share_of_price(short.macd.histogram, price, MACD_REACH, Timeframe.M15) if short else None,
        strength=_strength(short.rsi_14) if short else None,
        scan=None,
        regime=_regime(context),
        sentiment=None,
    )


def coin_parts(
    pictures: Sequence[Technical], scores: Sequence[ScanScore], price: float, context: MarketContext | None
) -> SignalParts:
    """Order of the ribbons, momentum of the squeezes, RSI and the scanner's score over the timeframes, regime."""
    orders = [picture.ema_ribbon.order for picture in pictures]
    return SignalParts(
        trend=_mean(_ORDERS[order] for order in orders if order),
        momentum=_mean(
            _share_of_price(picture.ttm_squeeze.momentum, price, SQUEEZE_REACH, picture.timeframe)
            for picture in pictures
        ),
        strength=_mean(_strength(picture.rsi_14) for picture in pictures),
        scan=_mean(2 * score.score - 1 for score in scores if score.score is not None),
        regime=_regime(context),
        sentiment=None,
    )


def stock_parts(indicators: StockIndicators | None, price: float, news: Sentiment | None) -> SignalParts:
    """Place of the price between the Bollinger bands, MACD above its signal, RSI, news; the regime is that of coins."""
    return SignalParts(
        trend=_place(indicators, price) if indicators else None,
        momentum=_histogram(indicators, price) if indicators else None,
        strength=_strength(indicators.rsi_14) if indicators else None,
        scan=None,
        regime=None,
        sentiment=news.sentiment_score if news and news.news_count >= FEWEST_HEADLINES else None,
    )


def _place(indicators: StockIndicators, price: float) -> float | None:
    upper, lower = indicators.bollinger_upper, indicators.bollinger_lower
    if upper is None or lower is None or not upper > lower:
        return None
    return _within(2 * (price - lower) / (upper - lower) - 1)


def _histogram(indicators: StockIndicators, price: float) -> float | None:
    line, signal = indicators.macd, indicators.macd_signal
    if line is None or signal is None:
        return None
    return _share_of_price(line - signal, price, MACD_REACH, STOCK_TIMEFRAME)


def _share_of_price(value: float | None, price: float, reach: float, timeframe: Timeframe) -> float | None:
    if value is None or not price > 0:
        return None
    return _within(value / price / (reach * sqrt(timeframe.length / timedelta(hours=1))))


def _strength(rsi: float | None) -> float | None:
    return None if rsi is None else _within((rsi - 50) / RSI_REACH)


def _regime(context: MarketContext | None) -> float | None:
    return _REGIMES[context.market_regime] if context and context.market_regime else None


def _mean(shares: Iterable[float | None]) -> float | None:
    known = [share for share in shares if share is not None]
    return fmean(known) if known else None


def _within(share: float) -> float:
    return min(max(share, -1.0), 1.0)
