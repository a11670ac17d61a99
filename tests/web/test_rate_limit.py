"""Buckets fill with time, are kept per address, and never grow without limit."""

from datetime import timedelta

import pytest

from tests.clocks import FakeClock
from tradewind.web.rate_limit import Rate, RateLimiter

RATE = Rate(name="read", per_second=2, burst=3)


def test_a_burst_passes_and_then_time_decides() -> None:
    clock = FakeClock()
    limiter = RateLimiter(clock)

    taken = [limiter.take(RATE, "a") for _ in range(4)]
    clock.advance(timedelta(seconds=0.5))

    assert taken == [None, None, None, 1]
    assert limiter.take(RATE, "a") is None
    assert limiter.take(RATE, "a") == 1


def test_addresses_and_names_do_not_share_a_bucket() -> None:
    limiter = RateLimiter(FakeClock())
    other = Rate(name="trigger", per_second=1, burst=1)
    for _ in range(3):
        limiter.take(RATE, "a")

    assert limiter.take(RATE, "b") is None
    assert limiter.take(other, "a") is None
    assert limiter.take(RATE, "a") is not None


def test_many_addresses_cannot_fill_the_memory() -> None:
    limiter = RateLimiter(FakeClock(), max_buckets=10)

    for number in range(1000):
        limiter.take(RATE, str(number))

    assert len(limiter._buckets) == 10


def test_a_rate_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="was 0/s burst 1"):
        Rate(name="none", per_second=0, burst=1)
