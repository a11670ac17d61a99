"""Measures how old every cached datum is, at the moment somebody asks for the metrics."""

from collections.abc import Iterator

from tradewind.bus.cache import BusUnavailable
from tradewind.bus.keys import SPOT_PRICE, STOCK_INDICATORS, STOCK_PRICE, TECHNICAL, SymbolKey
from tradewind.decision.bundle import gather
from tradewind.domain.instrument import Symbol
from tradewind.domain.stamp import Stamped
from tradewind.web.desk import Desk
from tradewind.web.schemas.system import FeedView

_OF_COINS: dict[str, SymbolKey[Stamped]] = {
    "price": SPOT_PRICE,
    **{f"technical:{timeframe}": key for timeframe, key in TECHNICAL.items()},
}
_OF_STOCKS: dict[str, SymbolKey[Stamped]] = {"price": STOCK_PRICE, "indicators": STOCK_INDICATORS}


async def read_feeds(desk: Desk) -> tuple[FeedView, ...]:
    """Return the age of every datum that decisions depend on; BusUnavailable."""
    bundle = await gather(desk.cache, desk.symbols, desk.clock, desk.limits)
    per_symbol = len(bundle.inputs) // len(desk.symbols)
    return tuple(
        FeedView(
            symbol=symbol,
            datum=given.key.partition(f":{symbol}:")[2],
            age_ms=given.age_ms,
            freshness=given.freshness,
        )
        for number, symbol in enumerate(desk.symbols)
        for given in bundle.inputs[number * per_symbol : (number + 1) * per_symbol]
    )


async def measure_ages(desk: Desk) -> None:
    """Set the metric of each datum that is there; what is missing has no age, an absent series says so."""
    ages = desk.metrics.datum_age_seconds
    ages.clear()
    try:
        feeds = await read_feeds(desk)
        scanned = await _read_scanned(desk)
    except BusUnavailable:
        return
    for feed in feeds:
        if feed.age_ms is not None:
            ages.labels(feed.symbol, feed.datum).set(feed.age_ms / 1000)
    now = desk.clock.now()
    for symbol, datum, value in scanned:
        ages.labels(symbol, datum).set((now - value.older_stamp(now)).total_seconds())


async def _read_scanned(desk: Desk) -> list[tuple[Symbol, str, Stamped]]:
    rows = list(_scanned_rows(desk))
    readings = await desk.cache.read([key.at(symbol) for symbol, _, key in rows])
    return [
        (symbol, datum, reading.value)
        for (symbol, datum, _), reading in zip(rows, readings, strict=True)
        if reading.value is not None
    ]


def _scanned_rows(desk: Desk) -> Iterator[tuple[Symbol, str, SymbolKey[Stamped]]]:
    for symbols, keys in ((desk.coins, _OF_COINS), (desk.stocks, _OF_STOCKS)):
        for symbol in symbols:
            for datum, key in keys.items():
                yield symbol, datum, key
