"""The order path as a first user has it: real ledger, real cache, simulated venue."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from decimal import Decimal
from typing import TypeGuard

import pytest
from redis.asyncio import Redis

from tests.brokers.markets import a_book, a_book_at, a_ticker, show
from tests.brokers.orders import DESK
from tests.brokers.simulator.test_simulator import tick
from tests.clocks import FakeClock
from tests.orders.desks import CASH, DECISION, a_closing, an_execution, an_opening, until
from tradewind.brokers.port import BrokerEvent, VenueOrder
from tradewind.brokers.simulator import Simulator, SimulatorConfig
from tradewind.bus.cache import Cache
from tradewind.bus.channels import subscribe
from tradewind.bus.keys import MARKET_TICK
from tradewind.domain.account import ClosedPosition
from tradewind.domain.ids import DecisionId
from tradewind.domain.order import OrderPurpose, OrderState
from tradewind.ledger import Ledger
from tradewind.orders import Execution, client_id_for

ORDER_ID = client_id_for(DECISION, an_opening())
LATER = DecisionId("decision2")


@pytest.fixture
async def simulator(cache: Cache, redis: Redis, clock: FakeClock, ledger: Ledger) -> Simulator:
    return await a_simulator(cache, redis, clock, ledger)


async def a_simulator(cache: Cache, redis: Redis, clock: FakeClock, ledger: Ledger) -> Simulator:
    venue = Simulator(cache, subscribe(redis, [MARKET_TICK]), clock, SimulatorConfig())
    venue.restore(
        await ledger.orders.unfinished(DESK),
        await ledger.positions.held(DESK),
        (await ledger.postings.balances(DESK)).cash,
    )
    return venue


@asynccontextmanager
async def trading(simulator: Simulator, execution: Execution) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        started = [tasks.create_task(simulator.run()), tasks.create_task(execution.run())]
        yield
        for task in started:
            task.cancel()


def _is_filled_stop(event: BrokerEvent) -> TypeGuard[VenueOrder]:
    if not isinstance(event, VenueOrder):
        return False
    return (event.purpose, event.state) == (OrderPurpose.STOP, OrderState.FILLED)


async def the_closed(ledger: Ledger) -> ClosedPosition:
    async with asyncio.timeout(30):
        while True:
            page = await ledger.positions.closed(DESK, 10, None)
            if page.items:
                return page.items[0]
            await asyncio.sleep(0.005)


async def assert_venue_and_ledger_agree(simulator: Simulator, ledger: Ledger) -> None:
    held = {p.position.symbol: p.position.quantity for p in await ledger.positions.held(DESK)}
    assert held == {p.symbol: p.quantity for p in await simulator.positions()}
    assert (await ledger.postings.balances(DESK)).cash == (await simulator.balance()).cash
    assert not any((await ledger.postings.trial_balance()).values())


async def test_an_opening_fills_into_a_position_with_its_stop(
    simulator: Simulator, ledger: Ledger, cache: Cache, clock: FakeClock
) -> None:
    await show(cache, a_book())
    execution = an_execution(simulator, ledger, cache, clock)
    async with trading(simulator, execution):
        await execution.execute(an_opening(), DECISION)
        record = await until(ledger, ORDER_ID, OrderState.FILLED)
    assert record.filled == Decimal("0.049")
    (held,) = await ledger.positions.held(DESK)
    assert (held.position.quantity, held.stop_price, held.leverage) == (
        Decimal("0.049"),
        Decimal(58_000),
        Decimal(3),
    )
    await assert_venue_and_ledger_agree(simulator, ledger)


async def test_a_close_ends_the_round_trip(
    simulator: Simulator, ledger: Ledger, cache: Cache, clock: FakeClock
) -> None:
    await show(cache, a_book())
    execution = an_execution(simulator, ledger, cache, clock)
    async with trading(simulator, execution):
        await execution.execute(an_opening(), DECISION)
        await until(ledger, ORDER_ID, OrderState.FILLED)
        await execution.execute(a_closing(), LATER)
        closed = await the_closed(ledger)
    assert closed.close_purpose is OrderPurpose.CLOSE
    await assert_venue_and_ledger_agree(simulator, ledger)


async def test_a_stop_that_the_market_reaches_is_an_order_of_its_own_in_the_ledger(
    simulator: Simulator, ledger: Ledger, cache: Cache, clock: FakeClock, redis: Redis
) -> None:
    await show(cache, a_book_at(60_000))
    execution = an_execution(simulator, ledger, cache, clock)
    async with trading(simulator, execution):
        await execution.execute(an_opening(), DECISION)
        await until(ledger, ORDER_ID, OrderState.FILLED)
        await show(cache, a_book_at(57_900))
        await tick(cache, a_ticker(57_900), redis)
        closed = await the_closed(ledger)
        newest = (await ledger.orders.page(DESK, 1, None)).items[0]
        await until(ledger, newest.order.client_order_id, OrderState.FILLED)
    assert (closed.close_purpose, closed.exit_price) == (OrderPurpose.STOP, Decimal(57_890))
    assert (newest.order.purpose, newest.order.decision_id) == (OrderPurpose.STOP, DECISION)
    assert await ledger.orders.unfinished(DESK) == []
    await assert_venue_and_ledger_agree(simulator, ledger)


async def test_a_stop_whose_first_news_died_with_the_trader_is_still_an_order_of_its_own(
    simulator: Simulator, ledger: Ledger, cache: Cache, clock: FakeClock, redis: Redis
) -> None:
    await show(cache, a_book_at(60_000))
    execution = an_execution(simulator, ledger, cache, clock)
    async with trading(simulator, execution):
        await execution.execute(an_opening(), DECISION)
        await until(ledger, ORDER_ID, OrderState.FILLED)
    async with asyncio.TaskGroup() as tasks:
        venue = tasks.create_task(simulator.run())
        await show(cache, a_book_at(57_900))
        await tick(cache, a_ticker(57_900), redis)
        lost = await anext(aiter(simulator.events()))
        while not _is_filled_stop(lost):
            lost = await anext(aiter(simulator.events()))
        venue.cancel()
    await execution.recover()
    closed = await the_closed(ledger)
    (newest, _) = (await ledger.orders.page(DESK, 2, None)).items
    assert closed.close_purpose is OrderPurpose.STOP
    assert (newest.order.client_order_id, newest.state) == (lost.client_order_id, OrderState.FILLED)
    await assert_venue_and_ledger_agree(simulator, ledger)


async def test_f13_a_thin_book_fills_in_part_and_the_rest_is_canceled(
    simulator: Simulator, ledger: Ledger, cache: Cache, clock: FakeClock
) -> None:
    await show(cache, a_book(asks=((60_010.0, 0.02),)))
    execution = an_execution(simulator, ledger, cache, clock)
    async with trading(simulator, execution):
        await execution.execute(an_opening(), DECISION)
        record = await until(ledger, ORDER_ID, OrderState.CANCELED)
    assert (record.filled, record.reason) == (Decimal("0.02"), "the visible book was too thin for the rest")
    await assert_venue_and_ledger_agree(simulator, ledger)


async def test_an_order_that_the_venue_refuses_says_why(
    simulator: Simulator, ledger: Ledger, cache: Cache, clock: FakeClock
) -> None:
    await show(cache, a_book())
    clock.advance(timedelta(seconds=11))
    record = await an_execution(simulator, ledger, cache, clock).execute(an_opening(), DECISION)
    assert record.state is OrderState.REJECTED
    assert record.reason is not None
    assert "too old" in record.reason


async def test_after_a_restart_the_position_still_has_its_stop(
    simulator: Simulator, ledger: Ledger, cache: Cache, clock: FakeClock, redis: Redis
) -> None:
    await show(cache, a_book_at(60_000))
    execution = an_execution(simulator, ledger, cache, clock)
    async with trading(simulator, execution):
        await execution.execute(an_opening(), DECISION)
        await until(ledger, ORDER_ID, OrderState.FILLED)
    reborn = await a_simulator(cache, redis, clock, ledger)
    await assert_venue_and_ledger_agree(reborn, ledger)
    execution = an_execution(reborn, ledger, cache, clock)
    await execution.recover()
    await show(cache, a_book_at(57_000))
    async with trading(reborn, execution):
        closed = await the_closed(ledger)
    assert closed.close_purpose is OrderPurpose.STOP
    await assert_venue_and_ledger_agree(reborn, ledger)


async def test_f10_fills_that_died_with_the_simulator_never_happened(
    simulator: Simulator, ledger: Ledger, cache: Cache, clock: FakeClock, redis: Redis
) -> None:
    await show(cache, a_book())
    accepted = await an_execution(simulator, ledger, cache, clock).execute(an_opening(), DECISION)
    assert accepted.state is OrderState.ACCEPTED
    reborn = await a_simulator(cache, redis, clock, ledger)
    await an_execution(reborn, ledger, cache, clock).recover()
    record = await until(ledger, ORDER_ID, OrderState.CANCELED)
    assert record.filled == 0
    assert (await reborn.balance()).cash == CASH
    await assert_venue_and_ledger_agree(reborn, ledger)
