"""Reads the candles of a chart: the cache, and the history behind it."""

import asyncio
from dataclasses import dataclass

from tradewind.analysis.spans import combined
from tradewind.domain.candle import CandleRow, CandleRows, confirmed_rows
from tradewind.domain.clock import Instant
from tradewind.market.history import Series
from tradewind.web.chart_frames import SPOT_WINDOWS, SWAP_WINDOWS, ChartSeries, InstrumentKind
from tradewind.web.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartCandles:
    """Confirmed candles without a seam, oldest first, and the one that is forming."""

    confirmed: CandleRows
    still_open: CandleRow | None
    received_at: Instant | None
    """When the newest of them came; None: they are of the history alone, or bear no stamp."""


async def read_candles(desk: Desk, series: ChartSeries, *, before_ms: int | None, count: int) -> ChartCandles:
    """Return up to `count` confirmed candles that opened before `before_ms` (None: the newest).

    BusUnavailable; HistoryDamaged when a file of the history cannot be read.
    """
    kept_as = Series(venue=series.venue, symbol=series.symbol, timeframe=series.parts)
    cached = await _cached(desk, series)
    kept = await asyncio.to_thread(
        desk.history.read, kept_as, before_ms=before_ms, limit=count * series.ratio
    )
    rows = {row[0]: row for row in (*kept, *cached.confirmed) if before_ms is None or row[0] < before_ms}
    whole = ChartCandles(
        confirmed=tuple(rows[opened_at] for opened_at in sorted(rows)),
        still_open=cached.still_open if before_ms is None else None,
        received_at=cached.received_at if _reaches(cached.confirmed, before_ms) else None,
    )
    if series.is_combined:
        whole = _combined(whole, series, desk.clock.now())
    return ChartCandles(
        confirmed=whole.confirmed[-count:], still_open=whole.still_open, received_at=whole.received_at
    )


def _reaches(cached: CandleRows, before_ms: int | None) -> bool:
    """Tell whether candles of the cache, which are the newest, are among those that opened before `before_ms`."""
    return before_ms is None or any(row[0] < before_ms for row in cached)


def _combined(parts: ChartCandles, series: ChartSeries, now: Instant) -> ChartCandles:
    """Return the longer candles; the last one is still open while it may grow, and left out once it never can."""
    rows = (*parts.confirmed, *((parts.still_open,) if parts.still_open else ()))
    candles = combined(rows, series.parts.length, series.frame.length)
    if not candles:
        return ChartCandles(confirmed=(), still_open=None, received_at=parts.received_at)
    ends = Instant.of(Instant.from_ms(candles[-1][0]) + series.frame.length)
    if parts.confirmed and _end_of(parts.confirmed[-1], series) == ends:
        return ChartCandles(confirmed=candles, still_open=None, received_at=parts.received_at)
    return ChartCandles(
        confirmed=candles[:-1],
        still_open=candles[-1] if parts.still_open or ends > now else None,
        received_at=parts.received_at,
    )


def _end_of(part: CandleRow, series: ChartSeries) -> Instant:
    return Instant.of(Instant.from_ms(part[0]) + series.parts.length)


async def _cached(desk: Desk, series: ChartSeries) -> ChartCandles:
    if series.kind is not InstrumentKind.SWAP:
        return await _cached_rows(desk, series)
    key = SWAP_WINDOWS.get(series.parts)
    window = await desk.asking.get(key.at(series.symbol)) if key else None
    if window is None:
        return ChartCandles(confirmed=(), still_open=None, received_at=None)
    before = () if window.preceding is None else (window.preceding,)
    return ChartCandles(
        confirmed=(*before, *window.confirmed), still_open=window.candles[-1], received_at=window.timestamp
    )


async def _cached_rows(desk: Desk, series: ChartSeries) -> ChartCandles:
    key = SPOT_WINDOWS.get(series.parts)
    rows = await desk.asking.get(key.at(series.symbol)) if key else None
    if key is None or not rows:
        return ChartCandles(confirmed=(), still_open=None, received_at=None)
    confirmed = confirmed_rows(rows, series.parts, key.ttl, desk.clock.now())
    still_open = rows[-1] if len(confirmed) < len(rows) else None
    return ChartCandles(confirmed=confirmed, still_open=still_open, received_at=None)
