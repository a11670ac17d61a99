"""The market as a whole, from prices and candles that are cached anyway; pure."""

from collections.abc import Mapping, Sequence

import numpy as np

from tradewind.analysis.bands import atr
from tradewind.analysis.indicators import sma, trend
from tradewind.analysis.series import Candles, latest
from tradewind.domain.indicators import Trend
from tradewind.domain.instrument import Symbol
from tradewind.domain.market_context import MarketBreadth, MarketRegime, SectorPerformance
from tradewind.domain.stock import StockPrice

SECTOR_ETFS = {
    "technology": Symbol("XLK"),
    "healthcare": Symbol("XLV"),
    "financials": Symbol("XLF"),
    "consumer": Symbol("XLY"),
    "energy": Symbol("XLE"),
}
"""Sector -> the ETF whose price stands for it."""
REGIME_MEMORY = 100
"""Candles whose volatility is compared with the last one's."""
VOLATILE_FROM = 2.0
"""Times their median from which the last one is extraordinary."""


def breadth(changes: Sequence[float | None]) -> MarketBreadth | None:
    """Count the 24 h changes of the tracked symbols by sign; those of unknown change are left out and told."""
    known = [change for change in changes if change is not None]
    if not known:
        return None
    return MarketBreadth(
        advancing=sum(change > 0 for change in known),
        declining=sum(change < 0 for change in known),
        unchanged=sum(change == 0 for change in known),
        scope=f"24 h change of {len(known)} of the {len(changes)} spot coins that this desk tracks",
    )


def sector_performance(prices: Mapping[Symbol, StockPrice]) -> SectorPerformance:
    """Return each sector ETF's change since the day's open in percent, None where it is not among `prices`."""
    return SectorPerformance(
        **{sector: _since_open(prices.get(symbol)) for sector, symbol in SECTOR_ETFS.items()}
    )


def regime(candles: Candles) -> MarketRegime | None:
    """Return what kind of market these candles show; None for fewer than 115.

    Volatile: ATR 14 as a share of the close is at least twice the median of the 100 values before. Otherwise the
    trend of `indicators.trend` (SMA 50 and 100): up is bull, down is bear, sideways is ranging.
    """
    if len(candles) < REGIME_MEMORY + 15 or not candles.close[-REGIME_MEMORY - 1 :].all():
        return None
    recent = candles.close[-REGIME_MEMORY - 1 :]
    shares = atr(candles)[-REGIME_MEMORY - 1 :] / recent
    if shares[-1] >= VOLATILE_FROM * np.median(shares[:-1]) > 0:
        return MarketRegime.VOLATILE
    direction = trend(recent[-1], latest(sma(candles.close, 50)), latest(sma(candles.close, 100)))
    return _REGIMES[direction] if direction is not None else None


_REGIMES = {
    Trend.UP: MarketRegime.BULL,
    Trend.DOWN: MarketRegime.BEAR,
    Trend.SIDEWAYS: MarketRegime.RANGING,
}


def _since_open(price: StockPrice | None) -> float | None:
    if price is None or not price.price.open:
        return None
    return (price.price.last / price.price.open - 1) * 100
