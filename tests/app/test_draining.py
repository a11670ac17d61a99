"""A stop waits for what is on its way to the venue, and not for ever."""

import asyncio
from datetime import timedelta

import pytest

from tests.waiting import eventually
from tradewind.app.draining import drained

LONG, SHORT = timedelta(seconds=30), timedelta(milliseconds=20)


class Answer:
    """Something on its way, and what became of it."""

    def __init__(self) -> None:
        self.is_asked = asyncio.Event()
        self.is_given = asyncio.Event()
        self.outcome = "none"

    async def arrive(self) -> str:
        self.is_asked.set()
        try:
            await self.is_given.wait()
        except asyncio.CancelledError:
            self.outcome = "given up"
            raise
        self.outcome = "journaled"
        return self.outcome


async def test_a_call_without_a_stop_is_the_call_itself() -> None:
    answer = Answer()
    answer.is_given.set()

    assert await drained(answer.arrive(), LONG) == "journaled"


async def test_its_error_is_the_caller_s() -> None:
    async def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await drained(fail(), LONG)


async def test_a_stop_waits_for_the_answer_and_goes_on_f72() -> None:
    answer = Answer()
    caller = asyncio.ensure_future(drained(answer.arrive(), LONG))  # noqa: TID251 -- the test is its owner
    await answer.is_asked.wait()

    caller.cancel()
    await asyncio.sleep(0)
    is_waiting = not caller.done()
    answer.is_given.set()
    await eventually(caller.done)

    assert is_waiting
    assert answer.outcome == "journaled"
    assert caller.cancelled()


async def test_an_answer_that_never_comes_is_given_up_f72() -> None:
    answer = Answer()
    caller = asyncio.ensure_future(drained(answer.arrive(), SHORT))  # noqa: TID251 -- the test is its owner
    await answer.is_asked.wait()

    caller.cancel()
    await eventually(caller.done)

    assert answer.outcome == "given up"
    assert caller.cancelled()
