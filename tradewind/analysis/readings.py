"""What the scanner reads in one MGET, taken apart and judged by its age."""

from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from tradewind.analysis.config import ScannerConfig
from tradewind.analysis.context import SECTOR_ETFS
from tradewind.analysis.sight import CLOCK_TOLERANCE
from tradewind.bus.cache import Cache, Reading
from tradewind.bus.keys import SPOT_CANDLES, SPOT_PRICE, STOCK_PRICE, WATCHLIST
from tradewind.domain.candle import CandleRows, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.freshness import AgeLimits, Freshness, freshness
from tradewind.domain.instrument import Symbol
from tradewind.domain.spot import SpotPrice
from tradewind.domain.stock import MarketStatus, StockPrice

STOCK_TIMEFRAME = Timeframe.M5

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """Everything that was there and readable, prices only while they are fresh."""

    candles: Mapping[tuple[Symbol, Timeframe], CandleRows]
    """Of coins and stocks; their own times tell how old they are."""
    prices: Mapping[Symbol, SpotPrice]
    stock_prices: Mapping[Symbol, StockPrice]  # sector ETFs included
    has_watchlist: bool
    """Somebody tells what is watched."""


async def read(cache: Cache, config: ScannerConfig, timeframe: Timeframe, now: Instant) -> Readings:
    """Read the coins' candles of `timeframe`, the stocks' and all prices in one round trip; BusUnavailable."""
    windows = [(symbol, timeframe) for symbol in config.coins]
    windows += [(symbol, STOCK_TIMEFRAME) for symbol in config.stocks]
    listed = list(dict.fromkeys((*config.stocks, *SECTOR_ETFS.values())))
    readings: list[Reading[object]] = await cache.read(
        [
            *(SPOT_CANDLES[of].at(symbol) for symbol, of in windows),
            *(SPOT_PRICE.at(symbol) for symbol in config.coins),
            *(STOCK_PRICE.at(symbol) for symbol in listed),
            WATCHLIST,
        ]
    )
    for reading in readings:
        if reading.fault is not None:
            _log.warning("input_unreadable", key=reading.key, fault=reading.fault)
    values = [reading.value for reading in readings]
    prices = [value for value in values if isinstance(value, SpotPrice)]
    stock_prices = [value for value in values if isinstance(value, StockPrice)]
    limits = AgeLimits(warn_after=config.price_stale_after, block_after=config.price_stale_after)
    return Readings(
        candles={
            place: rows
            for place, rows in zip(windows, values, strict=False)
            if isinstance(rows, tuple) and _is_window(rows, now)
        },
        prices={price.symbol: price for price in prices if _is_young(price, now, limits)},
        stock_prices={
            price.symbol: price
            for price in stock_prices
            if price.market_status is MarketStatus.CLOSED or _is_young(price, now, limits)
        },
        has_watchlist=values[-1] is not None,
    )


def _is_window(rows: CandleRows, now: Instant) -> bool:
    """Say whether there is a confirmed candle and an open one after it, at times that can be."""
    return len(rows) > 1 and 0 <= rows[-2][0] < rows[-1][0] <= Instant.of(now + CLOCK_TOLERANCE).epoch_ms


def _is_young(price: SpotPrice | StockPrice, now: Instant, limits: AgeLimits) -> bool:
    """Say whether a price came lately; the venue's own stamp is that of a trade, which may be rare."""
    return freshness(price.timestamp, now, limits) is not Freshness.BLOCKED
