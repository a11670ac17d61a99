"""What the monitor reads in one MGET; a value older than its key may live is no value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import structlog

from tradewind.bus.cache import Cache
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
    KeyAt,
)
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.signal import SignalParts
from tradewind.domain.stamp import Stamped
from tradewind.domain.stock import MarketStatus, StockPrice
from tradewind.domain.technical import ScanScore
from tradewind.signals.config import SignalsConfig
from tradewind.signals.parts import coin_parts, stock_parts, swap_parts

CLOCK_TOLERANCE = timedelta(seconds=2)
"""Clock difference to another process that does not count as a value from the future."""

S = TypeVar("S", bound=Stamped)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What is known of one symbol at one moment."""

    symbol: Symbol
    price: float | None
    parts: SignalParts


NOTHING = SignalParts(trend=None, momentum=None, strength=None, scan=None, regime=None, sentiment=None)


async def sightings(cache: Cache, config: SignalsConfig, now: Instant) -> list[Sighting]:
    """Return every monitored symbol as it stands, in the order of the settings; BusUnavailable."""
    keys = _keys(config)
    shelf = _Shelf(now)
    for key, reading in zip(keys, await cache.read(keys), strict=True):
        if reading.fault is not None:
            _log.warning("input_unreadable", key=reading.key, fault=reading.fault)
        if reading.value is not None:
            shelf.put(key, reading.value)
    scores = _scores(shelf)
    return [
        *(_swap(shelf, symbol) for symbol in config.swaps),
        *(_coin(shelf, symbol, scores.get(symbol, ())) for symbol in config.coins),
        *(_stock(shelf, symbol) for symbol in config.stocks),
    ]


class _Shelf:
    """The fresh values by key."""

    def __init__(self, now: Instant) -> None:
        self._now = now
        self._values: dict[str, Stamped] = {}

    def put(self, key: KeyAt[Stamped], value: Stamped) -> None:
        """Keep `value` if it is fresh; a price of a closed exchange stays its price."""
        is_closed = isinstance(value, StockPrice) and value.market_status is MarketStatus.CLOSED
        age = self._now - value.timestamp
        if age >= -CLOCK_TOLERANCE and (is_closed or age <= key.ttl):
            self._values[key.name] = value

    def of(self, key: KeyAt[S]) -> S | None:
        """Return the fresh value of `key`."""
        value = self._values.get(key.name)
        return value if isinstance(value, key.kind) else None


def _keys(config: SignalsConfig) -> list[KeyAt[Stamped]]:
    return [
        SCANNER_SCORES,
        MARKET_CONTEXT,
        *(key.at(symbol) for key in (TICKER, INDICATORS) for symbol in config.swaps),
        *(key.at(symbol) for key in (SPOT_PRICE, *TECHNICAL.values()) for symbol in config.coins),
        *(
            key.at(symbol)
            for key in (STOCK_PRICE, STOCK_INDICATORS, STOCK_SENTIMENT)
            for symbol in config.stocks
        ),
    ]


def _scores(shelf: _Shelf) -> dict[Symbol, list[ScanScore]]:
    found: dict[Symbol, list[ScanScore]] = {}
    scanned = shelf.of(SCANNER_SCORES)
    for score in scanned.scores if scanned else ():
        found.setdefault(score.symbol, []).append(score)
    return found


def _swap(shelf: _Shelf, symbol: Symbol) -> Sighting:
    ticker = shelf.of(TICKER.at(symbol))
    if ticker is None:
        return Sighting(symbol=symbol, price=None, parts=NOTHING)
    price = ticker.last_price
    parts = swap_parts(shelf.of(INDICATORS.at(symbol)), price, shelf.of(MARKET_CONTEXT))
    return Sighting(symbol=symbol, price=price, parts=parts)


def _coin(shelf: _Shelf, symbol: Symbol, scores: Sequence[ScanScore]) -> Sighting:
    known = shelf.of(SPOT_PRICE.at(symbol))
    if known is None:
        return Sighting(symbol=symbol, price=None, parts=NOTHING)
    pictures = [shelf.of(key.at(symbol)) for key in TECHNICAL.values()]
    fresh = [picture for picture in pictures if picture is not None]
    parts = coin_parts(fresh, scores, known.price, shelf.of(MARKET_CONTEXT))
    return Sighting(symbol=symbol, price=known.price, parts=parts)


def _stock(shelf: _Shelf, symbol: Symbol) -> Sighting:
    known = shelf.of(STOCK_PRICE.at(symbol))
    if known is None:
        return Sighting(symbol=symbol, price=None, parts=NOTHING)
    price = known.price.last
    parts = stock_parts(shelf.of(STOCK_INDICATORS.at(symbol)), price, shelf.of(STOCK_SENTIMENT.at(symbol)))
    return Sighting(symbol=symbol, price=price, parts=parts)
