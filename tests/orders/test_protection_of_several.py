"""Trouble with one position keeps no other without its stop."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from tests.brokers.orders import an_order
from tests.clocks import FakeClock
from tests.fakes.broker import ScriptedBroker
from tests.orders.order_desks import UNHURRIED, Stage, a_stage
from tests.risk.situations import BTC
from tests.waiting import eventually
from tradewind.brokers.port import BrokerUnavailable, OutcomeUnknown, VenueOrder
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import Order, OrderPurpose, OrderState

ETH = Symbol("ETH-USDT-SWAP")


class HalfMuteVenue(ScriptedBroker):
    """Loses the stops of Bitcoin, and answers no question about them."""

    async def place(self, order: Order) -> VenueOrder:
        if order.symbol == BTC and order.purpose is OrderPurpose.STOP:
            raise OutcomeUnknown("connection reset")
        return await super().place(order)

    async def query(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        if symbol == BTC:
            raise BrokerUnavailable("50001")
        return await super().query(symbol, client_order_id)


async def a_bare_position(stage: Stage, symbol: Symbol) -> None:
    order = an_order(symbol=symbol, client_order_id=ClientOrderId(f"entry{symbol[:3]}"))
    await stage.ledger.orders.add(order)
    await stage.ledger.orders.advance(order.client_order_id, OrderState.INTENT, OrderState.SENDING)
    stage.broker.take(order)
    await stage.desk.execution.take_fill(stage.broker.fill(order, "0.05", f"t{symbol}"))


async def test_f18_a_venue_that_fails_on_one_instrument_leaves_no_other_bare(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = HalfMuteVenue(clock)
    broker.attaches = False
    async with a_stage(tmp_path, clock=clock, broker=broker) as stage:
        await a_bare_position(stage, BTC)
        for _ in range(3):
            assert not await stage.desk.protection.check()
        await a_bare_position(stage, ETH)
        for _ in range(3):
            assert not await stage.desk.protection.check()

        placed = [order.symbol for order in broker.placed if order.purpose is OrderPurpose.STOP]
        assert placed == [ETH]


async def test_f15_a_position_turned_by_hand_is_not_closed_for_the_stop_of_the_one_before(
    tmp_path: Path,
) -> None:
    async with a_stage(tmp_path) as stage:
        await a_bare_position(stage, BTC)
        stage.broker.held[BTC] = Decimal("-0.05")  # nobody has told the fill yet
        for _ in range(4):
            await stage.desk.protection.check()
            stage.clock.advance(timedelta(seconds=6))

        assert [order.purpose for order in stage.broker.placed] == []
        assert stage.alerts("unprotected") == 1
        assert stage.reason(BTC) is not None


class StallingVenue(ScriptedBroker):
    """Takes the stops of Bitcoin and never says so."""

    async def place(self, order: Order) -> VenueOrder:
        if order.symbol == BTC and order.purpose is OrderPurpose.STOP:
            self.placed.append(order)
            await asyncio.Event().wait()
        return await super().place(order)


async def test_f18_a_stop_that_hangs_keeps_no_other_position_waiting(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = StallingVenue(clock)
    broker.attaches = False
    async with a_stage(tmp_path, clock=clock, broker=broker, **UNHURRIED) as stage:
        await a_bare_position(stage, BTC)
        async with asyncio.TaskGroup() as tasks:
            guard = tasks.create_task(stage.desk.protection.run())
            await eventually(lambda: bool(broker.placed))
            await a_bare_position(stage, ETH)
            await eventually(lambda: any(order.symbol == ETH for order in broker.placed))
            guard.cancel()

        stops = [order.symbol for order in broker.placed if order.purpose is OrderPurpose.STOP]
        assert stops == [BTC, ETH], "and the one that hangs is not sent again meanwhile"


async def test_a_position_that_another_task_is_busy_with_is_not_called_covered(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = StallingVenue(clock)
    broker.attaches = False
    async with a_stage(tmp_path, clock=clock, broker=broker, **UNHURRIED) as stage:
        await a_bare_position(stage, BTC)
        async with asyncio.TaskGroup() as tasks:
            guard = tasks.create_task(stage.desk.protection.run())
            await eventually(lambda: bool(broker.placed))
            assert not await stage.desk.protection.check()
            guard.cancel()


async def test_f18_a_stop_that_hangs_leaves_time_to_close(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = StallingVenue(clock)
    broker.attaches = False
    async with a_stage(tmp_path, clock=clock, broker=broker, orders=UNHURRIED["orders"]) as stage:
        await a_bare_position(stage, BTC)
        for _ in range(2):
            assert not await stage.desk.protection.check()
        clock.advance(timedelta(seconds=11))
        assert not await stage.desk.protection.check()

        assert broker.placed[-1].purpose is OrderPurpose.CLOSE
        assert stage.alerts("emergency_close") == 1


async def test_a_watch_that_was_stopped_in_the_middle_begins_again(tmp_path: Path) -> None:
    clock = FakeClock()
    broker = StallingVenue(clock)
    broker.attaches = False
    async with a_stage(tmp_path, clock=clock, broker=broker) as stage:
        await a_bare_position(stage, BTC)
        for sent in (1, 2):
            async with asyncio.TaskGroup() as tasks:
                guard = tasks.create_task(stage.desk.protection.run())
                await eventually(lambda least=sent: len(broker.placed) >= least)  # type: ignore[misc]
                guard.cancel()
