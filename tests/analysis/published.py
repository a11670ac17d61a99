"""Candles and indicator values that others have published, read where they lie."""

import csv
import gzip
import json
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from tests.recorded import recorded_root
from tradewind.analysis.series import Candles, Series

COLUMNS = ("open", "high", "low", "close", "volume")


def quotes(name: str) -> Candles:
    """Candles of a `quotes_*.csv`; an empty cell is NaN."""
    with (_folder() / f"quotes_{name}.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    return Candles(**{column: np.array([float(row[column] or "nan") for row in rows]) for column in COLUMNS})


def expected(name: str, field: str) -> Series:
    """One field of a table of expected values; null is NaN."""
    path = _folder() / f"{name}.standard.json.gz"
    rows: list[dict[str, Any]] = json.loads(gzip.decompress(path.read_bytes()))
    return np.array([np.nan if row.get(field) is None else row[field] for row in rows], dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """Input and output arrays of one function; the output is shorter by the warm-up."""

    options: tuple[float, ...]
    arrays: tuple[Series, ...]


def vectors(function: str) -> list[Vector]:
    """All vectors of a function in the three text files."""
    folder = recorded_root() / "indicators" / "tulip"
    return [
        vector
        for name in ("atoz", "extra", "untest")
        for vector in _vectors((folder / f"{name}.txt").read_text(), function)
    ]


def _vectors(text: str, function: str) -> list[Vector]:
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    heads = [place for place, line in enumerate(lines) if not line.startswith("{")]
    return [
        Vector(
            options=tuple(float(option) for option in lines[start].split()[1:]),
            arrays=tuple(
                np.array([float(number) for number in re.findall(r"[-+.\deE]+", line)])
                for line in lines[start + 1 : end]
            ),
        )
        for start, end in pairwise([*heads, len(lines)])
        if lines[start].split()[0] == function
    ]


def _folder() -> Path:
    return recorded_root() / "indicators" / "stock_indicators"
