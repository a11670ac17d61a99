"""No more requests than the share of the budget in any window, and none while the venue asks for a pause."""

import asyncio
from datetime import timedelta

import pytest

from tests.clocks import FakeClock
from tradewind.app.clock import SystemClock
from tradewind.market.budget import RequestBudget
from tradewind.market.failures import FailureKind, FetchFailed

WINDOW = timedelta(milliseconds=200)


async def turns(
    budget: RequestBudget, count: int, clock: SystemClock, endpoint: str = "books"
) -> list[float]:
    taken: list[float] = []

    async def take() -> None:
        await budget.turn(endpoint)
        taken.append(clock.monotonic())

    async with asyncio.TaskGroup() as tasks:
        for _ in range(count):
            tasks.create_task(take())
    return taken


async def test_no_window_holds_more_than_the_share() -> None:
    clock = SystemClock()
    began = clock.monotonic()
    taken = await turns(RequestBudget(10, WINDOW, 0.5, clock), 12, clock)

    windows = [(at - began) / WINDOW.total_seconds() for at in taken]
    assert len(windows) == 12
    assert min(windows[5:10]) > 0.95
    assert min(windows[10:]) > 1.95


async def test_what_fits_leaves_at_once() -> None:
    budget = RequestBudget(20, timedelta(hours=1), 0.5, FakeClock())

    async with asyncio.timeout(10):
        for _ in range(10):
            await budget.turn("books")


async def test_endpoints_do_not_share_their_budget() -> None:
    budget = RequestBudget(1, timedelta(hours=1), 1, FakeClock())

    async with asyncio.timeout(10):
        await budget.turn("books")
        await budget.turn("ticker")


async def test_a_paused_endpoint_refuses_at_once_and_others_do_not_f38() -> None:
    clock = FakeClock()
    budget = RequestBudget(10, WINDOW, 1, clock)
    budget.pause("books", timedelta(seconds=5))

    with pytest.raises(FetchFailed) as refused:
        await budget.turn("books")
    await budget.turn("ticker")

    assert refused.value.kind is FailureKind.RATE_LIMITED
    assert refused.value.retry_after == timedelta(seconds=5)


async def test_a_pause_ends_and_is_never_shortened_f38() -> None:
    clock = FakeClock()
    budget = RequestBudget(10, WINDOW, 1, clock)
    budget.pause("books", timedelta(seconds=5))
    budget.pause("books", timedelta(seconds=1))
    clock.advance(timedelta(seconds=4))
    with pytest.raises(FetchFailed):
        await budget.turn("books")

    clock.advance(timedelta(seconds=1))
    await budget.turn("books")


async def test_even_a_tiny_share_lets_one_request_through() -> None:
    async with asyncio.timeout(10):
        await RequestBudget(20, WINDOW, 0.001, FakeClock()).turn("books")
