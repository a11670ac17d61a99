"""The desk is killed with SIGKILL, and started again over the same ledger."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.brokers.orders import DESK, a_close, an_order
from tests.clocks import FakeClock
from tests.fakes.broker import Reply, ScriptedBroker
from tests.orders import crashing_desk
from tests.orders.desks import DECISION, an_execution, an_opening, opened_ledger
from tradewind.brokers.port import BrokerUnavailable
from tradewind.bus.cache import Cache
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.order import OrderRecord, OrderState
from tradewind.ledger import Ledger
from tradewind.orders import Execution, client_id_for

ORDER_ID = client_id_for(DECISION, an_opening())


@asynccontextmanager
async def after_the_kill(
    folder: Path, point: str, state: OrderState
) -> AsyncIterator[tuple[Ledger, OrderRecord]]:
    """Kill a desk at `point` and yield its ledger, opened again, and the order it left in `state`."""
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", crashing_desk.__name__, str(folder), point
    )
    async with asyncio.timeout(50):
        assert await program.wait() == -signal.SIGKILL
    async with opened_ledger(folder, FakeClock()) as ledger:
        (record,) = await ledger.orders.unfinished(DESK)
        assert (record.order.client_order_id, record.state) == (ORDER_ID, state)
        yield ledger, record


async def the_order(ledger: Ledger, client_order_id: ClientOrderId = ORDER_ID) -> OrderRecord:
    record = await ledger.orders.get(client_order_id)
    assert record is not None
    return record


async def test_f08_killed_before_the_send_nothing_is_ever_sent(
    tmp_path: Path, broker: ScriptedBroker, cache: Cache, clock: FakeClock
) -> None:
    async with after_the_kill(tmp_path, crashing_desk.IN_FLIGHT, OrderState.SENDING) as (ledger, _):
        await an_execution(broker, ledger, cache, clock).recover()
        record = await the_order(ledger)
        assert record.state is OrderState.EXPIRED
        assert record.reason is not None
        assert record.reason.startswith("never reached the venue")
        assert broker.placed == []


async def test_f09_killed_before_the_answer_the_order_is_adopted(
    tmp_path: Path, broker: ScriptedBroker, cache: Cache, clock: FakeClock
) -> None:
    async with after_the_kill(tmp_path, crashing_desk.IN_FLIGHT, OrderState.SENDING) as (ledger, before):
        broker.take(before.order)
        await an_execution(broker, ledger, cache, clock).recover()
        record = await the_order(ledger)
        assert (record.state, record.venue_order_id) == (OrderState.ACCEPTED, "v-1")
        assert broker.placed == []


async def test_f10_killed_between_fill_and_commit_the_fill_is_read_again_and_posted_once(
    tmp_path: Path, broker: ScriptedBroker, cache: Cache, clock: FakeClock
) -> None:
    async with after_the_kill(tmp_path, crashing_desk.FILLING, OrderState.ACCEPTED) as (ledger, before):
        broker.take(before.order)
        fill = broker.fill(before.order, "0.049")
        execution = an_execution(broker, ledger, cache, clock)
        await execution.recover()
        await execution.recover()
        assert (await the_order(ledger)).state is OrderState.FILLED
        assert await ledger.fills.of(DESK) == [fill]
        (held,) = await ledger.positions.held(DESK)
        assert (held.position.quantity, held.stop_price) == (Decimal("0.049"), Decimal(58_000))


async def test_an_opening_that_never_left_is_dropped_at_the_start(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger
) -> None:
    await ledger.orders.add(an_order())
    await execution.recover()
    assert (await the_order(ledger, ClientOrderId("entry"))).state is OrderState.EXPIRED
    assert broker.placed == []


async def test_a_close_that_never_left_is_sent_while_it_is_young(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger, clock: FakeClock
) -> None:
    await ledger.orders.add(a_close())
    clock.advance(timedelta(seconds=29))
    await execution.recover()
    assert (await the_order(ledger, ClientOrderId("exit"))).state is OrderState.ACCEPTED
    assert len(broker.placed) == 1


async def test_a_close_that_never_left_is_dropped_when_it_is_old(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger, clock: FakeClock
) -> None:
    await ledger.orders.add(a_close())
    clock.advance(timedelta(seconds=31))
    await execution.recover()
    assert (await the_order(ledger, ClientOrderId("exit"))).state is OrderState.EXPIRED
    assert broker.placed == []


async def test_f16_what_filled_while_the_desk_was_away_is_posted_at_the_start(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger
) -> None:
    record = await execution.execute(an_opening(), DECISION)
    broker.fill(record.order, "0.02", "t1")
    broker.fill(record.order, "0.01", "t2")
    broker.change(ORDER_ID, state=OrderState.CANCELED)
    await execution.recover()
    after = await the_order(ledger)
    assert (after.state, after.filled) == (OrderState.CANCELED, Decimal("0.03"))


async def test_a_venue_that_does_not_answer_stops_the_recovery(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger
) -> None:
    broker.place_replies.append(Reply.LOSE_THE_REQUEST)
    await execution.execute(an_opening(), DECISION)
    broker.is_reachable = False
    with pytest.raises(BrokerUnavailable):
        await execution.recover()
    assert (await the_order(ledger)).state is OrderState.UNKNOWN


async def test_an_accepted_order_that_the_venue_has_forgotten_ends_canceled(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger
) -> None:
    await execution.execute(an_opening(), DECISION)
    broker.known.clear()
    await execution.recover()
    record = await the_order(ledger)
    assert (record.state, record.reason) == (
        OrderState.CANCELED,
        "the venue no longer knows it after 3 queries",
    )
