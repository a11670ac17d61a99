"""A model that keeps failing is left alone for a while."""

from datetime import timedelta

from tests.clocks import FakeClock
from tradewind.decision.breaker import Breaker, Circuit
from tradewind.decision.models_config import BreakerConfig


def a_breaker(clock: FakeClock) -> Breaker:
    return Breaker(BreakerConfig(failures=2, open_for=timedelta(seconds=60)), clock)


def test_failures_in_a_row_open_it() -> None:
    breaker = a_breaker(FakeClock())
    breaker.failed()
    assert breaker.admits()
    breaker.failed()

    assert breaker.circuit is Circuit.OPEN
    assert not breaker.admits()
    assert breaker.seconds_left == 60


def test_a_success_between_failures_counts_them_anew() -> None:
    breaker = a_breaker(FakeClock())
    for _ in range(5):
        breaker.failed()
        breaker.succeeded()

    assert breaker.circuit is Circuit.CLOSED


def test_after_its_time_one_question_tries_it() -> None:
    clock = FakeClock()
    breaker = a_breaker(clock)
    breaker.failed()
    breaker.failed()
    clock.advance(timedelta(seconds=60))

    assert breaker.circuit is Circuit.HALF_OPEN
    assert breaker.admits()
    assert not breaker.admits()


def test_a_probe_that_succeeds_closes_it_and_one_that_fails_does_not() -> None:
    clock = FakeClock()
    breaker = a_breaker(clock)
    breaker.failed()
    breaker.failed()
    clock.advance(timedelta(seconds=60))
    breaker.admits()
    breaker.failed()
    after_failure = breaker.circuit
    clock.advance(timedelta(seconds=60))
    breaker.admits()
    breaker.succeeded()

    assert [after_failure, breaker.circuit] == [Circuit.OPEN, Circuit.CLOSED]
