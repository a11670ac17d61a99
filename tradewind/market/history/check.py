"""What a stored series looks like, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

from tradewind.domain.candle import CandleRow
from tradewind.domain.clock import Instant
from tradewind.market.history.store import CandleHistory, Series


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesReport:
    """One series, summed up."""

    series: Series
    rows: int
    first: Instant | None
    last: Instant | None
    missing: int
    """Candles that the grid between first and last has and the files don't."""
    faults: tuple[str, ...]
    """Rows that cannot be right, each in a sentence; a gap is no fault: venues have outages."""


def report(history: CandleHistory, series: Series) -> SeriesReport:
    """Read a whole series and judge it."""
    rows = history.read(series)
    length_ms = round(series.timeframe.length.total_seconds() * 1000)
    on_grid = (rows[-1][0] - rows[0][0]) // length_ms + 1 if rows else 0
    return SeriesReport(
        series=series,
        rows=len(rows),
        first=Instant.from_ms(rows[0][0]) if rows else None,
        last=Instant.from_ms(rows[-1][0]) if rows else None,
        missing=max(on_grid - len(rows), 0),
        faults=tuple(_faults(rows, length_ms)),
    )


def _faults(rows: Sequence[CandleRow], length_ms: int) -> list[str]:
    found = [
        f"{Instant.from_ms(row[0])}: {reason}"
        for row in rows
        if (reason := _fault(row, length_ms)) is not None
    ]
    found += [
        f"{Instant.from_ms(later[0])}: not after the row before it"
        for earlier, later in pairwise(rows)
        if later[0] <= earlier[0]
    ]
    return found


def _fault(row: CandleRow, length_ms: int) -> str | None:
    opened_at, first, high, low, last, volume = row
    if opened_at % length_ms:
        return "not on the grid of its timeframe"
    if not all(isfinite(value) for value in row):
        return "a value is not a number"
    if min(first, high, low, last) <= 0 or volume < 0:
        return "a price is not positive or a volume is negative"
    if high < max(first, last) or low > min(first, last):
        return "open or close lies outside high and low"
    return None
