"""What the projections tell besides the account, read from the bus in one round trip; what is too old is not there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from tradewind.bus.cache import Cache, Reading
from tradewind.bus.keys import MARKET_CONTEXT, STOCK_PRICE, SWAP_TECHNICAL, WATCHLIST
from tradewind.domain.candle import Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.freshness import AgeLimits, Freshness, freshness
from tradewind.domain.instrument import Symbol
from tradewind.domain.market_context import MarketContext
from tradewind.domain.stock import MarketStatus, StockPrice
from tradewind.domain.technical import Technical

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The market around the positions, and what the desk watches."""

    technicals: Mapping[tuple[Symbol, Timeframe], Technical]
    exchange: MarketStatus | None  # None: no stock says so
    watched: int | None
    """Length of the watchlist; None: there is none."""
    scanned_at: Instant | None


async def look_around(
    cache: Cache, held: Sequence[Symbol], stocks: Sequence[Symbol], now: Instant
) -> Surroundings:
    """Read the pictures of what is `held` and the state of the market; BusUnavailable."""
    keys = [key.at(symbol) for key in SWAP_TECHNICAL.values() for symbol in held]
    readings: list[Reading[object]] = await cache.read(
        [*keys, *(STOCK_PRICE.at(symbol) for symbol in stocks), WATCHLIST, MARKET_CONTEXT]
    )
    for reading in readings:
        if reading.fault is not None:
            _log.warning("input_unreadable", key=reading.key, fault=reading.fault)
    values = [reading.value for reading in readings]
    pictures = [value for value in values if isinstance(value, Technical)]
    contexts = [value for value in values if isinstance(value, MarketContext)]
    return Surroundings(
        technicals={
            (picture.symbol, picture.timeframe): picture
            for picture in pictures
            if _is_current(picture.timestamp, SWAP_TECHNICAL[picture.timeframe].ttl, now)
        },
        exchange=exchange_status([value for value in values if isinstance(value, StockPrice)], now),
        watched=next((len(value) for value in values if isinstance(value, tuple)), None),
        scanned_at=max((context.timestamp for context in contexts), default=None),
    )


def exchange_status(prices: Sequence[StockPrice], now: Instant) -> MarketStatus | None:
    """Return what the newest price says of its exchange; an open exchange is believed as long as a price lives."""
    newest = max(prices, key=lambda price: price.timestamp, default=None)
    if newest is None:
        return None
    is_open = newest.market_status is MarketStatus.OPEN
    if is_open and not _is_current(newest.timestamp, STOCK_PRICE.ttl, now):
        return None
    return newest.market_status


def _is_current(stamped: Instant, lives: timedelta, now: Instant) -> bool:
    limits = AgeLimits(warn_after=lives, block_after=lives)
    return freshness(stamped, now, limits) is not Freshness.BLOCKED
