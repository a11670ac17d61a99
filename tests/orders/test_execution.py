import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from redis.asyncio import Redis

from tests.brokers.orders import DESK
from tests.clocks import START, FakeClock
from tests.fakes.broker import Reply, ScriptedBroker
from tests.orders.desks import DECISION, HASTY, a_closing, an_execution, an_opening, running, until
from tests.waiting import eventually
from tradewind.brokers.port import Broker
from tradewind.bus.cache import Cache
from tradewind.bus.keys import MESSAGE_LOG
from tradewind.domain.decision import Action
from tradewind.domain.ids import CLIENT_ORDER_ID_LENGTH, ClientOrderId, DecisionId
from tradewind.domain.order import OrderPurpose, OrderState
from tradewind.ledger import Ledger
from tradewind.orders import Execution, IllegalStep, OrderMissing, client_id_for

ORDER_ID = client_id_for(DECISION, an_opening())


def test_the_id_of_an_order_follows_from_its_decision_instrument_and_purpose() -> None:
    assert client_id_for(DECISION, an_opening()) == ORDER_ID
    assert len(ORDER_ID) == CLIENT_ORDER_ID_LENGTH
    assert ORDER_ID.isalnum()
    assert (
        len({ORDER_ID, client_id_for(DECISION, a_closing()), client_id_for(DecisionId("d2"), an_opening())})
        == 3
    )


def test_the_scripted_broker_is_a_broker(broker: ScriptedBroker) -> None:
    port: Broker = broker
    assert port.venue == "scripted"


async def the_first(redis: Redis, kind: bytes) -> dict[Any, Any]:
    """Wait for an entry of `kind` in the message log."""
    async with asyncio.timeout(30):
        while True:
            for _, entry in await redis.xrange(MESSAGE_LOG) or ():
                if entry and entry[b"type"] == kind:
                    return entry
            await asyncio.sleep(0.005)


async def test_an_approval_becomes_one_accepted_order(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger
) -> None:
    record = await execution.execute(an_opening(), DECISION)
    assert (record.state, record.venue_order_id) == (OrderState.ACCEPTED, "v-1")
    (sent,) = broker.placed
    assert sent == record.order
    assert (sent.quantity, sent.leverage, sent.decision_id) == (Decimal("0.049"), Decimal(3), DECISION)
    assert await ledger.orders.count_since(DESK, START) == 1


async def test_f18_every_opening_carries_its_stop_to_the_venue(
    execution: Execution, broker: ScriptedBroker
) -> None:
    await execution.execute(an_opening(), DECISION)
    await execution.execute(
        an_opening(action=Action.SELL, stop_price=Decimal(62_000), take_profit_price=None), DecisionId("d2")
    )
    assert [order.stop_price for order in broker.placed] == [Decimal(58_000), Decimal(62_000)]


async def test_the_intent_is_committed_before_the_order_leaves(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger
) -> None:
    broker.place_replies.append(Reply.NEVER_ANSWER)
    async with asyncio.TaskGroup() as tasks:
        sending = tasks.create_task(execution.execute(an_opening(), DECISION))
        record = await until(ledger, ORDER_ID, OrderState.SENDING)
        assert record.order.client_order_id == ORDER_ID
        sending.cancel()


async def test_f92_a_decision_executed_twice_is_one_order(
    execution: Execution, broker: ScriptedBroker
) -> None:
    first = await execution.execute(an_opening(), DECISION)
    again = await execution.execute(an_opening(), DECISION)
    assert again == first
    assert len(broker.placed) == 1


async def test_f92_a_decision_executed_twice_at_once_is_one_order(
    execution: Execution, broker: ScriptedBroker
) -> None:
    async with asyncio.TaskGroup() as tasks:
        for _ in range(5):
            tasks.create_task(execution.execute(an_opening(), DECISION))
    assert len(broker.placed) == 1


async def test_a_refusal_of_the_venue_is_recorded_with_its_reason(
    execution: Execution, broker: ScriptedBroker
) -> None:
    broker.place_replies.append(Reply.REJECT)
    record = await execution.execute(an_opening(), DECISION)
    assert (record.state, record.reason) == (OrderState.REJECTED, "insufficient margin")


@pytest.mark.parametrize("reply", [Reply.LOSE_THE_ANSWER, Reply.NEVER_ANSWER])
async def test_f01_a_lost_answer_is_unknown_then_found_by_query_and_never_sent_again(
    broker: ScriptedBroker, ledger: Ledger, cache: Cache, clock: FakeClock, reply: Reply
) -> None:
    broker.place_replies.append(reply)
    execution = an_execution(broker, ledger, cache, clock, HASTY)
    record = await execution.execute(an_opening(), DECISION)
    assert record.state is OrderState.UNKNOWN
    async with running(execution):
        found = await until(ledger, ORDER_ID, OrderState.ACCEPTED)
    assert found.venue_order_id == "v-1"
    assert len(broker.placed) == len(broker.known) == 1


async def test_f02_a_request_that_never_arrived_expires_after_every_query_missed(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger
) -> None:
    broker.place_replies.append(Reply.LOSE_THE_REQUEST)
    await execution.execute(an_opening(), DECISION)
    async with running(execution):
        record = await until(ledger, ORDER_ID, OrderState.EXPIRED)
    assert record.reason == "never reached the venue: 3 queries and its fills show nothing"
    assert broker.queries == 3
    assert len(broker.placed) == 1


async def test_a_venue_that_cannot_be_asked_proves_nothing(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger
) -> None:
    broker.place_replies.append(Reply.LOSE_THE_REQUEST)
    await execution.execute(an_opening(), DECISION)
    broker.is_reachable = False
    async with running(execution):
        await eventually(lambda: broker.queries >= 8)
        record = await ledger.orders.get(ORDER_ID)
        assert record is not None
        assert record.state is OrderState.UNKNOWN
        broker.is_reachable = True
        await until(ledger, ORDER_ID, OrderState.EXPIRED)


async def test_while_an_order_is_unknown_nothing_opens_on_its_instrument_but_a_close_runs(
    execution: Execution, broker: ScriptedBroker
) -> None:
    broker.place_replies.append(Reply.LOSE_THE_ANSWER)
    await execution.execute(an_opening(), DECISION)
    denied = await execution.execute(an_opening(), DecisionId("d2"))
    assert denied.state is OrderState.REJECTED
    assert denied.reason is not None
    assert f"order {ORDER_ID} of BTC-USDT-SWAP is unknown" in denied.reason
    closing = await execution.execute(a_closing(), DecisionId("d2"))
    assert closing.state is OrderState.ACCEPTED
    assert [order.purpose for order in broker.placed] == [OrderPurpose.OPEN, OrderPurpose.CLOSE]


async def test_f04_what_was_refused_before_anything_was_done_is_tried_again_under_the_same_id(
    execution: Execution, broker: ScriptedBroker
) -> None:
    broker.place_replies.extend([Reply.LIMIT, Reply.LIMIT])
    record = await execution.execute(an_opening(), DECISION)
    assert record.state is OrderState.ACCEPTED
    assert {order.client_order_id for order in broker.placed} == {ORDER_ID}
    assert len(broker.known) == 1


async def test_an_order_held_back_until_it_would_be_too_old_is_dropped(
    execution: Execution, broker: ScriptedBroker
) -> None:
    broker.place_replies.append(Reply.LIMIT)
    broker.retry_after = timedelta(seconds=31)
    record = await execution.execute(an_opening(), DECISION)
    assert record.state is OrderState.EXPIRED
    assert len(broker.placed) == 1


async def test_f71_an_opening_judged_long_ago_is_dropped_but_a_close_still_runs(
    execution: Execution, broker: ScriptedBroker, clock: FakeClock
) -> None:
    opening, closing = an_opening(), a_closing()
    clock.advance(timedelta(seconds=31))
    dropped = await execution.execute(opening, DECISION)
    assert (dropped.state, dropped.reason) == (OrderState.EXPIRED, "not sent by 2026-11-21T12:00:30.000Z")
    await execution.execute(closing, DECISION)
    assert [order.purpose for order in broker.placed] == [OrderPurpose.CLOSE]


async def test_f11_a_fill_told_three_times_is_posted_once(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger
) -> None:
    record = await execution.execute(an_opening(), DECISION)
    fill = broker.fill(record.order, "0.049")
    for _ in range(3):
        broker.news.put_nowait(fill)
    broker.news.put_nowait(broker.known[ORDER_ID])
    async with running(execution):
        filled = await until(ledger, ORDER_ID, OrderState.FILLED)
        await eventually(lambda: execution.duplicate_fills == 2)
    assert filled.average_price == Decimal(60_000)
    assert await ledger.fills.of(DESK) == [fill]
    assert not any((await ledger.postings.trial_balance()).values())


async def test_every_fill_leaves_a_trade_note_in_the_message_log(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger, redis: Redis
) -> None:
    record = await execution.execute(an_opening(), DECISION)
    broker.news.put_nowait(broker.fill(record.order, "0.049"))
    async with running(execution):
        await until(ledger, ORDER_ID, OrderState.FILLED)
        entry = await the_first(redis, b"trade")
    assert entry[b"summary"] == b"bought 0.049 BTC-USDT-SWAP at 60000 (open, fee 0.1 USDT)"


async def test_f12_a_fill_before_the_acceptance_and_a_cancel_after_the_full_fill_end_filled(
    broker: ScriptedBroker, ledger: Ledger, cache: Cache, clock: FakeClock
) -> None:
    broker.place_replies.append(Reply.NEVER_ANSWER)
    execution = an_execution(broker, ledger, cache, clock, HASTY)
    async with running(execution), asyncio.TaskGroup() as tasks:
        sending = tasks.create_task(execution.execute(an_opening(), DECISION))
        await eventually(lambda: bool(broker.known))
        broker.news.put_nowait(broker.fill(broker.placed[0], "0.049"))
        await until(ledger, ORDER_ID, OrderState.FILLED)
        broker.news.put_nowait(broker.change(ORDER_ID, state=OrderState.CANCELED))
        assert (await sending).state is OrderState.FILLED
    await until(ledger, ORDER_ID, OrderState.FILLED)


async def test_a_cancel_told_before_its_fills_waits_for_them(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger
) -> None:
    record = await execution.execute(an_opening(), DECISION)
    fill = broker.fill(record.order, "0.02")
    broker.filled.clear()
    broker.news.put_nowait(broker.change(ORDER_ID, state=OrderState.CANCELED))
    async with running(execution):
        await eventually(lambda: broker.queries >= 2)
        waiting = await ledger.orders.get(ORDER_ID)
        assert waiting is not None
        assert waiting.state is OrderState.ACCEPTED
        broker.filled.append(fill)
        canceled = await until(ledger, ORDER_ID, OrderState.CANCELED)
    assert canceled.filled == Decimal("0.02")


async def test_f13_a_partial_fill_then_a_cancel_keeps_the_fill(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger
) -> None:
    record = await execution.execute(an_opening(), DECISION)
    broker.news.put_nowait(broker.fill(record.order, "0.02"))
    async with running(execution):
        await until(ledger, ORDER_ID, OrderState.PARTIAL)
        canceled = await execution.cancel(ORDER_ID)
    assert (canceled.state, canceled.filled) == (OrderState.CANCELED, Decimal("0.02"))
    (held,) = await ledger.positions.held(DESK)
    assert (held.position.quantity, held.stop_price) == (Decimal("0.02"), Decimal(58_000))


async def test_f14_a_cancel_without_an_answer_stays_pending_and_is_asked_again(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger
) -> None:
    await execution.execute(an_opening(), DECISION)
    broker.cancel_replies.extend([Reply.LOSE_THE_REQUEST, Reply.LOSE_THE_REQUEST])
    assert (await execution.cancel(ORDER_ID)).state is OrderState.PENDING_CANCEL
    async with running(execution):
        await until(ledger, ORDER_ID, OrderState.CANCELED)


async def test_an_order_that_was_never_accepted_or_does_not_exist_cannot_be_canceled(
    execution: Execution, broker: ScriptedBroker
) -> None:
    broker.place_replies.append(Reply.LOSE_THE_REQUEST)
    await execution.execute(an_opening(), DECISION)
    with pytest.raises(IllegalStep):
        await execution.cancel(ORDER_ID)
    with pytest.raises(OrderMissing):
        await execution.cancel(ClientOrderId("nobody"))


async def test_canceling_what_is_finished_changes_nothing(
    execution: Execution, broker: ScriptedBroker
) -> None:
    broker.place_replies.append(Reply.REJECT)
    rejected = await execution.execute(an_opening(), DECISION)
    assert await execution.cancel(ORDER_ID) == rejected


async def test_a_market_order_of_which_nothing_is_heard_is_asked_about(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger, clock: FakeClock
) -> None:
    record = await execution.execute(an_opening(), DECISION)
    broker.fill(record.order, "0.049")
    clock.advance(timedelta(seconds=16))
    async with running(execution):
        await until(ledger, ORDER_ID, OrderState.FILLED)


async def test_f22_an_order_accepted_and_later_rejected_follows_the_venue(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger
) -> None:
    await execution.execute(an_opening(), DECISION)
    broker.news.put_nowait(broker.change(ORDER_ID, state=OrderState.REJECTED, reason="51008"))
    async with running(execution):
        record = await until(ledger, ORDER_ID, OrderState.REJECTED)
    assert record.reason == "51008"
