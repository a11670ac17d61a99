"""A stop is carried out as far as the venue lets it, whatever one part of it comes to."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from tests.brokers.orders import a_limit_order
from tests.clocks import FakeClock
from tests.fakes.broker import ScriptedBroker
from tests.orders.desks import DECISION, an_opening
from tests.orders.order_desks import a_stage, at_work
from tests.risk.situations import BTC
from tests.waiting import eventually
from tradewind.brokers.port import BrokerUnavailable, OutcomeUnknown, VenueOrder, VenuePosition
from tradewind.domain.desk_state import DeskState
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderPurpose

ETH = Symbol("ETH-USDT-SWAP")


class StuckVenue(ScriptedBroker):
    """Cancels nothing, and knows nothing of one instrument."""

    mute: Symbol | None = None

    async def cancel_many(self, orders: Sequence[VenueOrder]) -> None:
        raise OutcomeUnknown(f"{len(orders)} cancels were not answered")

    async def query(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        if symbol == self.mute:
            raise BrokerUnavailable("50001")
        return await super().query(symbol, client_order_id)


class ForgetfulVenue(ScriptedBroker):
    """Tells the second reading of the positions empty."""

    readings = 0

    async def positions(self) -> Sequence[VenuePosition]:
        self.readings += 1
        return [] if self.readings == 2 else await super().positions()


async def test_f78_a_cancel_that_never_succeeds_does_not_hold_up_flattening(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = StuckVenue(clock)
    async with a_stage(tmp_path, clock=clock, broker=broker) as stage, at_work(stage):
        broker.take(a_limit_order(50_000))
        broker.held[BTC] = Decimal("0.02")
        await stage.desk.kill_switch.press(DeskState.HALTED, "ann", "drill", flatten=True)
        await eventually(lambda: any(order.purpose is OrderPurpose.CLOSE for order in broker.placed))
        proof = stage.desk.kill_switch.proof()
        assert proof is None or not proof.is_done


async def test_f78_a_position_that_cannot_be_closed_does_not_hold_up_the_next(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = StuckVenue(clock)
    async with a_stage(tmp_path, clock=clock, broker=broker) as stage, at_work(stage):
        broker.held = {BTC: Decimal("0.02")}
        await stage.desk.kill_switch.press(DeskState.HALTED, "ann", "drill", flatten=True)
        await eventually(lambda: len(broker.placed) == 1)
        broker.mute = BTC  # what became of its close is not told
        broker.held[ETH] = Decimal(1)
        await eventually(lambda: {order.symbol for order in broker.placed} == {BTC, ETH})


async def test_f17_one_empty_reading_does_not_take_the_stops_of_a_halted_desk_away(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = ForgetfulVenue(clock)
    async with a_stage(tmp_path, clock=clock, broker=broker) as stage:
        record = await stage.desk.execution.execute(an_opening(), DECISION)
        broker.fill(record.order, "0.049")
        await stage.desk.kill_switch.press(DeskState.HALTED, "ann", "drill", flatten=True)

        proof = await stage.desk._sweep.sweep()

        assert broker.canceled == []
        assert not proof.is_done
