"""Files of recorded candles and funding: reading them, and refusing what cannot be played.

Rows are counted from 1, the first row below the header of a CSV file.
"""

import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from tradewind_lab.tape.port import TapeRefused

logger = logging.getLogger(__name__)

STEPS: Final = {"1m": 60, "5m": 300, "15m": 900, "1h": 3600, "4h": 14_400}
_REST: Final = r"_(1m|5m|15m|1h|4h|funding)\.(parquet|csv|csv\.gz)$"
_PRICES: Final = ("open", "high", "low", "close")

Times = npt.NDArray[np.int64]
Column = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class CandleFile:
    """One timeframe of one symbol: open times in ms, prices and volume in coins, float64[5, n]."""

    path: Path
    step_s: int
    times: Times
    values: Column

    @property
    def span_ms(self) -> int:
        """Return how much time lies between the first open and the last close."""
        return int(self.times[-1] - self.times[0]) + self.step_s * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingFile:
    """Settled rates of one symbol by their time in ms."""

    path: Path
    times: Times
    rates: Column


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """How the files of one kind of market are named: SYMBOL_TIMEFRAME.parquet, .csv or .csv.gz."""

    symbol: str  # a regular expression
    example: str


SWAP_NAMES: Final = Naming(symbol="[A-Z0-9]+-USDT-SWAP", example="BTC-USDT-SWAP")
SPOT_NAMES: Final = Naming(symbol="[A-Z0-9]+USDT", example="BTCUSDT")
STOCK_NAMES: Final = Naming(symbol="[A-Z]{1,5}", example="SPY")


def find_files(folder: Path, naming: Naming) -> dict[str, dict[str, Path]]:
    """Return the files of each symbol by timeframe (or `funding`), symbols in alphabetic order.

    Raises TapeRefused when there is no folder, no candle file, or one file in two formats.
    """
    if not folder.is_dir():
        raise TapeRefused(f"{folder}: no such folder")
    found: dict[str, dict[str, Path]] = {}
    named = re.compile(f"^({naming.symbol}){_REST}")
    for path in sorted(folder.iterdir()):
        match = named.match(path.name)
        if match is None:
            continue
        symbol, kind = match[1], match[2]
        other = found.setdefault(symbol, {}).setdefault(kind, path)
        if other is not path:
            raise TapeRefused(f"{path} and {other.name} hold the same candles; keep one of them")
    playable = {symbol: files for symbol, files in found.items() if files.keys() & STEPS.keys()}
    if not playable:
        raise TapeRefused(
            f"{folder}: no candle file; expected SYMBOL_TIMEFRAME.parquet, .csv or .csv.gz "
            f"with a symbol like {naming.example} and one of {', '.join(STEPS)}"
        )
    return playable


def read_candles(path: Path, step_s: int) -> CandleFile:
    """Read one file of candles; TapeRefused names the row that cannot be played."""
    frame = _frame(path, {"timestamp": pl.Int64, **dict.fromkeys((*_PRICES, "volume"), pl.Float64)})
    times = frame["timestamp"].to_numpy()
    values = np.stack([frame[name].to_numpy() for name in (*_PRICES, "volume")])
    _check_times(path, times, step_s * 1000)
    _check_values(path, values)
    return CandleFile(path=path, step_s=step_s, times=times, values=values)


def read_funding(path: Path) -> FundingFile:
    """Read one file of funding rates; TapeRefused names the row that cannot be played."""
    frame = _frame(path, {"timestamp": pl.Int64, "funding_rate": pl.Float64})
    times, rates = frame["timestamp"].to_numpy(), frame["funding_rate"].to_numpy()
    _check_times(path, times, 1)
    _refuse(path, ~(np.abs(rates) < 0.1), "funding_rate must be a share between -0.1 and 0.1")
    return FundingFile(path=path, times=times, rates=rates)


def _frame(path: Path, columns: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    try:
        frame = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path)
    except (pl.exceptions.PolarsError, OSError) as e:
        raise TapeRefused(f"{path}: cannot be read: {e}") from e
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise TapeRefused(f"{path}: no column {', '.join(missing)}; needed are {', '.join(columns)}")
    if frame.is_empty():
        raise TapeRefused(f"{path}: no rows")
    return frame.select(_column(path, frame[name], kind) for name, kind in columns.items())


def _column(path: Path, column: pl.Series, kind: type[pl.DataType]) -> pl.Series:
    what = "whole milliseconds" if kind is pl.Int64 else "numbers"
    if not column.dtype.is_numeric() or (kind is pl.Int64 and not column.dtype.is_integer()):
        raise TapeRefused(f"{path}: column {column.name} must hold {what}, holds {column.dtype}")
    _refuse(path, column.is_null().to_numpy(), f"{column.name} is empty")
    return column.cast(kind)


def _check_times(path: Path, times: Times, step_ms: int) -> None:
    _refuse(path, times < 10**11, "timestamp must be in milliseconds since 1970")
    late = np.concatenate(((False,), np.diff(times) <= 0))
    _refuse(
        path, late, "timestamp is not later than that of the row before; sort the rows and drop duplicates"
    )
    _refuse(path, times % step_ms != 0, "timestamp is not a multiple of the timeframe")


def _check_values(path: Path, values: Column) -> None:
    opened, high, low, closed, volume = values
    _refuse(path, np.logical_or.reduce(~np.isfinite(values)), "every value must be a finite number")
    _refuse(path, np.logical_or.reduce(values[:4] <= 0), "prices must be above zero")
    _refuse(path, volume < 0, "volume must not be negative")
    _refuse(path, high < low, "high lies below low")
    outside = (high < np.maximum(opened, closed)) | (low > np.minimum(opened, closed))
    _refuse(path, outside, "open and close must lie between low and high")


def _refuse(path: Path, wrong: npt.NDArray[np.bool_], reason: str) -> None:
    if wrong.any():
        raise TapeRefused(f"{path}: row {int(wrong.argmax()) + 1}: {reason}")
