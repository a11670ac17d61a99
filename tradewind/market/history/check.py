"""What a stored series looks like, what is missing in it, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from math import isfinite

from tradewind.domain.candle import CandleRow
from tradewind.domain.clock import Instant
from tradewind.market.history.store import CandleHistory, HistoryDamaged, Series
from tradewind.market.venues.alpaca_answers import VENUE as ALPACA

NIGHT = timedelta(hours=6)
"""A stock exchange that says nothing for so long, nights and weekends, is closed; shorter is a gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Candles that are not there, between two that are."""

    first: Instant
    """Open time of the first one that is missing."""
    last: Instant
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesReport:
    """One series, summed up."""

    series: Series
    rows: int
    first: Instant | None
    last: Instant | None
    gaps: tuple[Gap, ...]
    """Where the grid between first and last has candles and the files don't; a closed exchange leaves none."""
    faults: tuple[str, ...]
    """Rows that cannot be right, each in a sentence; a gap is no fault: venues have outages."""

    @property
    def missing(self) -> int:
        """How many candles the gaps are long."""
        return sum(gap.missing for gap in self.gaps)


def report(history: CandleHistory, series: Series) -> SeriesReport:
    """Read a whole series and judge it; files that cannot be read are a fault."""
    try:
        rows = history.read(series)
    except HistoryDamaged as e:
        return SeriesReport(series=series, rows=0, first=None, last=None, gaps=(), faults=(str(e),))
    length_ms = round(series.timeframe.length.total_seconds() * 1000)
    return SeriesReport(
        series=series,
        rows=len(rows),
        first=Instant.from_ms(rows[0][0]) if rows else None,
        last=Instant.from_ms(rows[-1][0]) if rows else None,
        gaps=tuple(_gaps(rows, length_ms, _longest_pause_ms(series))),
        faults=tuple(_faults(rows, length_ms)),
    )


def _longest_pause_ms(series: Series) -> int | None:
    return round(NIGHT.total_seconds() * 1000) if series.venue == ALPACA else None


def _gaps(rows: Sequence[CandleRow], length_ms: int, longest_pause_ms: int | None) -> list[Gap]:
    """Find the gaps; None for `longest_pause_ms`: the market never closes."""
    return [
        Gap(
            first=Instant.from_ms(earlier[0] + length_ms),
            last=Instant.from_ms(later[0] - length_ms),
            missing=(later[0] - earlier[0]) // length_ms - 1,
        )
        for earlier, later in pairwise(rows)
        if later[0] - earlier[0] >= 2 * length_ms
        and (longest_pause_ms is None or later[0] - earlier[0] < longest_pause_ms)
    ]


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
