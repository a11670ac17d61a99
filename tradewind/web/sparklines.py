"""The last day of every symbol in few points, from the cached candles.

The reads are small, and between two of them the event loop goes on.
"""

from collections.abc import Iterator
from datetime import timedelta

from tradewind.bus.keys import CANDLES_1H, SPOT_CANDLES, KeyAt
from tradewind.domain.candle import CandleRows, CandleWindow, Timeframe, confirmed_rows
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.web.desk import Desk
from tradewind.web.schemas.scanner import Sparkline, Sparklines

KEPT_FOR = timedelta(seconds=30)
SPAN = timedelta(hours=24)
MOST_POINTS = 48
AT_ONCE = 10
"""Keys of one read."""
STOCK_SESSION = 78
"""Candles of five minutes in a trading day, which is shorter than a day."""


async def read_sparklines(desk: Desk) -> Sparklines:
    """Return the last day of every symbol whose candles are cached; BusUnavailable."""
    places = list(_places(desk))
    items: dict[str, Sparkline] = {}
    for start in range(0, len(places), AT_ONCE):
        chunk = places[start : start + AT_ONCE]
        readings = await desk.cache.read([key for _, _, key in chunk])
        now = desk.clock.now()
        for (symbol, timeframe, _), reading in zip(chunk, readings, strict=True):
            rows = _confirmed(reading.value, timeframe, now)
            if len(rows) > 1:
                items[symbol] = sparkline(rows, timeframe, now)
    return Sparklines(timestamp=desk.clock.now(), items=items)


def sparkline(confirmed: CandleRows, timeframe: Timeframe, now: Instant) -> Sparkline:
    """Return the last day of `confirmed` (not empty) in at most 48 points, the last close always among them."""
    count = STOCK_SESSION if timeframe is Timeframe.M5 else SPAN // timeframe.length
    rows = confirmed[-count:]
    step = -(-len(rows) // MOST_POINTS)
    shown = rows[(len(rows) - 1) % step :: step]
    last_at = Instant.of(Instant.from_ms(shown[-1][0]) + timeframe.length)
    return Sparkline(
        timeframe=timeframe,
        first_at=Instant.of(Instant.from_ms(shown[0][0]) + timeframe.length),
        last_at=last_at,
        age_ms=now.epoch_ms - last_at.epoch_ms,
        closes=tuple(row[4] for row in shown),
    )


def _places(desk: Desk) -> Iterator[tuple[Symbol, Timeframe, KeyAt[object]]]:
    for symbol in desk.symbols:
        yield symbol, Timeframe.H1, CANDLES_1H.at(symbol)
    for symbol in desk.coins:
        yield symbol, Timeframe.H1, SPOT_CANDLES[Timeframe.H1].at(symbol)
    for symbol in desk.stocks:
        yield symbol, Timeframe.M5, SPOT_CANDLES[Timeframe.M5].at(symbol)


def _confirmed(found: object, timeframe: Timeframe, now: Instant) -> CandleRows:
    if isinstance(found, CandleWindow):
        return found.confirmed
    return (
        confirmed_rows(found, timeframe, SPOT_CANDLES[timeframe].ttl, now) if isinstance(found, tuple) else ()
    )
