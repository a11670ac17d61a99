"""Between the last look at an order and the venue: what may still stop it, and what must not count it twice."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.brokers.orders import DESK, an_order
from tests.clocks import START, FakeClock
from tests.fakes.broker import Reply, ScriptedBroker
from tests.orders.desks import DECISION, QUICK, an_opening, no_fences, opened_ledger
from tests.orders.order_desks import a_stage
from tradewind.brokers.port import NotSent, OrderExpired, VenueOrder
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.domain.clock import Instant
from tradewind.domain.desk_state import DeskState
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import Order, OrderPurpose, OrderState
from tradewind.ledger import Ledger
from tradewind.orders import Execution, IllegalStep, client_id_for
from tradewind.orders.failpoints import Failpoint, Failpoints, no_failpoints
from tradewind.orders.kill_switch import KillSwitch
from tradewind.orders.runaway import RunawayCaps, RunawayGuard
from tradewind.orders.states import OrderEvent
from tradewind.telemetry.metrics import Metrics

ORDER_ID = client_id_for(DECISION, an_opening())
MINUTE = timedelta(minutes=1)


class SlowVenue(ScriptedBroker):
    """Has questions of its own to ask before an order leaves."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self.is_asking = asyncio.Event()
        self.is_answered = asyncio.Event()

    async def place(self, order: Order) -> VenueOrder:
        self.is_asking.set()
        await self.is_answered.wait()
        return await super().place(order)


class SteppedClock(FakeClock):
    """Its wall time was set back and stands still."""

    def now(self) -> Instant:
        return START


class UnreachableVenue(ScriptedBroker):
    """Takes nothing, and every attempt takes ten seconds."""

    clock: FakeClock

    async def place(self, order: Order) -> VenueOrder:
        self.placed.append(order)
        self.clock.advance(timedelta(seconds=10))
        raise NotSent("connection refused")


def an_execution_at(
    broker: ScriptedBroker, ledger: Ledger, clock: FakeClock, failpoints: Failpoints | None = None
) -> Execution:
    return Execution(
        broker=broker,
        ledger=ledger,
        cache=Cache(connect("redis://127.0.0.1:1"), clock),
        clock=clock,
        portfolio_id=DESK,
        config=QUICK,
        metrics=Metrics(),
        safeguards=no_fences(ledger, clock),
        failpoints=failpoints or no_failpoints(),
    )


async def test_f78_an_opening_that_has_not_left_yet_is_called_back(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = SlowVenue(clock)
    async with a_stage(tmp_path, clock=clock, broker=broker) as stage:
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(stage.desk.execution.execute(an_opening(), DECISION))
            await broker.is_asking.wait()
            await stage.desk.kill_switch.press(DeskState.HALTED, "ann", "drill")
            async with asyncio.timeout(15):
                record = await sending
        broker.is_answered.set()

        assert record.state is OrderState.UNKNOWN
        assert record.reason == "called back: the desk is halted: nothing is opened"
        assert broker.placed == []


async def test_a_close_is_not_called_back_by_a_stop(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = SlowVenue(clock)
    async with a_stage(tmp_path, clock=clock, broker=broker) as stage:
        close = an_order(purpose=OrderPurpose.CLOSE, is_reduce_only=True, decision_id=None)
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(stage.desk.execution.reduce(close))
            await broker.is_asking.wait()
            await stage.desk.kill_switch.press(DeskState.HALTED, "ann", "drill")
            broker.is_answered.set()
            assert (await sending).state is OrderState.ACCEPTED


async def test_f71_an_order_that_was_claimed_before_a_freeze_is_dropped_after_it(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = ScriptedBroker(clock)
    async with opened_ledger(tmp_path, clock) as ledger:
        frozen = Failpoints(Failpoint.CLAIMED, 1, lambda: clock.advance(MINUTE))
        record = await an_execution_at(broker, ledger, clock, frozen).execute(an_opening(), DECISION)
        assert (record.state, broker.placed) == (OrderState.EXPIRED, [])


async def test_f41_an_order_is_tried_no_longer_when_the_wall_clock_steps_back(tmp_path: Path) -> None:
    clock = SteppedClock()
    broker = UnreachableVenue(clock)
    broker.clock = clock
    async with opened_ledger(tmp_path, clock) as ledger, asyncio.timeout(30):
        record = await an_execution_at(broker, ledger, clock).execute(an_opening(), DECISION)
        assert record.state is OrderState.EXPIRED
        assert len(broker.placed) <= 4


async def test_f80_one_order_that_is_tried_again_counts_once(tmp_path: Path) -> None:
    async with a_stage(tmp_path, caps=RunawayCaps(orders_per_minute=2)) as stage:
        stage.broker.place_replies.extend([Reply.LIMIT] * 5)
        record = await stage.desk.execution.execute(an_opening(), DECISION)
        assert record.state is OrderState.ACCEPTED
        assert stage.desk.kill_switch.state is DeskState.ACTIVE


async def test_a_cancel_of_an_order_on_its_way_does_not_make_it_lost(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = SlowVenue(clock)
    async with opened_ledger(tmp_path, clock) as ledger, asyncio.TaskGroup() as tasks:
        execution = an_execution_at(broker, ledger, clock)
        sending = tasks.create_task(execution.execute(an_opening(), DECISION))
        await broker.is_asking.wait()
        with pytest.raises(IllegalStep):
            await execution.cancel(ORDER_ID)
        searching = tasks.create_task(execution.run())
        for _ in range(20):
            await asyncio.sleep(0.01)
        assert broker.queries == 0, "nobody looks for an order that is being sent"
        broker.is_answered.set()
        assert (await sending).state is OrderState.ACCEPTED
        searching.cancel()


async def test_an_order_that_is_being_sent_is_not_denied_by_its_twin(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = SlowVenue(clock)
    async with opened_ledger(tmp_path, clock) as ledger, asyncio.TaskGroup() as tasks:
        execution = an_execution_at(broker, ledger, clock)
        sending = tasks.create_task(execution.execute(an_opening(), DECISION))
        await broker.is_asking.wait()
        record = await execution._register.drop(ORDER_ID, OrderEvent.REJECT, "another is unknown")
        assert record.state is OrderState.SENDING
        broker.is_answered.set()
        assert (await sending).state is OrderState.ACCEPTED


async def test_f80_an_amendment_counts_by_what_it_adds(tmp_path: Path) -> None:
    clock = FakeClock()
    async with opened_ledger(tmp_path, clock) as ledger:
        switch = KillSwitch(tmp_path / "latch", ledger, clock)
        guard = RunawayGuard(RunawayCaps(notional_per_hour=Decimal(10_000)), switch, clock)
        order = an_order(quantity=BaseQty(Decimal("0.05")))  # 3,000
        assert guard.admit(order) is None
        assert guard.admit(order) is None, "the same again is no other order"
        assert guard.admit(replace(order, quantity=BaseQty(Decimal("0.15")))) is None
        assert guard.admit(replace(order, quantity=BaseQty(Decimal("0.20")))) is not None
        assert switch.state is DeskState.REDUCING


class PunctualVenue(ScriptedBroker):
    """Takes nothing that comes after its time, and everything comes after it."""

    async def place(self, order: Order) -> VenueOrder:
        self.placed.append(order)
        raise OrderExpired("it reached the venue after its time")


async def test_an_order_that_the_venue_found_too_late_is_expired_and_not_looked_for(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = PunctualVenue(clock)
    async with opened_ledger(tmp_path, clock) as ledger:
        record = await an_execution_at(broker, ledger, clock).execute(an_opening(), DECISION)
        assert (record.state, record.reason) == (OrderState.EXPIRED, "it reached the venue after its time")
        assert (len(broker.placed), broker.queries) == (1, 0)
