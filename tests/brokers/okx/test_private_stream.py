"""The private stream of the running lab: it tells sooner than polling, and nothing is lost with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.brokers.contract import orders
from tests.lab_faults import arm
from tests.lab_process import RunningLab, running_lab
from tests.waiting import eventually
from tradewind.app.clock import SystemClock
from tradewind.brokers.okx import DemoKey, OkxClient, OkxConfig, demo_client
from tradewind.brokers.port import BrokerEvent, VenueOrder
from tradewind.domain.fill import Fill
from tradewind.domain.order import OrderState
from tradewind_lab.okx.auth import DEMO_KEY

NEVER = timedelta(minutes=10)
"""Between two polls: whatever is told meanwhile was pushed."""


def a_client(lab: RunningLab, **changes: Any) -> OkxClient:
    key = DemoKey(key=DEMO_KEY.key, secret=DEMO_KEY.secret, passphrase=DEMO_KEY.passphrase)
    config = OkxConfig(rest_url=lab.okx, stream_url=f"{lab.okx_ws}/ws/v5/private", **changes)
    return demo_client(key, config, SystemClock())


@asynccontextmanager
async def listening(
    lab: RunningLab, **changes: Any
) -> AsyncIterator[tuple[OkxClient, asyncio.Queue[BrokerEvent]]]:
    """Yield a client whose stream runs, and what it tells."""
    client = a_client(lab, **changes)
    told: asyncio.Queue[BrokerEvent] = asyncio.Queue()

    async def listen() -> None:
        async for event in client.events():
            told.put_nowait(event)

    try:
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(client.run()), tasks.create_task(listen())]
            yield client, told
            for task in running:
                task.cancel()
    finally:
        await client.aclose()


async def told_until_filled(told: asyncio.Queue[BrokerEvent], name: str) -> list[BrokerEvent]:
    found: list[BrokerEvent] = []
    async with asyncio.timeout(30):
        while True:
            found.append(event := await told.get())
            if isinstance(event, VenueOrder) and (event.client_order_id, event.state) == (
                name,
                OrderState.FILLED,
            ):
                return found


async def test_an_order_from_elsewhere_is_pushed_with_its_fill_before_it(tmp_path: Path) -> None:
    async with running_lab("--state", tmp_path) as lab, listening(lab, recheck_every=NEVER) as (client, told):
        await eventually(lambda: client.is_streaming)
        elsewhere = a_client(lab)
        await elsewhere.place(orders.market("m1", quantity="0.01"))
        events = await told_until_filled(told, "m1")
        await elsewhere.aclose()
    fills = [event for event in events if isinstance(event, Fill)]
    assert sum(fill.quantity for fill in fills) == Decimal("0.01")
    assert len({fill.trade_id for fill in fills}) == len(fills)


async def test_what_a_lost_stream_missed_is_read_and_the_stream_comes_back(tmp_path: Path) -> None:
    async with running_lab("--state", tmp_path) as lab, listening(lab) as (client, told):
        await eventually(lambda: client.is_streaming)
        await arm(lab, "close", "/")
        await client.place(orders.market("m1", quantity="0.01"))
        events = await told_until_filled(told, "m1")
        await eventually(lambda: client.is_streaming)
    fills = [event.trade_id for event in events if isinstance(event, Fill)]
    assert len(set(fills)) == len(fills) > 0
