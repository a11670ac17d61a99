"""The weight of a minute: reads keep to their share, orders pass, and a venue's call for silence holds for all."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clocks import START, FakeClock
from tradewind.domain.clock import Instant
from tradewind.market.failures import FailureKind, FetchFailed
from tradewind.market.weight import Lane, WeightBudget

AT_ONCE = timedelta(0)
SETTLED = Instant.of(START + timedelta(seconds=5))


def budget_of(clock: FakeClock, limit: int = 100, share: float = 0.5, reserve: float = 0.2) -> WeightBudget:
    return WeightBudget(limit, share, reserve, clock)


async def refusal_of(budget: WeightBudget, weight: int = 1, lane: Lane = Lane.READS) -> FetchFailed:
    with pytest.raises(FetchFailed) as refused:
        await budget.turn(weight, AT_ONCE, lane)
    assert refused.value.kind is FailureKind.RATE_LIMITED
    return refused.value


async def test_reads_stop_at_their_share_of_the_minute() -> None:
    budget = budget_of(FakeClock(SETTLED))
    await budget.turn(30, AT_ONCE)
    await budget.turn(20, AT_ONCE)

    refused = await refusal_of(budget)

    assert budget.used == 50
    assert refused.retry_after == timedelta(seconds=56)


async def test_orders_pass_where_reads_have_to_wait_f38() -> None:
    budget = budget_of(FakeClock(SETTLED))
    await budget.turn(50, AT_ONCE)
    await refusal_of(budget)

    await budget.turn(50, AT_ONCE, Lane.ORDERS)

    await refusal_of(budget, lane=Lane.ORDERS)


async def test_the_reserve_of_orders_holds_against_any_share_of_reads() -> None:
    budget = budget_of(FakeClock(SETTLED), share=1, reserve=0.3)
    await budget.turn(70, AT_ONCE)

    await refusal_of(budget)


async def test_a_new_minute_begins_a_second_after_the_wall_clocks() -> None:
    clock = FakeClock(SETTLED)
    budget = budget_of(clock)
    await budget.turn(50, AT_ONCE)
    clock.advance(timedelta(seconds=55.5))
    await refusal_of(budget)

    clock.advance(timedelta(seconds=0.5))
    await budget.turn(50, AT_ONCE)


async def test_the_venues_own_count_is_believed_where_it_is_higher() -> None:
    budget = budget_of(FakeClock(SETTLED))
    await budget.turn(2, AT_ONCE)
    budget.report(49)
    assert budget.used == 49
    budget.report(3)
    assert budget.used == 49

    await refusal_of(budget, weight=2)


async def test_a_count_of_the_minute_before_does_not_spoil_the_new_one() -> None:
    clock = FakeClock(Instant.of(START + timedelta(seconds=1.5)))
    budget = budget_of(clock)
    budget.report(99)

    assert budget.used == 0


async def test_silence_that_the_venue_asks_for_holds_in_every_lane_until_it_ends_f38_f39() -> None:
    clock = FakeClock(SETTLED)
    budget = budget_of(clock)
    budget.close(timedelta(seconds=120))
    budget.close(timedelta(seconds=3))
    for lane in Lane:
        assert (await refusal_of(budget, lane=lane)).retry_after == timedelta(seconds=120)
    assert budget.open_again_at == Instant.of(SETTLED + timedelta(seconds=120))

    clock.advance(timedelta(seconds=120))
    await budget.turn(1, AT_ONCE)
    assert budget.open_again_at is None


async def test_a_request_that_can_never_fit_is_refused_at_once() -> None:
    refused = await refusal_of(budget_of(FakeClock(SETTLED)), weight=51)

    assert refused.retry_after is None


@given(
    weights=st.lists(st.integers(1, 60), max_size=40),
    steps=st.lists(st.floats(0, 30), min_size=40, max_size=40),
)
def test_no_minute_holds_more_than_the_share_whatever_is_asked_for(
    weights: list[int], steps: list[float]
) -> None:
    clock = FakeClock(SETTLED)
    budget = budget_of(clock)
    granted: dict[int, int] = {}

    async def ask() -> None:
        for weight, step in zip(weights, steps, strict=False):
            clock.advance(timedelta(seconds=step))
            try:
                await budget.turn(weight, AT_ONCE)
            except FetchFailed:
                continue
            minute = (clock.now().epoch_ms - 1000) // 60_000
            granted[minute] = granted.get(minute, 0) + weight

    asyncio.run(ask())
    assert all(used <= 50 for used in granted.values())
