"""A desk that is killed at a chosen point of the order path; run as a program by the tests of recovery."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from tests.clocks import FakeClock
from tests.fakes.broker import ScriptedBroker
from tests.orders.desks import DECISION, an_execution, an_opening, opened_ledger, running
from tradewind.brokers.port import BrokerEvent, VenueOrder
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.domain.order import Order

IN_FLIGHT = "in flight"
"""The intent is committed; whether the order left is for the test's venue to say."""
FILLING = "filling"
"""The order is accepted and its fill is at the door."""


class DyingVenue(ScriptedBroker):
    """Takes the desk down at `point`."""

    point = IN_FLIGHT

    async def place(self, order: Order) -> VenueOrder:
        self._die_at(IN_FLIGHT)
        return await super().place(order)

    async def events(self) -> AsyncIterator[BrokerEvent]:
        async for event in super().events():
            self._die_at(FILLING)
            yield event

    def _die_at(self, point: str) -> None:
        if self.point == point:
            os.kill(os.getpid(), signal.SIGKILL)


async def trade_and_die(folder: Path, point: str) -> None:
    clock = FakeClock()
    broker = DyingVenue(clock)
    broker.point = point
    cache = Cache(connect("redis://127.0.0.1:1"), clock)
    async with opened_ledger(folder, clock) as ledger:
        execution = an_execution(broker, ledger, cache, clock)
        record = await execution.execute(an_opening(), DECISION)
        broker.news.put_nowait(broker.fill(record.order, "0.049"))
        async with running(execution):
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(trade_and_die(Path(sys.argv[1]), sys.argv[2]))
