"""The search for lost orders keeps its hands off an order that is being sent, and forgets none."""

import asyncio
from collections.abc import Callable

import pytest

from tests.brokers.orders import DESK
from tests.clocks import FakeClock
from tests.fakes.broker import Reply, ScriptedBroker
from tests.orders.desks import DECISION, an_execution, an_opening, running, until
from tests.waiting import eventually
from tradewind.bus.cache import Cache
from tradewind.domain.ids import ClientOrderId, PortfolioId
from tradewind.domain.order import OrderRecord, OrderState
from tradewind.ledger import Ledger
from tradewind.ledger.orders import Orders
from tradewind.orders import client_id_for

ORDER_ID = client_id_for(DECISION, an_opening())


class LateOrders(Orders):
    """The ledger's orders; the answer to a claim comes late, long after its commit."""

    def __init__(self, orders: Orders) -> None:
        super().__init__(orders._database, orders._clock)
        self.answer = asyncio.Event()
        self.searches = 0
        self.on_search: Callable[[], object] = bool

    async def advance(
        self,
        client_order_id: ClientOrderId,
        expected: OrderState,
        to: OrderState,
        *,
        venue_order_id: str | None = None,
        reason: str | None = None,
        fence: int | None = None,
    ) -> bool:
        is_done = await super().advance(
            client_order_id, expected, to, venue_order_id=venue_order_id, reason=reason, fence=fence
        )
        if to is OrderState.SENDING:
            await self.answer.wait()
        return is_done

    async def unfinished(self, portfolio_id: PortfolioId) -> list[OrderRecord]:
        records = await super().unfinished(portfolio_id)
        self.searches += 1
        self.on_search()
        return records


@pytest.fixture
def orders(ledger: Ledger) -> LateOrders:
    late = LateOrders(ledger.orders)
    ledger.orders = late
    return late


async def test_f09_an_order_on_its_way_out_is_not_looked_for(
    orders: LateOrders, ledger: Ledger, broker: ScriptedBroker, cache: Cache, clock: FakeClock
) -> None:
    execution = an_execution(broker, ledger, cache, clock)
    async with running(execution), asyncio.TaskGroup() as tasks:
        sending = tasks.create_task(execution.execute(an_opening(), DECISION))
        await until(ledger, ORDER_ID, OrderState.SENDING)
        searched = orders.searches
        await eventually(lambda: orders.searches >= searched + 5)
        orders.answer.set()
        assert (await sending).state is OrderState.ACCEPTED
    assert broker.queries == 0


async def test_a_search_that_is_stopped_before_it_began_is_made_again(
    orders: LateOrders, ledger: Ledger, broker: ScriptedBroker, cache: Cache, clock: FakeClock
) -> None:
    orders.answer.set()
    broker.place_replies.append(Reply.LOSE_THE_REQUEST)
    execution = an_execution(broker, ledger, cache, clock)
    await execution.execute(an_opening(), DECISION)
    async with asyncio.TaskGroup() as tasks:
        stopped = tasks.create_task(execution.run())
        orders.on_search = stopped.cancel
    orders.on_search = bool
    assert broker.queries == 0
    assert len(await ledger.orders.unfinished(DESK)) == 1
    async with running(execution):
        await until(ledger, ORDER_ID, OrderState.EXPIRED)
