"""What the collector writes for the scanner, as it stands at the start of a test."""

import numpy as np

from tests.analysis.candles import walk
from tests.clocks import START
from tradewind.analysis.config import ScannerConfig
from tradewind.bus.cache import Batch
from tradewind.bus.keys import SPOT_CANDLES, SPOT_PRICE, STOCK_PRICE, Source
from tradewind.domain.candle import CandleRows, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.spot import SpotPrice
from tradewind.domain.stock import DayPrices, MarketStatus, StockPrice

BTC, ETH = Symbol("BTCUSDT"), Symbol("ETHUSDT")
SPY, XLK = Symbol("SPY"), Symbol("XLK")
CONFIG = ScannerConfig(
    coins=(BTC, ETH), stocks=(SPY,), watchlist=(SPY, BTC), reference=BTC, venue="binanceus"
)


def some_rows(timeframe: Timeframe, *, closed: int = 300, seed: int = 7, now: Instant = START) -> CandleRows:
    """Closed candles of a market that wanders, and the one that is open at `now`."""
    market = walk(closed + 1, seed=seed)
    step = int(timeframe.length.total_seconds() * 1000)
    first = now.epoch_ms // step * step - closed * step
    table = np.column_stack([market.open, market.high, market.low, market.close, market.volume])
    return tuple(
        (first + place * step, row[0], row[1], row[2], row[3], row[4])
        for place, row in enumerate(table.tolist())
    )


def a_price(symbol: Symbol, change: float | None = 1.0) -> SpotPrice:
    return SpotPrice(
        source="binanceus",
        exchange_time=START,
        timestamp=START,
        symbol=symbol,
        price=101.5,
        change24h=change,
        volume=5_000.0,
    )


def a_stock(
    symbol: Symbol,
    last: float = 100.0,
    opened: float | None = 100.0,
    status: MarketStatus = MarketStatus.OPEN,
) -> StockPrice:
    return StockPrice(
        source="alpaca",
        exchange_time=START,
        timestamp=START,
        symbol=symbol,
        price=DayPrices(last=last, open=opened, high=None, low=None, volume=None),
        market_status=status,
    )


def collected() -> Batch:
    """Candles of all coins and timeframes, of the stock, and all prices."""
    batch = Batch(Source.MARKET_DATA)
    for seed, symbol in enumerate(CONFIG.coins):
        batch.put(SPOT_PRICE.at(symbol), a_price(symbol, change=1.0 - 2 * seed))
        for timeframe, key in SPOT_CANDLES.items():
            batch.put(key.at(symbol), some_rows(timeframe, seed=seed))
    batch.put(SPOT_CANDLES[Timeframe.M5].at(SPY), some_rows(Timeframe.M5, seed=9))
    batch.put(STOCK_PRICE.at(SPY), a_stock(SPY))
    batch.put(STOCK_PRICE.at(XLK), a_stock(XLK, last=102))
    return batch
