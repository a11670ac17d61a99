"""A long and a short of one instrument at once: somebody's hand in long/short mode; the books keep one position."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from tests.clocks import FakeClock
from tests.fakes.broker import ScriptedBroker
from tests.orders.desks import DECISION, an_opening
from tests.orders.order_desks import Stage, a_stage
from tests.risk.situations import BTC
from tradewind.brokers.port import VenueOrder, VenuePosition
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderPurpose, OrderState, Side


class TwoSidedVenue(ScriptedBroker):
    """Holds a short by hand beside what the desk holds, and a stop for it."""

    short = Decimal("0.02")

    async def positions(self) -> Sequence[VenuePosition]:
        held = await super().positions()
        return [*held, *(replace(one, quantity=BaseQty(-self.short)) for one in held if self.short)]

    async def open_orders(self) -> Sequence[VenueOrder]:
        waiting = await super().open_orders()
        stops = [one for one in waiting if one.purpose is OrderPurpose.STOP]
        if not self.short:
            return waiting
        by_hand = [
            replace(
                one,
                client_order_id=None,
                venue_order_id="by hand",
                side=Side.BUY,
                quantity=BaseQty(self.short),
                trigger_price=Decimal(70_000),
            )
            for one in stops[:1]
        ]
        return [*waiting, *by_hand]


async def a_long(stage: Stage) -> None:
    record = await stage.desk.execution.execute(an_opening(), DECISION)
    await stage.desk.execution.take_fill(stage.broker.fill(record.order, "0.049"))


async def test_a_long_and_a_short_at_once_block_openings_there_until_one_is_gone(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = TwoSidedVenue(clock)
    async with a_stage(tmp_path, clock=clock, broker=broker) as stage:
        await a_long(stage)
        assert not await stage.desk.reconciliation.reconcile()
        assert "-0.02 and 0.049 at once" in (stage.reason(BTC) or "")
        broker.short = Decimal(0)
        assert await stage.desk.reconciliation.reconcile()
        assert stage.reason(BTC) is None


async def test_two_sides_of_one_size_are_not_taken_for_nothing(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = TwoSidedVenue(clock)
    broker.short = Decimal("0.049")
    async with a_stage(tmp_path, clock=clock, broker=broker) as stage:
        await a_long(stage)
        for _ in range(3):
            await stage.desk.protection.check()
        stops = [one for one in broker.known.values() if one.purpose is OrderPurpose.STOP]
        assert [one.state for one in stops] == [OrderState.ACCEPTED], "no stop is cleared away as left over"


async def test_the_desk_guards_its_own_side_and_leaves_the_other_ones_stop_alone(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = TwoSidedVenue(clock)
    async with a_stage(tmp_path, clock=clock, broker=broker) as stage:
        await a_long(stage)
        assert await stage.desk.protection.check()
        assert len(broker.placed) == 1, "the attached stop covers the long, which is whole"
