"""The longer candles of a tape at every one of its steps: those that have closed, and the one that is still open."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from tradewind.domain.candle import CandleRow, Timeframe
from tradewind.research.tape import STEP_MS, Columns, Floats, Moments, Tape


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bars:
    """One instrument's candles of one timeframe."""

    rows: list[CandleRow]
    """The whole ones, oldest first; the first that the tape has only in part is none of them."""
    closed: Moments
    """By step: how many of them have closed."""
    open_ms: Moments
    """By step: when the open one began."""
    opening: Floats
    """float64[n, 5] by step: open, high, low, close, volume of the open one as far as it has come."""

    @classmethod
    def of(cls, tape: Tape, columns: Columns, timeframe: Timeframe) -> Self:
        """Join the candles of a tape."""
        length_ms = int(timeframe.length.total_seconds() * 1000)
        slots = length_ms // STEP_MS
        lead = tape.start_ms % length_ms // STEP_MS
        opened, high, low, close, volume = (
            _folded(series, lead, slots)
            for series in (columns.open, columns.high, columns.low, columns.close, columns.volume)
        )
        highs, lows = np.fmax.accumulate(high, axis=1), np.fmin.accumulate(low, axis=1)
        volumes = np.cumsum(np.nan_to_num(volume), axis=1)
        whole = np.flatnonzero(~np.isnan(close).any(axis=1))
        first = int(whole[0]) if len(whole) else len(close)
        starts = tape.start_ms - lead * STEP_MS + np.arange(len(close), dtype=np.int64) * length_ms
        so_far = np.stack([np.repeat(opened[:, :1], slots, axis=1), highs, lows, close, volumes], axis=2)
        # At the end of a candle the next one has begun, and nothing has been traded in it yet.
        so_far[:, -1, :4] = close[:, -1:]
        so_far[:, -1, 4] = 0.0
        begun = np.repeat(starts[:, None], slots, axis=1)
        begun[:, -1] += length_ms
        place = np.arange(tape.length) + lead
        figures = np.stack([opened[:, 0], highs[:, -1], lows[:, -1], close[:, -1], volumes[:, -1]], axis=1)
        return cls(
            rows=[
                (start, *row)
                for start, row in zip(starts[whole].tolist(), figures[whole].tolist(), strict=True)
            ],
            closed=np.maximum((place + 1) // slots - first, 0),
            open_ms=begun.reshape(-1)[lead : lead + tape.length],
            opening=so_far.reshape(-1, 5)[lead : lead + tape.length],
        )


def _folded(series: Floats, lead: int, slots: int) -> Floats:
    """Lay a series out as one row per longer candle, NaN where the tape has nothing."""
    behind = -(len(series) + lead) % slots
    return np.pad(series, (lead, behind), constant_values=np.nan).reshape(-1, slots)
