"""Prices go out at once, and rest in proportion to what sending them took."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from tests.clocks import FakeClock
from tests.waiting import eventually
from tradewind.web.live.pace import Pace


class Sending:
    """Work that takes `seconds` of the server's time."""

    def __init__(self, seconds: float) -> None:
        self.clock = FakeClock()
        self.runs = 0
        self._seconds = seconds
        self.pace = Pace(self._work, 0.2, self.clock)

    def _work(self) -> None:
        self.runs += 1
        self.clock.advance(timedelta(seconds=self._seconds))


@asynccontextmanager
async def paced(sending: Sending) -> AsyncIterator[Pace]:
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(sending.pace.run())
        yield sending.pace
        running.cancel()


async def test_work_that_costs_nothing_is_done_each_time_it_is_due() -> None:
    sending = Sending(0)
    async with paced(sending) as pace:
        for number in range(1, 6):
            pace.due()
            await eventually(lambda number=number: sending.runs == number)  # type: ignore[misc]


async def test_what_becomes_due_during_a_rest_is_done_together() -> None:
    sending = Sending(0.02)
    async with paced(sending) as pace:
        pace.due()
        await eventually(lambda: sending.runs == 1)
        for _ in range(50):
            pace.due()
        await eventually(lambda: sending.runs == 2)
        await asyncio.sleep(0)

    assert sending.runs == 2


async def test_a_server_that_was_held_up_for_long_does_not_rest_for_long() -> None:
    sending = Sending(3_600)
    async with paced(sending) as pace:
        pace.due()
        await eventually(lambda: sending.runs == 1)
        pace.due()
        await eventually(lambda: sending.runs == 2)
