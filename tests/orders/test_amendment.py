"""What rests is changed by the venue's word alone; until it spoke, the larger size counts."""

import asyncio
from collections import deque
from decimal import Decimal

import pytest

from tests.clocks import FakeClock
from tests.fakes.broker import Reply, ScriptedBroker
from tests.orders.desks import DECISION, a_closing, an_execution, an_opening, running, until
from tests.waiting import eventually
from tradewind.brokers.port import OrderRejected, OutcomeUnknown, VenueOrder
from tradewind.bus.cache import Cache
from tradewind.domain.desk_state import DeskState
from tradewind.domain.ids import ClientOrderId, DecisionId
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import OrderKind, OrderRecord, OrderState, TimeInForce
from tradewind.ledger import Ledger
from tradewind.orders import Execution, client_id_for
from tradewind.orders.amendment import AmendOutcome, Change, NotAmendable
from tradewind.orders.intent import Terms

ORDER_ID = client_id_for(DECISION, an_opening())
AT_LIMIT = Terms(kind=OrderKind.LIMIT, limit_price=Decimal(59_000), time_in_force=TimeInForce.GTC)
LARGER = Change(quantity=BaseQty(Decimal("0.06")), limit_price=None)
SMALLER = Change(quantity=BaseQty(Decimal("0.02")), limit_price=None)
DEARER = Change(quantity=None, limit_price=Decimal(59_500))
SMALL_LATER = BaseQty(Decimal("0.02"))


class AmendingBroker(ScriptedBroker):
    """A scripted venue at which orders can be changed."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self.amend_replies: deque[Reply] = deque()
        self.amendments = 0

    async def amend(
        self,
        symbol: Symbol,
        client_order_id: ClientOrderId,
        *,
        quantity: BaseQty | None = None,
        price: object = None,
    ) -> VenueOrder:
        assert self.known[client_order_id].symbol == symbol
        self.amendments += 1
        reply = self.amend_replies.popleft() if self.amend_replies else Reply.ACCEPT
        if reply is Reply.REJECT:
            raise OrderRejected("51502: insufficient margin")
        if reply is Reply.LOSE_THE_REQUEST:
            raise OutcomeUnknown("connection reset")
        wanted = {"quantity": quantity, "limit_price": price}
        changed = self.change(client_order_id, **{k: v for k, v in wanted.items() if v is not None})
        if reply is Reply.LOSE_THE_ANSWER:
            raise OutcomeUnknown("connection reset")
        return changed


@pytest.fixture
def broker(clock: FakeClock) -> AmendingBroker:
    return AmendingBroker(clock)


@pytest.fixture
def execution(broker: AmendingBroker, ledger: Ledger, cache: Cache, clock: FakeClock) -> Execution:
    return an_execution(broker, ledger, cache, clock)


async def a_resting_order(execution: Execution) -> OrderRecord:
    return await execution.execute(an_opening(), DECISION, AT_LIMIT)


async def terms(ledger: Ledger) -> tuple[Decimal, Decimal | None]:
    record = await ledger.orders.get(ORDER_ID)
    assert record is not None
    return record.order.quantity, record.order.limit_price


async def until_size(ledger: Ledger, quantity: Decimal) -> None:
    async with asyncio.timeout(30):
        while True:
            if (await terms(ledger))[0] == quantity:
                return
            await asyncio.sleep(0.005)


async def test_an_order_by_hand_rests_at_its_price(execution: Execution, broker: AmendingBroker) -> None:
    record = await a_resting_order(execution)
    (sent,) = broker.placed
    assert (record.state, sent.kind, sent.limit_price) == (
        OrderState.ACCEPTED,
        OrderKind.LIMIT,
        Decimal(59_000),
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (LARGER, (Decimal("0.06"), Decimal(59_000))),
        (SMALLER, (Decimal("0.02"), Decimal(59_000))),
        (DEARER, (Decimal("0.049"), Decimal(59_500))),
    ],
)
async def test_a_confirmed_change_is_what_the_ledger_says(
    execution: Execution, ledger: Ledger, change: Change, expected: tuple[Decimal, Decimal]
) -> None:
    await a_resting_order(execution)
    amended = await execution.amend(ORDER_ID, change)
    assert (amended.outcome, amended.reason) == (AmendOutcome.DONE, None)
    assert await terms(ledger) == expected


async def test_a_refused_change_leaves_the_order_as_it_was(
    execution: Execution, broker: AmendingBroker, ledger: Ledger
) -> None:
    await a_resting_order(execution)
    broker.amend_replies.append(Reply.REJECT)
    amended = await execution.amend(ORDER_ID, LARGER)
    assert (amended.outcome, amended.reason) == (AmendOutcome.REFUSED, "51502: insufficient margin")
    assert await terms(ledger) == (Decimal("0.049"), Decimal(59_000))


@pytest.mark.parametrize(
    ("reply", "found"), [(Reply.LOSE_THE_ANSWER, "0.06"), (Reply.LOSE_THE_REQUEST, "0.049")]
)
async def test_a_change_without_an_answer_is_found_out_and_never_assumed(
    execution: Execution, broker: AmendingBroker, ledger: Ledger, reply: Reply, found: str
) -> None:
    await a_resting_order(execution)
    broker.amend_replies.append(reply)
    amended = await execution.amend(ORDER_ID, LARGER)
    assert amended.outcome is AmendOutcome.UNCONFIRMED
    assert (await terms(ledger))[0] == Decimal("0.06")  # until the venue was asked the larger one counts

    async with running(execution):
        await eventually(lambda: broker.queries > 0)
        await until_size(ledger, Decimal(found))
    assert broker.amendments == 1


async def test_a_change_that_died_with_the_desk_is_found_out_at_its_next_start(
    execution: Execution, broker: AmendingBroker, ledger: Ledger, cache: Cache, clock: FakeClock
) -> None:
    await a_resting_order(execution)
    broker.amend_replies.append(Reply.LOSE_THE_ANSWER)
    await execution.amend(ORDER_ID, DEARER)
    await an_execution(broker, ledger, cache, clock).recover()
    assert await terms(ledger) == (Decimal("0.049"), Decimal(59_500))


async def test_fills_beyond_the_old_size_do_not_end_the_larger_order(
    execution: Execution, broker: AmendingBroker, ledger: Ledger
) -> None:
    record = await a_resting_order(execution)
    broker.amend_replies.append(Reply.LOSE_THE_ANSWER)
    await execution.amend(ORDER_ID, LARGER)
    await execution.take_fill(broker.fill(record.order, "0.05"))
    after = await ledger.orders.get(ORDER_ID)
    assert after is not None
    assert (after.state, after.filled) == (OrderState.PARTIAL, Decimal("0.05"))


async def test_an_order_whose_fills_reach_its_smaller_size_is_filled(
    execution: Execution, broker: AmendingBroker, ledger: Ledger
) -> None:
    record = await a_resting_order(execution)
    await execution.take_fill(broker.fill(record.order, "0.01"))
    broker.amend_replies.append(Reply.LOSE_THE_ANSWER)
    await execution.amend(ORDER_ID, SMALLER)
    await execution.take_fill(broker.fill(record.order, "0.01", trade_id="t2"))
    broker.change(ORDER_ID, state=OrderState.FILLED)
    async with running(execution):
        assert (await until(ledger, ORDER_ID, OrderState.FILLED)).order.quantity == SMALL_LATER


async def test_an_order_that_the_venue_says_is_filled_is_not_canceled_for_its_old_size(
    execution: Execution, broker: AmendingBroker, ledger: Ledger
) -> None:
    record = await a_resting_order(execution)
    broker.amend_replies.append(Reply.LOSE_THE_ANSWER)
    await execution.amend(ORDER_ID, SMALLER)
    await execution.take_fill(broker.fill(record.order, "0.02"))
    broker.news.put_nowait(broker.change(ORDER_ID, state=OrderState.FILLED))
    async with running(execution):
        assert (await until(ledger, ORDER_ID, OrderState.FILLED)).order.quantity == SMALL_LATER


@pytest.mark.parametrize("state", [DeskState.REDUCING, DeskState.HALTED])
async def test_a_stopped_desk_makes_orders_smaller_only(
    execution: Execution, broker: AmendingBroker, ledger: Ledger, state: DeskState
) -> None:
    await a_resting_order(execution)
    execution._safeguards.kill_switch.trip(state, "ann", "drill")
    amended = await execution.amend(ORDER_ID, LARGER)
    assert amended.outcome is AmendOutcome.REFUSED
    assert "nothing is opened" in str(amended.reason)
    assert broker.amendments == 0

    assert (await execution.amend(ORDER_ID, SMALLER)).outcome is AmendOutcome.DONE
    assert (await terms(ledger))[0] == Decimal("0.02")


async def test_only_what_rests_at_a_price_can_be_changed(
    execution: Execution, broker: AmendingBroker
) -> None:
    await execution.execute(an_opening(), DECISION)
    with pytest.raises(NotAmendable, match="only a resting limit order"):
        await execution.amend(ORDER_ID, LARGER)
    assert broker.amendments == 0


async def test_no_order_becomes_smaller_than_what_is_filled(
    execution: Execution, broker: AmendingBroker
) -> None:
    record = await a_resting_order(execution)
    await execution.take_fill(broker.fill(record.order, "0.02"))
    with pytest.raises(NotAmendable, match=r"0\.02 are filled"):
        await execution.amend(ORDER_ID, SMALLER)


async def test_a_close_by_hand_leaves_a_halted_desk_and_a_decision_does_not(
    execution: Execution, broker: AmendingBroker
) -> None:
    execution._safeguards.kill_switch.trip(DeskState.HALTED, "ann", "drill")
    refused = await execution.execute(a_closing(), DECISION)
    assert refused.state is OrderState.REJECTED

    later = DecisionId("later")
    record = await execution.execute(a_closing(), later, Terms(is_by_hand=True, most=SMALL_LATER))
    assert (record.state, record.order.decision_id) == (OrderState.ACCEPTED, None)
    assert (record.order.quantity, record.order.is_reduce_only) == (SMALL_LATER, True)
    assert len(broker.placed) == 1
