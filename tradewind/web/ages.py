"""Measures how old every cached datum is, and whether something is missing in it, when somebody asks.

The reads are small, and between two of them the event loop goes on: all candles of all coins are two megabytes.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

from tradewind.bus.cache import BusUnavailable
from tradewind.bus.keys import (
    CANDLES_1M,
    POSITION,
    POSITION_MONITORING,
    SINGLE_KEYS,
    SPOT_CANDLES,
    SPOT_PRICE,
    STOCK_INDICATORS,
    STOCK_PRICE,
    STOCK_SENTIMENT,
    SWAP_TECHNICAL,
    TECHNICAL,
    KeyAt,
    SymbolKey,
)
from tradewind.decision.inputs import input_rows
from tradewind.domain.candle import Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.condition import age_stamp, condition, has_gap, is_torn
from tradewind.domain.freshness import Freshness
from tradewind.domain.instrument import Symbol
from tradewind.domain.stamp import Stamped
from tradewind.web.desk import Desk
from tradewind.web.schemas.system import FeedView

EVERYTHING = "all"
"""The label of what is not of one symbol."""
AT_ONCE = 10
"""Keys of one read."""

_OF_SWAPS: dict[str, SymbolKey[Stamped]] = {
    "ohlcv:1m": CANDLES_1M,
    **{f"technical:{timeframe}": key for timeframe, key in SWAP_TECHNICAL.items()},
    "position": POSITION,
    "position:monitoring": POSITION_MONITORING,
}
"""Beside the inputs of decisions."""
_OF_COINS: dict[str, SymbolKey[object]] = {
    "price": SPOT_PRICE,
    **{f"technical:{timeframe}": key for timeframe, key in TECHNICAL.items()},
    **{f"ohlcv:{timeframe}": key for timeframe, key in SPOT_CANDLES.items()},
}
_OF_STOCKS: dict[str, SymbolKey[object]] = {
    "price": STOCK_PRICE,
    "indicators": STOCK_INDICATORS,
    "sentiment": STOCK_SENTIMENT,
    f"ohlcv:{Timeframe.M5}": SPOT_CANDLES[Timeframe.M5],
}


async def read_feeds(desk: Desk) -> tuple[FeedView, ...]:
    """Return how every datum stands that decisions depend on; BusUnavailable."""
    rows = [(symbol, row) for symbol in desk.symbols for row in input_rows(desk.limits)]
    readings = await desk.cache.read([row.key.at(symbol) for symbol, row in rows])
    now = desk.clock.now()
    views = []
    for (symbol, row), reading in zip(rows, readings, strict=True):
        seen = condition(reading.value, now, row.limits) if reading.value else None
        view = FeedView(
            symbol=symbol,
            datum=reading.key.partition(f":{symbol}:")[2],
            exchange_time=seen.exchange_time if seen else None,
            received_at=seen.received_at if seen else None,
            age_ms=None if seen is None or seen.age is None else seen.age // timedelta(milliseconds=1),
            has_gap=seen.has_gap if seen else None,
            freshness=seen.freshness if seen else Freshness.BLOCKED,
        )
        views.append(view)
    return tuple(views)


async def measure_ages(desk: Desk) -> None:
    """Set the metrics of each datum that is there; what is missing has no age, an absent series says so."""
    ages, gaps = desk.metrics.datum_age_seconds, desk.metrics.datum_gap
    ages.clear()
    gaps.clear()
    try:
        async for symbol, datum, value in _read_all(desk):
            now = desk.clock.now()
            stamped = _stamp_of(value, datum, now)
            if stamped is not None:
                ages.labels(symbol, datum).set((now - stamped).total_seconds())
                gaps.labels(symbol, datum).set(_is_gapped(value, datum, is_stock=symbol in desk.stocks))
    except BusUnavailable:
        return


async def _read_all(desk: Desk) -> AsyncIterator[tuple[str, str, object]]:
    rows = list(_rows(desk))
    for start in range(0, len(rows), AT_ONCE):
        chunk = rows[start : start + AT_ONCE]
        readings = await desk.cache.read([key for _, _, key in chunk])
        for (symbol, datum, _), reading in zip(chunk, readings, strict=True):
            if reading.value is not None:
                yield symbol, datum, reading.value


def _rows(desk: Desk) -> Iterator[tuple[str, str, KeyAt[object]]]:
    inputs = {row.key.pattern.partition(":{symbol}:")[2]: row.key for row in input_rows(desk.limits)}
    families: tuple[tuple[tuple[Symbol, ...], dict[str, SymbolKey[object]]], ...] = (
        (desk.symbols, {**inputs, **_OF_SWAPS}),
        (desk.coins, _OF_COINS),
        (desk.stocks, _OF_STOCKS),
    )
    for symbols, keys in families:
        for symbol in symbols:
            for datum, key in keys.items():
                yield symbol, datum, key.at(symbol)
    for single in SINGLE_KEYS:
        yield EVERYTHING, single.name, single


def _stamp_of(value: object, datum: str, now: Instant) -> Instant | None:
    """Return what the age of `value` is counted from; None: nothing in it tells."""
    if isinstance(value, Stamped):
        return age_stamp(value, now)
    if isinstance(value, dict):
        return Instant.parse(str(value["timestamp"]))
    timeframe = _timeframe(datum)
    if timeframe is not None and isinstance(value, tuple) and value:
        return min(now, Instant.of(Instant.from_ms(value[-1][0]) + timeframe.length))
    stamps = [one.timestamp for one in value if isinstance(one, Stamped)] if isinstance(value, tuple) else []
    return max(stamps, default=None)


def _is_gapped(value: object, datum: str, *, is_stock: bool) -> bool:
    """Say whether candles are missing; between two sessions of an exchange there are none."""
    if isinstance(value, Stamped):
        return has_gap(value)
    timeframe, rows = _timeframe(datum), value
    return timeframe is not None and not is_stock and isinstance(rows, tuple) and is_torn(rows, timeframe)


def _timeframe(datum: str) -> Timeframe | None:
    kind, _, length = datum.partition(":")
    return Timeframe(length) if kind == "ohlcv" else None
