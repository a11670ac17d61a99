"""When New York trades: regular sessions from 09:30 to 16:00, without weekends and the exchange's holidays.

Half days are played in full.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

NEW_YORK: Final = ZoneInfo("America/New_York")
OPENS: Final = time(9, 30)
CLOSES: Final = time(16)
SESSION_S: Final = 6 * 3600 + 1800
_YEARS: Final = range(2015, 2061)
_MONDAY, _THURSDAY = 0, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One trading day; `number` counts them without gaps, times are epoch ms, the close is not included."""

    number: int
    day: date
    open_ms: int
    close_ms: int


def session(number: int) -> Session:
    """Return the session of that number."""
    day = _days()[number]
    return Session(number=number, day=day, open_ms=_ms(day, OPENS), close_ms=_ms(day, CLOSES))


def latest(at_ms: int) -> Session:
    """Return the session that runs at `at_ms`, or the last one before."""
    number = bisect_right(_days(), new_york(at_ms).date()) - 1
    today = session(number)
    return today if today.open_ms <= at_ms else session(number - 1)


def following(at_ms: int) -> Session:
    """Return the first session that opens after `at_ms`."""
    return session(latest(at_ms).number + 1)


def is_open(at_ms: int) -> bool:
    """Say whether a session runs."""
    return at_ms < latest(at_ms).close_ms


def between(first: date, last: date) -> list[Session]:
    """Return the sessions from `first` to `last`, both included."""
    numbers = range(bisect_left(_days(), first), bisect_right(_days(), last))
    return [session(number) for number in numbers]


def new_york(at_ms: int) -> datetime:
    """Return a moment as New York's clocks show it."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(NEW_YORK)


def midnight_ms(day: date) -> int:
    """Return when a day begins in New York."""
    return _ms(day, time(0))


@lru_cache(maxsize=1)
def _days() -> tuple[date, ...]:
    every: list[date] = []
    for year in _YEARS:
        closed = holidays(year)
        start = date(year, 1, 1)
        days = (start + timedelta(days=place) for place in range((date(year + 1, 1, 1) - start).days))
        every += [day for day in days if day.weekday() < 5 and day not in closed]
    return tuple(every)


def holidays(year: int) -> frozenset[date]:
    """Return the weekdays on which the exchange stays closed (https://www.nyse.com/trade/hours-calendars)."""
    fixed = [_observed(date(year, 7, 4)), _observed(date(year, 12, 25))]
    if date(year, 1, 1).weekday() != 5:  # a New Year's Day on a Saturday is not observed
        fixed.append(_observed(date(year, 1, 1)))
    if year >= 2022:
        fixed.append(_observed(date(year, 6, 19)))
    return frozenset(
        (
            *fixed,
            _nth(year, 1, _MONDAY, 3),
            _nth(year, 2, _MONDAY, 3),
            _good_friday(year),
            _nth(year, 6, _MONDAY, 1) - timedelta(days=7),
            _nth(year, 9, _MONDAY, 1),
            _nth(year, 11, _THURSDAY, 4),
        )
    )


def _observed(day: date) -> date:
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _good_friday(year: int) -> date:
    """Return the Friday before Easter, by the Gregorian computus of Meeus, Jones and Butcher."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, skipped = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - correction + 15) % 30
    quarter, left = divmod(rest, 4)
    weekday = (32 + 2 * skipped + 2 * quarter - epact - left) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1) - timedelta(days=2)


def _ms(day: date, at: time) -> int:
    return round(datetime.combine(day, at, NEW_YORK).timestamp() * 1000)
