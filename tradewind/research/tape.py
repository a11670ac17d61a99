"""A folder of recorded candles as columns: read once, checked row by row, never changed.

`SYMBOL_5m.parquet` (or `.csv`, `.csv.gz`) with timestamp (open time, epoch ms, UTC), open, high, low, close, volume
(coins); `SYMBOL_funding.*` with timestamp and funding_rate. A missing candle is a gap: flat, without volume, and
marked as not there.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol

Floats = NDArray[np.float64]
Moments = NDArray[np.int64]
Marks = NDArray[np.bool_]

STEP_MS = 300_000
TIMEFRAME = "5m"
SUFFIXES = (".parquet", ".csv", ".csv.gz")
PRICES = ("open", "high", "low", "close")
FUNDING_EVERY_MS = 8 * 3600 * 1000
"""When the simulator's positions pay each other: 00:00, 08:00 and 16:00 UTC."""
FUNDING_TOLERANCE_MS = 60_000
"""Venues stamp a payment some milliseconds late."""
_EARLIEST_MS = 946_684_800_000  # 2000: an earlier stamp counts seconds, not milliseconds


class TapeRefused(ValueError):
    """A folder that cannot be played; says which file and row, and what is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Columns:
    """One instrument on the grid of its tape; NaN before its first candle."""

    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats  # coins
    stamp_ms: Moments
    """When the newest candle that was really there had ended; in a gap it stands still."""

    @property
    def first(self) -> int:
        """The place of the first candle."""
        known = np.flatnonzero(~np.isnan(self.close))
        return int(known[0]) if len(known) else len(self.close)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FundingRates:
    """What was paid and when; epoch ms, oldest first."""

    paid_ms: Moments
    rates: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tape:
    """Every instrument on one grid of 5 minutes; place i is the candle that opens at `open_ms(i)`."""

    start_ms: int
    length: int
    columns: Mapping[Symbol, Columns]
    funding: Mapping[Symbol, FundingRates]
    sha256: str
    """Over the names and the bytes of all files."""

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """The instruments, by name."""
        return tuple(self.columns)

    def open_ms(self, place: int) -> int:
        """Return when the candle at `place` opens."""
        return self.start_ms + place * STEP_MS

    def close_ms(self, place: int) -> int:
        """Return when the candle at `place` has closed: from then on it may be known."""
        return self.open_ms(place) + STEP_MS

    def place(self, moment: Instant) -> int:
        """Return the place of the first candle that opens at `moment` or later, inside the tape."""
        behind = -(-(moment.epoch_ms - self.start_ms) // STEP_MS)
        return min(max(behind, 0), self.length)


def read_tape(folder: Path, symbols: Sequence[str] = ()) -> Tape:
    """Return the candles of `symbols` (none named: of everything in `folder`); TapeRefused."""
    files = _candle_files(folder, symbols)
    digest = hashlib.sha256()
    frames: dict[Symbol, pl.DataFrame] = {}
    funding: dict[Symbol, FundingRates] = {}
    for symbol, path in sorted(files.items()):
        frames[symbol] = _read(path, ("timestamp", *PRICES, "volume"), digest)
        _check_candles(path, frames[symbol])
        paid = _existing(folder, f"{symbol}_funding")
        if paid is not None:
            funding[symbol] = _rates(paid, _read(paid, ("timestamp", "funding_rate"), digest))
    start_ms = min(int(frame["timestamp"][0]) for frame in frames.values())
    end_ms = max(int(frame["timestamp"][-1]) for frame in frames.values())
    length = (end_ms - start_ms) // STEP_MS + 1
    return Tape(
        start_ms=start_ms,
        length=length,
        columns={symbol: _on_grid(frame, start_ms, length) for symbol, frame in frames.items()},
        funding=funding,
        sha256=digest.hexdigest(),
    )


def _candle_files(folder: Path, symbols: Sequence[str]) -> dict[Symbol, Path]:
    if not folder.is_dir():
        raise TapeRefused(f"{folder} is not a folder of recorded candles")
    there = {
        Symbol(path.name.removesuffix(suffix).removesuffix(f"_{TIMEFRAME}")): path
        for suffix in SUFFIXES
        for path in folder.glob(f"*_{TIMEFRAME}{suffix}")
    }
    if not there:
        raise TapeRefused(f"{folder}: no file is named SYMBOL_{TIMEFRAME}{SUFFIXES[0]} (or {SUFFIXES[1]})")
    missing = [symbol for symbol in symbols if symbol not in there]
    if missing:
        raise TapeRefused(
            f"{folder}: no {TIMEFRAME} candles of {', '.join(missing)}; it has {', '.join(sorted(there))}"
        )
    return {symbol: path for symbol, path in there.items() if not symbols or symbol in symbols}


def _existing(folder: Path, stem: str) -> Path | None:
    return next((path for suffix in SUFFIXES if (path := folder / f"{stem}{suffix}").is_file()), None)


def _read(path: Path, names: Sequence[str], digest: "hashlib._Hash") -> pl.DataFrame:
    digest.update(path.name.encode() + b"\0" + path.read_bytes())
    try:
        frame = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path)
    except (pl.exceptions.PolarsError, OSError) as e:
        raise TapeRefused(f"{path}: not readable: {e}") from e
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise TapeRefused(f"{path}: no column {', '.join(missing)}; it has {', '.join(frame.columns)}")
    if frame.is_empty():
        raise TapeRefused(f"{path}: has no rows")
    frame = frame.select(names).with_columns(_in_ms(path, frame.schema["timestamp"]))
    try:
        frame = frame.with_columns(pl.col(name).cast(pl.Float64) for name in names[1:])
    except pl.exceptions.PolarsError as e:
        raise TapeRefused(f"{path}: {e}") from e
    _check_times(path, frame["timestamp"])
    return frame


def _in_ms(path: Path, kind: pl.DataType) -> pl.Expr:
    """Return the open times in epoch ms; a time without a zone is nobody's time."""
    times = pl.col("timestamp")
    if kind.is_integer():
        return times.cast(pl.Int64)
    if isinstance(kind, pl.Datetime) and kind.time_zone is not None:
        return times.dt.epoch("ms")
    raise TapeRefused(f"{path}: timestamp must be epoch milliseconds or a time with its zone, was {kind}")


def _check_times(path: Path, times: pl.Series) -> None:
    if times.null_count():
        raise TapeRefused(f"{path}, row {_row(times.is_null())}: has no timestamp")
    stamps = times.to_numpy()
    if stamps[0] < _EARLIEST_MS:
        raise TapeRefused(f"{path}, row 1: timestamp {stamps[0]} lies before 2000; milliseconds are wanted")
    backwards = np.flatnonzero(np.diff(stamps) <= 0)
    if len(backwards):
        row = int(backwards[0]) + 2
        what = "again" if stamps[row - 1] == stamps[row - 2] else "after a later one"
        raise TapeRefused(
            f"{path}, row {row}: {Instant.from_ms(int(stamps[row - 1]))} comes {what}; "
            "rows must be in order and each time there once"
        )


def _check_candles(path: Path, frame: pl.DataFrame) -> None:
    opened, high, low, close, volume = (frame[name] for name in (*PRICES, "volume"))
    faults = {
        f"does not open on a whole {TIMEFRAME}": frame["timestamp"] % STEP_MS != 0,
        "has a price that is no positive number": ~_all_positive((opened, high, low, close)),
        "has no volume of 0 or more": ~(volume.is_finite() & (volume >= 0)).fill_null(value=False),
        "leaves its own range from low to high": (low > opened)
        | (low > close)
        | (high < opened)
        | (high < close),
    }
    for fault, rows in faults.items():
        if rows.any():
            raise TapeRefused(f"{path}, row {_row(rows)}: the candle {fault}")


def _all_positive(prices: Sequence[pl.Series]) -> pl.Series:
    sound = pl.Series([True]).new_from_index(0, len(prices[0]))
    for price in prices:
        sound &= (price.is_finite() & (price > 0)).fill_null(value=False)
    return sound


def _row(faulty: pl.Series) -> int:
    """Return which row is the first faulty one, counted from 1."""
    first = faulty.fill_null(value=True).arg_max()
    return 1 if first is None else first + 1


def _rates(path: Path, frame: pl.DataFrame) -> FundingRates:
    rates = frame["funding_rate"].to_numpy()
    odd = np.flatnonzero(~(np.abs(rates) < 1))
    if len(odd):
        raise TapeRefused(
            f"{path}, row {int(odd[0]) + 1}: funding_rate {rates[odd[0]]} is no share of a notional"
        )
    paid_ms = frame["timestamp"].to_numpy()
    beside = np.flatnonzero((paid_ms + FUNDING_TOLERANCE_MS) % FUNDING_EVERY_MS > 2 * FUNDING_TOLERANCE_MS)
    if len(beside):  # left out, it would make every result better or worse than it was
        at = Instant.from_ms(int(paid_ms[beside[0]]))
        raise TapeRefused(
            f"{path}, row {int(beside[0]) + 1}: paid at {at}; the simulator pays at 00:00, 08:00 and 16:00 UTC"
        )
    return FundingRates(paid_ms=paid_ms, rates=rates)


def _on_grid(frame: pl.DataFrame, start_ms: int, length: int) -> Columns:
    """Lay candles on the grid; a gap stands flat at the close before it."""
    places = (frame["timestamp"].to_numpy() - start_ms) // STEP_MS
    newest = np.full(length, -1, dtype=np.int64)
    newest[places] = np.arange(len(places))
    is_there = newest >= 0
    newest = np.maximum.accumulate(newest)
    close = np.where(newest >= 0, frame["close"].to_numpy()[newest], np.nan)
    drawn = {
        name: np.where(is_there, frame[name].to_numpy()[newest], close) for name in ("open", "high", "low")
    }
    stamps = start_ms + (places[newest] + 1) * STEP_MS
    return Columns(
        **drawn,
        close=close,
        volume=np.where(is_there, frame["volume"].to_numpy()[newest], 0.0),
        stamp_ms=np.where(newest >= 0, stamps, 0).astype(np.int64),
    )
