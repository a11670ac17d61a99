"""The recorded tables of metrics: rows of arguments, as expressions over named series, and what has to come out."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from tests.recorded import recorded_root
from tradewind.portfolio import metrics

FIRST_DAY = date(2000, 1, 30)
DEMANDED = 1e-9
PERIODS = {"DAILY": 252, "WEEKLY": 52, "MONTHLY": 12, "QUARTERLY": 4, "YEARLY": 1, "yearly": 1}


class Unlisted(LookupError):
    """An expression names something that stands in no record."""


@dataclass(frozen=True, slots=True, eq=False)
class Dated:
    """A series that knows its place on the calendar, so that two can be laid beside each other."""

    values: NDArray[np.float64]
    start: int = 0

    @property
    def shape(self) -> tuple[int, ...]:
        return self.values.shape

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, place: "slice | int") -> "Dated | float":
        if isinstance(place, int):
            return float(self.values[place])
        return Dated(self.values[place], self.start + (place.start or 0))

    def __neg__(self) -> Self:
        return type(self)(-self.values, self.start)

    def __mul__(self, other: "Dated | float") -> Self:
        return type(self)(self.values * _plain(other), self.start)

    __rmul__ = __mul__

    def __add__(self, other: "Dated | float | NDArray[np.float64]") -> Self:
        return type(self)(self.values + _plain(other), self.start)

    __radd__ = __add__


def beside(first: Any, second: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lay two series over the days of both; NaN where one has none."""
    if not isinstance(first, Dated) or not isinstance(second, Dated):
        return plain(first), plain(second)
    begin = min(first.start, second.start)
    end = max(one.start + len(one) for one in (first, second))
    laid = []
    for one in (first, second):
        line = np.full(end - begin, np.nan)
        line[one.start - begin : one.start - begin + len(one)] = one.values
        laid.append(line)
    return laid[0], laid[1]


def plain(value: Any) -> Any:
    """Return a series without its place; anything else as it is."""
    return _plain(value)


def days(count: int, period: str) -> list[date]:
    """Return the days of a series that was given as days, Sundays or ends of months."""
    if period == "monthly":
        firsts = [date(2000 + (month + 1) // 12, (month + 1) % 12 + 1, 1) for month in range(count)]
        return [first - timedelta(days=1) for first in firsts]
    step = timedelta(days=7 if period == "weekly" else 1)
    return [FIRST_DAY + step * place for place in range(count)]


class Vectors:
    """The file of tables, and the series that it names or describes."""

    def __init__(self) -> None:
        found = json.loads((recorded_root() / "metrics" / "empyrical_vectors.json").read_text())
        self.tables: list[Mapping[str, Any]] = found["tables"]
        given = {name: Dated(np.array(line, dtype=np.float64)) for name, line in found["series"].items()}
        count = len(given["noise"])
        has_gaps = np.where(np.arange(count) % 3 == 0, np.nan, 1.0)
        self.names: dict[str, Any] = {
            **given,
            "pos_line": Dated(np.linspace(0, 1, num=count)),
            "neg_line": Dated(np.linspace(0, -1, num=count)),
            "sparse_noise": given["noise"] * Dated(has_gaps),
            "sparse_flat_line_1_tz": given["flat_line_1_tz"] * Dated(has_gaps),
            "cum_returns_final": lambda returns: metrics.total_return(plain(returns)),
            "np": np,
            "pd": _Frames(),
            "rand": np.random.RandomState(1337),
            "range": range,
            "len": len,
        }

    def value(self, cell: Any) -> Any:
        """Return what a cell of a table stands for; Unlisted."""
        if not isinstance(cell, str) or cell in PERIODS:
            return cell
        try:
            return eval(cell, {"__builtins__": {}}, self.names)  # noqa: S307 - a record of this project's tests
        except NameError as e:
            raise Unlisted(str(e)) from e


class _Frames:
    """What the expressions ask of data frames: a column without its calendar."""

    @staticmethod
    def Series(values: Any, index: Any = None) -> Dated:  # noqa: N802, ARG004
        return Dated(np.asarray(values, dtype=np.float64))

    @staticmethod
    def DataFrame(columns: Mapping[str, Dated]) -> Dated:  # noqa: N802
        return next(iter(columns.values()))

    @staticmethod
    def date_range(start: str, periods: int, freq: str) -> None:
        """Say nothing of the calendar."""


def tolerance(expected: float) -> float:
    """Return 1e-9, or the last place where fewer places are on record: some of them were cut, not rounded."""
    text = repr(float(expected))
    digits, _, power = text.partition("e")
    places = len(re.sub(r"^-?\d+\.?", "", digits)) - int(power or 0)
    return DEMANDED if places <= 3 or places >= 9 else 1.000001 * 10.0**-places


def _plain(value: Any) -> Any:
    return value.values if isinstance(value, Dated) else value
