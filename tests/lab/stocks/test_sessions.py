"""New York's sessions: daylight saving, weekends, holidays."""

from datetime import UTC, date, datetime

import pytest

from tradewind_lab.stocks.sessions import between, following, holidays, is_open, latest, session


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        ("2026-07-15", "2026-07-15T13:30", "2026-07-15T20:00"),
        ("2026-12-15", "2026-12-15T14:30", "2026-12-15T21:00"),
        ("2026-03-09", "2026-03-09T13:30", "2026-03-09T20:00"),
        ("2026-11-02", "2026-11-02T14:30", "2026-11-02T21:00"),
    ],
)
def test_the_session_moves_with_daylight_saving(day: str, opens: str, closes: str) -> None:
    (one,) = between(date.fromisoformat(day), date.fromisoformat(day))

    assert (one.open_ms, one.close_ms) == (ms(opens), ms(closes))


@pytest.mark.parametrize(
    ("year", "closed"),
    [
        (2025, "01-01 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25"),
        (2026, "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25"),
        (2027, "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24"),
        (2022, "01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26"),
    ],
)
def test_the_exchange_s_holidays_are_closed(year: int, closed: str) -> None:
    assert sorted(day.strftime("%m-%d") for day in holidays(year)) == closed.split()


def test_a_weekend_lies_between_friday_s_close_and_monday_s_open() -> None:
    saturday = ms("2026-11-21T15:00")

    assert not is_open(saturday)
    assert latest(saturday).day == date(2026, 11, 20)
    assert following(saturday).day == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("at", "opened"),
    [
        ("2026-11-20T14:29:59.999", False),
        ("2026-11-20T14:30", True),
        ("2026-11-20T20:59:59.999", True),
        ("2026-11-20T21:00", False),
    ],
)
def test_the_open_belongs_to_the_session_and_the_close_does_not(at: str, *, opened: bool) -> None:
    assert is_open(ms(at)) is opened


def test_sessions_are_numbered_without_gaps() -> None:
    week = between(date(2026, 11, 20), date(2026, 11, 30))

    assert [one.day.day for one in week] == [20, 23, 24, 25, 27, 30]
    assert [one.number - week[0].number for one in week] == list(range(6))
    assert session(week[3].number) == week[3]
