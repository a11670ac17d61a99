"""Pauses double up to the longest, and each is drawn from the whole of it: F30."""

from datetime import timedelta

from tradewind.domain.backoff import Backoff


def pauses(share: float, count: int) -> list[float]:
    backoff = Backoff(timedelta(seconds=1), timedelta(seconds=30), lambda: share)
    return [backoff.failed() for _ in range(count)]


def test_pauses_double_up_to_the_longest_f30() -> None:
    assert pauses(1.0, 7) == [1, 2, 4, 8, 16, 30, 30]


def test_a_pause_is_any_share_of_its_ceiling_f30() -> None:
    assert pauses(0.25, 3) == [0.25, 0.5, 1.0]
    assert pauses(0.0, 2) == [0, 0]


def test_a_success_begins_a_new_series() -> None:
    backoff = Backoff(timedelta(seconds=1), timedelta(seconds=30), lambda: 1.0)
    backoff.failed()
    backoff.failed()
    backoff.succeeded()

    assert backoff.failed() == 1
