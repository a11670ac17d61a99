"""What is held when a desk starts has its stop at once, however long lost orders are looked for."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from tests.brokers.orders import DESK, an_order
from tests.clocks import FakeClock
from tests.fakes.broker import Reply, ScriptedBroker
from tests.orders.desks import DECISION, an_opening
from tests.orders.order_desks import FAST, UNHURRIED, Stage, a_stage, at_work_unsettled
from tests.risk.situations import BTC
from tests.waiting import eventually
from tradewind.brokers.port import BrokerUnavailable, VenueOrder
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import Order, OrderPurpose, OrderState
from tradewind.orders import client_id_for

ORDER_ID = client_id_for(DECISION, an_opening())
LOST = ClientOrderId("lost")
PATIENT = replace(FAST.orders, query_delays=(timedelta(seconds=50),))


def stops(stage: Stage) -> list[Order]:
    return [order for order in stage.broker.placed if order.purpose is OrderPurpose.STOP]


async def test_f18_a_position_held_at_the_start_gets_its_stop_while_recovery_still_asks(
    tmp_path: Path,
) -> None:
    async with a_stage(tmp_path, orders=PATIENT) as stage:
        stage.broker.attaches = False
        record = await stage.desk.execution.execute(an_opening(), DECISION)
        await stage.desk.execution.take_fill(stage.broker.fill(record.order, "0.049"))
        await stage.ledger.orders.add(an_order(client_order_id=LOST, symbol=Symbol("ETH-USDT-SWAP")))
        await stage.ledger.orders.advance(LOST, OrderState.INTENT, OrderState.SENDING)

        async with at_work_unsettled(stage):
            await eventually(lambda: bool(stops(stage)))
            assert not stage.desk.is_settled.is_set()

        assert stops(stage)[0].quantity == Decimal("0.049")
        lost = await stage.ledger.orders.get(LOST)
        assert lost is not None
        assert lost.state is OrderState.SENDING, "and the lost order is still being looked for"


class Forgetful(ScriptedBroker):
    """Says what is held, and for a while nothing of how it came about."""

    is_telling = False

    async def fills(self, since: Instant) -> Sequence[Fill]:
        if not self.is_telling:
            raise BrokerUnavailable("50001")
        return await super().fills(since)

    async def query(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        if not self.is_telling:
            raise BrokerUnavailable("50001")
        return await super().query(symbol, client_order_id)


async def test_f18_what_an_opening_in_doubt_opened_gets_one_stop_and_nothing_is_sent_again(
    tmp_path: Path,
) -> None:
    clock = FakeClock()
    broker = Forgetful(clock)
    broker.attaches = False
    async with a_stage(tmp_path, clock=clock, broker=broker) as stage:
        broker.place_replies.append(Reply.LOSE_THE_ANSWER)
        record = await stage.desk.execution.execute(an_opening(), DECISION)
        assert record.state is OrderState.UNKNOWN
        broker.fill(record.order, "0.049")

        async with at_work_unsettled(stage):
            await eventually(lambda: bool(stops(stage)))
            assert not stage.desk.is_settled.is_set()
            broker.is_telling = True
            async with asyncio.timeout(20):
                await stage.desk.is_settled.wait()
            await eventually(lambda: stage.reason(BTC) is None)

        opened = [order for order in broker.placed if order.purpose is OrderPurpose.OPEN]
        assert (len(opened), len(stops(stage))) == (1, 1)
        (held,) = await stage.ledger.positions.held(DESK)
        assert (held.position.quantity, held.stop_price) == (Decimal("0.049"), Decimal(58_000))


class SlowVenue(ScriptedBroker):
    """Takes a stop only once it is told to."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self.is_asked = asyncio.Event()
        self.may_take = asyncio.Event()

    async def place(self, order: Order) -> VenueOrder:
        if order.purpose is OrderPurpose.STOP:
            self.is_asked.set()
            await self.may_take.wait()
        return await super().place(order)


async def test_recovery_leaves_alone_what_this_run_is_sending(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = SlowVenue(clock)
    broker.attaches = False
    async with a_stage(tmp_path, clock=clock, broker=broker, **UNHURRIED) as stage:
        record = await stage.desk.execution.execute(an_opening(), DECISION)
        await stage.desk.execution.take_fill(broker.fill(record.order, "0.049"))
        await stage.desk.protection.check()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(stage.desk.protection.check())
            async with asyncio.timeout(20):
                await broker.is_asked.wait()
            await stage.desk.execution.recover()
            (during,) = await stage.ledger.orders.unfinished(DESK)
            broker.may_take.set()

        after = await stage.ledger.orders.get(during.order.client_order_id)
        assert after is not None
        assert (during.state, after.state) == (OrderState.SENDING, OrderState.ACCEPTED)
