"""Candles of any timeframe out of the reel: closed ones as on the tape, the open one from the path so far."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from tradewind_lab.bars import BLOCK_MS, BLOCK_S, CLOSE, HIGH, LOW, OPEN, VOLUME, Whole, aggregate
from tradewind_lab.instruments import Instrument
from tradewind_lab.quotes import Candle
from tradewind_lab.reel import Reel

DAY_MS: Final = 86_400_000
# OKX's names: length in ms, and where the grid is anchored; 1D opens at midnight of UTC+8.
TIMEFRAMES: Final = {
    "1m": (60_000, 0),
    "3m": (180_000, 0),
    "5m": (300_000, 0),
    "15m": (900_000, 0),
    "30m": (1_800_000, 0),
    "1H": (3_600_000, 0),
    "2H": (7_200_000, 0),
    "4H": (14_400_000, 0),
    "1D": (DAY_MS, 16 * 3_600_000),
    "1Dutc": (DAY_MS, 0),
}


def candles(
    reel: Reel, instrument: Instrument, timeframe: str, *, opens: tuple[int, int], limit: int, at_ms: int
) -> list[Candle]:
    """Return the newest `limit` bars that open between `opens`, both included, oldest first.

    A bar whose beginning lies before the tape's history is left out. Raises ValueError for a timeframe
    that TIMEFRAMES does not name.
    """
    if timeframe not in TIMEFRAMES:
        raise ValueError(f"timeframe must be one of {', '.join(TIMEFRAMES)}, was {timeframe!r}")
    step, anchor = TIMEFRAMES[timeframe]
    newest = (opens[1] - anchor) // step
    oldest = max(-((anchor - opens[0]) // step), newest - limit + 1)
    running = (at_ms - anchor) // step
    starts = [number * step + anchor for number in range(oldest, min(newest, running - 1) + 1)]
    bars = _closed(reel, instrument.symbol, starts, step)
    listed = [
        _candle(instrument, start, bar, is_closed=True) for start, bar in zip(starts, bars, strict=True)
    ]
    if oldest <= running <= newest:
        start = running * step + anchor
        bar = _running(reel, instrument.symbol, start, at_ms)
        listed.append(_candle(instrument, start, bar, is_closed=False))
    return listed


def window(reel: Reel, symbol: str, start_ms: int, end_ms: int) -> Whole:
    """Return the one-minute bars that open from `start_ms` up to but not including `end_ms`, int64[5, n]."""
    if end_ms <= start_ms:
        return np.empty((5, 0), dtype=np.int64)
    return _span(reel, symbol, start_ms, end_ms, 60)


def day_open(reel: Reel, symbol: str, at_ms: int, *, anchor_ms: int) -> int:
    """Return the price in ticks at the last midnight of the zone, or where history begins."""
    start = (at_ms - anchor_ms) // DAY_MS * DAY_MS + anchor_ms
    block = max(reel.first_block, start // BLOCK_MS)
    return int(reel.candles(symbol, block, BLOCK_S)[OPEN, 0])


def _closed(reel: Reel, symbol: str, starts: list[int], step: int) -> Iterator[list[int]]:
    if not starts:
        return iter(())
    if step <= BLOCK_MS:
        bars = _span(reel, symbol, starts[0], starts[-1] + step, step // 1000)
    else:
        bars = aggregate(_span(reel, symbol, starts[0], starts[-1] + step, BLOCK_S), step // BLOCK_MS)
    return iter(bars.T.tolist())


def _span(reel: Reel, symbol: str, start_ms: int, end_ms: int, step_s: int) -> Whole:
    first, last = start_ms // BLOCK_MS, (end_ms - 1) // BLOCK_MS
    bars = np.concatenate([reel.candles(symbol, block, step_s) for block in range(first, last + 1)], axis=1)
    skipped = (start_ms - first * BLOCK_MS) // (step_s * 1000)
    return bars[:, skipped : skipped + (end_ms - start_ms) // (step_s * 1000)]


def _running(reel: Reel, symbol: str, start_ms: int, at_ms: int) -> list[int]:
    """Return the bar that opened at `start_ms`, as far as it has come."""
    first, last = start_ms // BLOCK_MS, at_ms // BLOCK_MS
    parts = [reel.candles(symbol, block, BLOCK_S)[:, 0] for block in range(first, last)]
    from_second = (start_ms - first * BLOCK_MS) // 1000 if first == last else 0
    parts.append(reel.path(symbol, last).candle(from_second, (at_ms - last * BLOCK_MS) // 1000))
    bars = np.stack(parts)
    return [
        int(bars[0, OPEN]),
        int(bars[:, HIGH].max()),
        int(bars[:, LOW].min()),
        int(bars[-1, CLOSE]),
        int(bars[:, VOLUME].sum()),
    ]


def _candle(instrument: Instrument, start: int, bar: list[int], *, is_closed: bool) -> Candle:
    return Candle(
        open_ms=start,
        open=instrument.price(bar[OPEN]),
        high=instrument.price(bar[HIGH]),
        low=instrument.price(bar[LOW]),
        close=instrument.price(bar[CLOSE]),
        volume=instrument.coins(bar[VOLUME]),
        is_closed=is_closed,
    )
