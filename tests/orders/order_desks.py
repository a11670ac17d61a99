"""A whole order side over a real ledger and a scripted venue, quick enough for tests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.brokers.orders import DESK
from tests.clocks import FakeClock
from tests.fakes.broker import ScriptedBroker
from tests.orders.desks import QUICK, opened_ledger
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.ledger import Ledger
from tradewind.orders.config import ProtectionConfig, ReconciliationConfig, StopConfig
from tradewind.orders.failpoints import no_failpoints
from tradewind.orders.order_desk import OrderDesk, OrderDeskConfig, OrderGround
from tradewind.telemetry.metrics import Metrics

MS = timedelta(milliseconds=1)
SECOND = timedelta(seconds=1)
NO_REDIS = "redis://127.0.0.1:1"
FAST = OrderDeskConfig(
    orders=QUICK,
    protection=ProtectionConfig(
        limit=10 * SECOND, check_every=50 * MS, confirm_after=10 * MS, answer_timeout=20 * SECOND
    ),
    reconciliation=ReconciliationConfig(
        every=50 * MS, answer_timeout=20 * SECOND, first_pause=10 * MS, longest_pause=40 * MS
    ),
    stop=StopConfig(
        answer_timeout=20 * SECOND,
        ledger_timeout=20 * SECOND,
        first_pause=10 * MS,
        longest_pause=40 * MS,
        verify_every=50 * MS,
    ),
)

UNHURRIED = {
    "orders": replace(FAST.orders, answer_timeout=50 * SECOND),
    "protection": replace(FAST.protection, answer_timeout=50 * SECOND),
}
"""For a venue that hangs: no limit of the desk ends its wait before the test does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a test of the order side holds in its hands."""

    clock: FakeClock
    broker: ScriptedBroker
    ledger: Ledger
    desk: OrderDesk
    folder: Path
    metrics: Metrics

    def alerts(self, kind: str) -> float:
        return self.metrics.registry.get_sample_value("tradewind_order_alerts_total", {"kind": kind}) or 0

    def reason(self, symbol: Any) -> str | None:
        return self.desk.execution.opening_block(symbol)


@asynccontextmanager
async def a_stage(
    folder: Path, *, clock: FakeClock | None = None, broker: ScriptedBroker | None = None, **changes: Any
) -> AsyncIterator[Stage]:
    """Yield an order side that does not run yet; no Redis behind it."""
    clock = clock or FakeClock()
    broker = broker or ScriptedBroker(clock)
    client, metrics = connect(NO_REDIS), Metrics()
    async with opened_ledger(folder, clock, changes.pop("ledger", None)) as ledger:
        ground = OrderGround(
            broker=broker,
            ledger=ledger,
            cache=Cache(client, clock),
            clock=clock,
            portfolio_id=DESK,
            metrics=metrics,
            latch_file=folder / "kill-switch.json",
            daily_result=changes.pop("daily_result", None),
            failpoints=no_failpoints(),
        )
        desk = OrderDesk(ground, replace(FAST, **changes))
        yield Stage(clock=clock, broker=broker, ledger=ledger, desk=desk, folder=folder, metrics=metrics)
    await client.aclose()


@asynccontextmanager
async def at_work_unsettled(stage: Stage) -> AsyncIterator[None]:
    """Keep the order side running for the block, from its first step."""
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(stage.desk.run())
        yield
        task.cancel()


@asynccontextmanager
async def at_work(stage: Stage) -> AsyncIterator[None]:
    """Keep the order side running for the block, from when it is settled."""
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(stage.desk.run())
        async with asyncio.timeout(30):
            await stage.desk.is_settled.wait()
        yield
        task.cancel()
