"""A desk that is told to end while an order is on its way."""

import asyncio
from decimal import Decimal
from pathlib import Path

from tests.brokers.orders import DESK
from tests.fakes.broker import Reply
from tests.orders.desks import DECISION, an_opening
from tests.orders.order_desks import a_stage, at_work
from tests.waiting import eventually
from tradewind.domain.order import OrderState
from tradewind.orders import client_id_for

ORDER_ID = client_id_for(DECISION, an_opening())


async def test_f72_an_order_in_flight_at_the_end_is_on_record_and_found_at_the_next_start(
    tmp_path: Path,
) -> None:
    async with a_stage(tmp_path) as before:
        before.broker.place_replies.append(Reply.NEVER_ANSWER)
        async with at_work(before), asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(before.desk.execution.execute(an_opening(), DECISION))
            await eventually(lambda: len(before.broker.placed) == 1)
            sending.cancel()
        (record,) = await before.ledger.orders.unfinished(DESK)
        assert record.state in (OrderState.SENDING, OrderState.ACCEPTED)
        broker = before.broker
    broker.fill(record.order, "0.049")
    async with a_stage(tmp_path, clock=before.clock, broker=broker) as after, at_work(after):
        found = await after.ledger.orders.get(ORDER_ID)
        (held,) = await after.ledger.positions.held(DESK)
    assert found is not None
    assert found.state is OrderState.FILLED
    assert held.position.quantity == Decimal("0.049")
    assert len(broker.placed) == 1
