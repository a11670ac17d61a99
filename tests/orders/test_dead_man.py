"""Nothing rests at the venue before its own timer runs: a host that dies takes its orders with it."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.clocks import FakeClock
from tests.fakes.broker import ScriptedBroker
from tests.orders.desks import DECISION, a_closing, an_opening
from tests.orders.order_desks import a_stage
from tradewind.brokers.port import BrokerUnavailable, VenueOrder
from tradewind.domain.ids import DecisionId
from tradewind.domain.order import Order, OrderKind, OrderState, TimeInForce
from tradewind.orders.intent import AT_MARKET, Terms

AT_A_LIMIT = Terms(kind=OrderKind.LIMIT, limit_price=Decimal(59_000))


class NotedVenue(ScriptedBroker):
    """Writes down what it is asked, in order."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self.asked: list[str] = []
        self.has_timer = True
        self.slowness = timedelta(0)
        self.clock = clock

    async def place(self, order: Order) -> VenueOrder:
        self.asked.append("place")
        return await super().place(order)

    async def hold_dead_man(self, patience: timedelta) -> None:
        self.asked.append(f"timer {patience.total_seconds():g}")
        self.clock.advance(self.slowness)
        if not self.has_timer:
            raise BrokerUnavailable("50001")
        await super().hold_dead_man(patience)


async def test_f79_the_timer_runs_before_the_first_resting_order_leaves(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = NotedVenue(clock)
    async with a_stage(tmp_path, clock=clock, broker=broker) as stage:
        await stage.desk.execution.execute(an_opening(), DECISION, AT_A_LIMIT)
        assert broker.asked == ["timer 60", "place"]
        await stage.desk.execution.execute(an_opening(), DecisionId("second"), AT_A_LIMIT)
        assert broker.asked == ["timer 60", "place", "place"], "and is not set for each"
        clock.advance(timedelta(seconds=16))
        await stage.desk.execution.execute(an_opening(), DecisionId("third"), AT_A_LIMIT)
        assert broker.asked[3:] == ["timer 60", "place"]


async def test_f79_an_order_that_leaves_after_the_timer_was_let_go_sets_it_again(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = NotedVenue(clock)
    async with a_stage(tmp_path, clock=clock, broker=broker) as stage:
        record = await stage.desk.execution.execute(an_opening(), DECISION, AT_A_LIMIT)
        await stage.desk.execution.cancel(record.order.client_order_id)
        await stage.desk._dead_man.refresh()
        await stage.desk.execution.execute(an_opening(), DecisionId("second"), AT_A_LIMIT)
        assert broker.asked == ["timer 60", "place", "timer 0", "timer 60", "place"]


@pytest.mark.parametrize(
    "terms",
    [
        AT_MARKET,
        Terms(kind=OrderKind.LIMIT, limit_price=Decimal(59_000), time_in_force=TimeInForce.IOC),
        Terms(kind=OrderKind.LIMIT, limit_price=Decimal(59_000), time_in_force=TimeInForce.FOK),
    ],
)
async def test_what_cannot_rest_needs_no_timer(tmp_path: Path, terms: Terms) -> None:
    clock = FakeClock()
    broker = NotedVenue(clock)
    async with a_stage(tmp_path, clock=clock, broker=broker) as stage:
        await stage.desk.execution.execute(an_opening(), DECISION, terms)
        assert broker.asked == ["place"]


async def test_f79_without_the_timer_nothing_that_rests_is_opened(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = NotedVenue(clock)
    broker.has_timer = False
    broker.slowness = timedelta(seconds=10)
    async with a_stage(tmp_path, clock=clock, broker=broker) as stage:
        record = await stage.desk.execution.execute(an_opening(), DECISION, AT_A_LIMIT)
        assert (record.state, broker.placed) == (OrderState.EXPIRED, [])


async def test_a_close_at_a_limit_leaves_without_the_timer(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = NotedVenue(clock)
    broker.has_timer = False
    async with a_stage(tmp_path, clock=clock, broker=broker) as stage:
        record = await stage.desk.execution.execute(a_closing(), DECISION, AT_A_LIMIT)
        assert (record.state, len(broker.placed)) == (OrderState.ACCEPTED, 1)
