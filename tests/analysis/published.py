"""Candles and indicator values that others have published, read where they lie."""

import csv
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from tests.recorded import recorded_files
from tradewind.analysis.series import Candles, Series

FOLDER = "indicators/stock_indicators"
SUFFIX = ".standard.json.gz"
COLUMNS = ("open", "high", "low", "close", "volume")


def quotes(name: str) -> Candles:
    """Candles of a `quotes_*.csv`; an empty cell is NaN."""
    with recorded_files(FOLDER, f"quotes_{name}.csv")[0].open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    return Candles(**{column: np.array([float(row[column] or "nan") for row in rows]) for column in COLUMNS})


def names_of_quotes() -> list[str]:
    """Every `quotes_*.csv` there is; the calling test is skipped where there is none."""
    return [path.stem.removeprefix("quotes_") for path in recorded_files(FOLDER, "quotes_*.csv")]


def tables() -> list[str]:
    """Every table of expected values there is, by name; the calling test is skipped where there is none."""
    return [path.name.removesuffix(SUFFIX) for path in recorded_files(FOLDER, f"*{SUFFIX}")]


def expected_fields(name: str) -> dict[str, Series]:
    """The columns of a table of expected values; null is NaN."""
    rows: list[dict[str, Any]] = json.loads(
        gzip.decompress(recorded_files(FOLDER, f"{name}{SUFFIX}")[0].read_bytes())
    )
    fields = dict.fromkeys(field for row in rows for field in row if field != "timestamp")
    return {
        field: np.array([np.nan if row.get(field) is None else row[field] for row in rows], dtype=np.float64)
        for field in fields
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """Input and output arrays of one function; the output is shorter by the warm-up."""

    options: tuple[float, ...]
    arrays: tuple[Series, ...]


def vectors_by_function() -> dict[str, list[Vector]]:
    """All vectors of the text files; the calling test is skipped where there is none."""
    found: dict[str, list[Vector]] = {}
    for path in recorded_files("indicators/tulip", "*.txt"):
        for function, vector in _vectors(path.read_text()):
            found.setdefault(function, []).append(vector)
    return found


def _vectors(text: str) -> Iterator[tuple[str, Vector]]:
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    heads = [place for place, line in enumerate(lines) if not line.startswith("{")]
    for start, end in pairwise([*heads, len(lines)]):
        function, *options = lines[start].split()
        arrays = tuple(
            np.array([float(number) for number in re.findall(r"[-+.\deE]+", line)])
            for line in lines[start + 1 : end]
        )
        yield function, Vector(options=tuple(float(option) for option in options), arrays=arrays)
