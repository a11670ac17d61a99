"""Figures of every window of a series, and of its calendar weeks, months and years; pure."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import TypeVar

from tradewind.portfolio.metrics import Returns, array_of, total_return

V = TypeVar("V")


class Calendar(StrEnum):
    """What returns can be gathered into."""

    WEEK = "week"  # ISO 8601
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def rolling(figure: Callable[..., V], window: int, *series: Returns) -> list[V]:
    """Return `figure` of each `window` periods of `series`, oldest first; empty when they are fewer."""
    arrays = [array_of(one) for one in series]
    ends = range(window, len(arrays[0]) + 1)
    return [figure(*(one[end - window : end] for one in arrays)) for end in ends]


def gathered(returns: Returns, days: Sequence[date], into: Calendar) -> list[float]:
    """Return what each week, month, quarter or year earned; `days` are those of the returns, in order."""
    moves = array_of(returns)
    names = [_place(day, into) for day in days]
    places = groupby(range(len(names)), key=lambda place: names[place])
    return [total_return(moves[list(members)]) or 0.0 for _, members in places]


def _place(day: date, into: Calendar) -> tuple[int, int]:
    match into:
        case Calendar.WEEK:
            year, week, _ = day.isocalendar()
            return year, week
        case Calendar.MONTH:
            return day.year, day.month
        case Calendar.QUARTER:
            return day.year, (day.month - 1) // 3
        case Calendar.YEAR:
            return day.year, 0
