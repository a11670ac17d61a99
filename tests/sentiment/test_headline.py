"""Dates of every form that feeds write."""

import pytest

from tradewind.sentiment.headline import moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fri, 20 Nov 2026 12:00:00 GMT", "2026-11-20T12:00:00.000Z"),
        ("Fri, 20 Nov 2026 07:00:00 -0500", "2026-11-20T12:00:00.000Z"),
        ("20 Nov 2026 12:00:00 -0000", "2026-11-20T12:00:00.000Z"),
        ("2026-11-20T13:00:00+01:00", "2026-11-20T12:00:00.000Z"),
        ("2026-11-20", "2026-11-20T00:00:00.000Z"),
    ],
)
def test_a_date_is_a_moment_in_utc(text: str, expected: str) -> None:
    assert str(moment(text)) == expected


@pytest.mark.parametrize(
    "text", ["", "yesterday", "32 Nov 2026 12:00:00 GMT", "0001-01-01T00:00:00+14:00", "(", "1"]
)
def test_what_is_no_date_is_unknown(text: str) -> None:
    assert moment(text) is None
