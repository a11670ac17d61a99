"""An order that the venue took and no longer knows ends with a reason, once; nothing is made up."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from tests.brokers.orders import DESK
from tests.clocks import FakeClock
from tests.fakes.broker import ScriptedBroker
from tests.orders.desks import DECISION, an_opening, running, until
from tests.orders.order_desks import Stage, a_stage
from tests.waiting import eventually
from tradewind.brokers.port import VenueOrder
from tradewind.domain.clock import Instant
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderKind, OrderRecord, OrderState
from tradewind.orders import client_id_for
from tradewind.orders.intent import Terms

ORDER_ID = client_id_for(DECISION, an_opening())
AT_A_LIMIT = Terms(kind=OrderKind.LIMIT, limit_price=Decimal(59_000))


async def resting(stage: Stage) -> OrderRecord:
    record = await stage.desk.execution.execute(an_opening(), DECISION, AT_A_LIMIT)
    assert record.state is OrderState.ACCEPTED
    return record


async def ended(stage: Stage, state: OrderState) -> OrderRecord:
    """Compare twice, since the first finds fills, and let the search find out."""
    for _ in range(2):
        await stage.desk.reconciliation.reconcile()
    async with running(stage.desk.execution):
        return await until(stage.ledger, ORDER_ID, state)


async def test_a_resting_order_that_the_venue_forgot_ends_with_its_reason(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await resting(stage)
        stage.broker.known.clear()
        record = await ended(stage, OrderState.CANCELED)

        assert record.reason == "the venue no longer knows it after 3 queries"
        assert await stage.ledger.fills.of(DESK) == []
        assert len(stage.broker.placed) == 1, "and it is not sent again"


async def test_what_a_forgotten_order_filled_is_kept(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        record = await resting(stage)
        fill = stage.broker.fill(record.order, "0.02")
        stage.broker.known.clear()
        after = await ended(stage, OrderState.CANCELED)

        assert after.filled == Decimal("0.02")
        assert await stage.ledger.fills.of(DESK) == [fill]


async def test_a_forgotten_order_whose_fills_are_whole_is_filled(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        record = await resting(stage)
        stage.broker.fill(record.order, "0.049")
        stage.broker.known.clear()

        assert (await ended(stage, OrderState.FILLED)).filled == Decimal("0.049")
        assert len(await stage.ledger.fills.of(DESK)) == 1


class Distracted(ScriptedBroker):
    """Does not know an order the first time that it is asked."""

    answers = 0

    async def query(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        self.answers += 1
        found = await super().query(symbol, client_order_id)
        return None if self.answers == 1 else found

    async def open_orders(self) -> list[VenueOrder]:
        return [] if not self.answers else list(await super().open_orders())


async def test_an_order_that_the_venue_remembers_a_moment_later_goes_on(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = Distracted(clock)
    async with a_stage(tmp_path, clock=clock, broker=broker) as stage:
        await resting(stage)
        await stage.desk.reconciliation.reconcile()
        async with running(stage.desk.execution):
            await eventually(lambda: broker.answers >= 2)
        asked = broker.answers
        async with running(stage.desk.execution):
            await stage.desk.reconciliation.reconcile()

        record = await stage.ledger.orders.get(ORDER_ID)
        assert record is not None
        assert record.state is OrderState.ACCEPTED
        assert broker.answers == asked, "and is in doubt no longer"


async def test_an_order_that_rests_though_it_ended_is_taken_out_and_told(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await resting(stage)
        remembered = dict(stage.broker.known)
        stage.broker.known.clear()
        await ended(stage, OrderState.CANCELED)
        stage.broker.known.update(remembered)
        for _ in range(2):
            await stage.desk.reconciliation.reconcile()

        assert stage.broker.known[ORDER_ID].state is OrderState.CANCELED
        assert len(stage.broker.canceled) == 1
        assert stage.alerts("mismatch") == 1


class SteppingClock(FakeClock):
    """Its wall time can be set back; the monotonic time goes on."""

    behind = timedelta(0)

    def now(self) -> Instant:
        return Instant.of(super().now() - self.behind)


async def test_f41_an_order_that_ended_unheard_is_asked_about_though_the_clock_was_set_back(
    tmp_path: Path,
) -> None:
    clock = SteppingClock()
    async with a_stage(tmp_path, clock=clock) as stage:
        await resting(stage)
        stage.broker.change(ORDER_ID, state=OrderState.CANCELED, reason="by hand")
        clock.behind = timedelta(hours=1)
        await stage.desk.reconciliation.reconcile()

        record = await stage.ledger.orders.get(ORDER_ID)
        assert record is not None
        assert (record.state, record.reason) == (OrderState.CANCELED, "by hand")


async def test_f41_a_market_order_without_news_is_asked_about_though_the_clock_was_set_back(
    tmp_path: Path,
) -> None:
    clock = SteppingClock()
    async with a_stage(tmp_path, clock=clock) as stage:
        record = await stage.desk.execution.execute(an_opening(), DECISION)
        stage.broker.fill(record.order, "0.049")  # and nobody tells
        clock.behind = timedelta(hours=1)
        async with running(stage.desk.execution):
            await eventually(lambda: bool(stage.desk.execution._search._standing))
            assert stage.broker.queries == 0
            clock.advance(timedelta(seconds=16))
            await until(stage.ledger, ORDER_ID, OrderState.FILLED)


async def test_f41_an_intent_that_nobody_sends_is_dropped_though_the_clock_was_set_back(
    tmp_path: Path,
) -> None:
    clock = SteppingClock()
    async with a_stage(tmp_path, clock=clock) as stage:
        execution = stage.desk.execution
        record = await execution.execute(an_opening(), DECISION)
        left = replace(record.order, client_order_id=ClientOrderId("left"))
        await stage.ledger.orders.add(left)
        clock.behind = timedelta(hours=1)
        async with running(execution):
            await eventually(lambda: ClientOrderId("left") in execution._search._standing)
            clock.advance(timedelta(seconds=31))
            await until(stage.ledger, ClientOrderId("left"), OrderState.EXPIRED)
        assert [order.client_order_id for order in stage.broker.placed] == [ORDER_ID]
