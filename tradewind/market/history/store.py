"""The files: ROOT/venue/symbol/timeframe/2026-11.parquet, and 2026-11-21.day.parquet until a month takes the day in.

Each row is (open time in ms, open, high, low, close, volume), sorted, one per open time. A file is replaced in one step,
so a reader never sees half of it; the later of two rows with one open time wins. A series' folder is locked while one
of its files changes, so that a desk and a download may share a history.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tradewind.domain.candle import CandleRow, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol

COLUMNS = ("timestamp", "open", "high", "low", "close", "volume")
SCHEMA = {name: pl.Int64 if name == "timestamp" else pl.Float64 for name in COLUMNS}
DAY_SUFFIX = ".day.parquet"
SUFFIX = ".parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Which candles: of whom, of what, how long."""

    venue: str
    symbol: Symbol
    timeframe: Timeframe


class HistoryDamaged(OSError):
    """A file is no Parquet of candles; move it away, and `tradewind data download` fills the gap."""


class CandleHistory:
    """Candle files under one folder; every method does file I/O and belongs in a thread, and may raise HistoryDamaged."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def append(self, series: Series, rows: Iterable[CandleRow]) -> int:
        """Keep `rows`, confirmed ones only; return how many were not there before. OSError."""
        by_day: dict[str, list[CandleRow]] = {}
        for row in rows:
            by_day.setdefault(_day(row[0]), []).append(row)
        if not by_day:
            return 0
        self._folder(series).mkdir(parents=True, exist_ok=True)
        with _locked(self._folder(series), fcntl.LOCK_EX):
            return sum(_merge(self._day_file(series, day), day_rows) for day, day_rows in by_day.items())

    def read(
        self,
        series: Series,
        *,
        since_ms: int | None = None,
        before_ms: int | None = None,
        limit: int | None = None,
    ) -> list[CandleRow]:
        """Return candles with since <= open time < before, oldest first; with `limit` only the newest of them."""
        if not self._folder(series).is_dir():
            return []
        with _locked(self._folder(series), fcntl.LOCK_SH):
            files = [path for path in self._files(series) if _may_hold(path, since_ms, before_ms)]
            return _rows_of(files, since_ms, before_ms, limit) if files else []

    def newest(self, series: Series) -> int | None:
        """Return the open time of the newest candle; None when there is none."""
        rows = self.read(series, limit=1)
        return rows[-1][0] if rows else None

    def all_series(self) -> list[Series]:
        """Return every series that has a file."""
        folders = sorted({path.parent for path in self._root.glob(f"*/*/*/*{SUFFIX}")})
        known = {frame.value: frame for frame in Timeframe}
        return [
            Series(venue=place.parts[-3], symbol=Symbol(place.parts[-2]), timeframe=known[place.parts[-1]])
            for place in folders
            if place.parts[-1] in known
        ]

    def compact(self, series: Series, today: Instant) -> int:
        """Put every day before `today` into its month's file; return how many day files went."""
        folder = self._folder(series)
        if not folder.is_dir():
            return 0
        gone = 0
        with _locked(folder, fcntl.LOCK_EX):
            for path in sorted(folder.glob(f"*{DAY_SUFFIX}")):
                day = path.name.removesuffix(DAY_SUFFIX)
                if day < _day(today.epoch_ms):
                    _merge(path.with_name(f"{day[:7]}{SUFFIX}"), pl.read_parquet(path).iter_rows())
                    path.unlink()
                    gone += 1
        return gone

    def _files(self, series: Series) -> list[Path]:
        return sorted(self._folder(series).glob(f"*{SUFFIX}"))

    def _folder(self, series: Series) -> Path:
        return self._root / series.venue / series.symbol / series.timeframe.value

    def _day_file(self, series: Series, day: str) -> Path:
        return self._folder(series) / f"{day}{DAY_SUFFIX}"


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, how)
        yield
    except pl.exceptions.PolarsError as e:
        raise HistoryDamaged(f"a file in {folder} cannot be read: {e}") from e
    finally:
        os.close(opened)


def _merge(path: Path, rows: Iterable[Sequence[float]]) -> int:
    fresh = pl.DataFrame(list(rows), schema=SCHEMA, orient="row")
    before = pl.read_parquet(path) if path.exists() else fresh.clear()
    merged = _one_per_open_time(pl.concat([before, fresh]).lazy()).collect()
    draft = path.with_suffix(".draft")
    merged.write_parquet(draft)
    draft.replace(path)
    return merged.height - before.height


def _rows_of(
    files: Sequence[Path], since_ms: int | None, before_ms: int | None, limit: int | None
) -> list[CandleRow]:
    found = _merged(files)
    if since_ms is not None:
        found = found.filter(pl.col("timestamp") >= since_ms)
    if before_ms is not None:
        found = found.filter(pl.col("timestamp") < before_ms)
    rows = found.collect() if limit is None else found.tail(limit).collect()
    return list(rows.iter_rows())


def _merged(files: Sequence[Path]) -> pl.LazyFrame:
    months = [path for path in files if not path.name.endswith(DAY_SUFFIX)]
    days = [path for path in files if path.name.endswith(DAY_SUFFIX)]
    return _one_per_open_time(pl.concat([pl.scan_parquet(path) for path in (*months, *days)]))


def _one_per_open_time(rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.unique("timestamp", keep="last", maintain_order=True).sort("timestamp")


def _day(epoch_ms: int) -> str:
    return str(Instant.from_ms(epoch_ms))[:10]


def _may_hold(path: Path, since_ms: int | None, before_ms: int | None) -> bool:
    """Tell by its name whether a file can hold candles of the span."""
    span = path.name.removesuffix(SUFFIX).removesuffix(".day")
    is_early = since_ms is not None and span < _day(since_ms)[: len(span)]
    is_late = before_ms is not None and span > _day(before_ms)[: len(span)]
    return not (is_early or is_late)
