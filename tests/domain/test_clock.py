"""Moments are UTC to the millisecond, with one text form."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradewind.domain.clock import Instant


def test_a_moment_is_written_with_milliseconds_and_z() -> None:
    assert str(Instant.from_ms(1_700_000_000_120)) == "2023-11-14T22:13:20.120Z"
    assert str(Instant.from_ms(1_700_000_000_000)) == "2023-11-14T22:13:20.000Z"


def test_a_moment_of_another_zone_is_turned_to_utc_and_cut_to_the_millisecond() -> None:
    east = datetime(2026, 1, 1, 8, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=8)))

    assert Instant.of(east) == Instant(2026, 1, 1, 0, 0, 0, 999_000, tzinfo=UTC)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Instant.of(datetime(2026, 1, 1))  # noqa: DTZ001 -- the mistake under test


@given(st.integers(min_value=0, max_value=4_102_444_800_000))
def test_epoch_milliseconds_and_text_go_both_ways(epoch_ms: int) -> None:
    moment = Instant.from_ms(epoch_ms)

    assert moment.epoch_ms == epoch_ms
    assert Instant.parse(str(moment)) == moment


def test_a_moment_moved_by_an_interval_keeps_its_form() -> None:
    assert str(Instant.from_ms(0) + timedelta(seconds=1)) == "1970-01-01T00:00:01.000Z"
