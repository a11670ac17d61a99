import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from redis.asyncio import Redis

from tests.brokers.markets import a_book, a_book_at, a_ticker, show
from tests.brokers.orders import a_close, a_limit_order, an_order
from tests.brokers.simulator.test_engine import a_held_long
from tests.clocks import START, FakeClock
from tests.risk.situations import BTC
from tests.valkey import running_valkey
from tradewind.brokers.port import Broker, OrderRejected
from tradewind.brokers.simulator import Simulator, SimulatorConfig
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.channels import subscribe
from tradewind.bus.connection import connect
from tradewind.bus.keys import FUNDING, MARKET_TICK, Source
from tradewind.bus.messages import TickNotice
from tradewind.domain.cash_flow import CashFlow
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill
from tradewind.domain.funding import Funding
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.order import OrderPurpose, OrderState
from tradewind.domain.ticker import Ticker

CASH = Decimal(10_000)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    async with running_valkey(tmp_path) as url:
        client = connect(url)
        yield client
        await client.aclose()


@pytest.fixture
def cache(redis: Redis, clock: FakeClock) -> Cache:
    return Cache(redis, clock)


@pytest.fixture
def simulator(cache: Cache, redis: Redis, clock: FakeClock) -> Simulator:
    venue = Simulator(cache, subscribe(redis, [MARKET_TICK]), clock, SimulatorConfig())
    venue.restore((), (), CASH)
    return venue


@asynccontextmanager
async def watching(simulator: Simulator) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(simulator.run())
        yield
        task.cancel()


async def tick(cache: Cache, ticker: Ticker, redis: Redis) -> None:
    """Publish one ticker, once somebody listens."""
    batch = Batch(Source.MARKET_DATA)
    batch.publish(MARKET_TICK, TickNotice(tickers=(ticker,), seq=1, timestamp=ticker.timestamp))
    async with asyncio.timeout(30):
        while True:
            if dict(await redis.pubsub_numsub(MARKET_TICK.name))[MARKET_TICK.name.encode()]:
                return await cache.write(batch)
            await asyncio.sleep(0.005)


async def next_fill(simulator: Simulator) -> Fill:
    async with asyncio.timeout(30):
        async for event in simulator.events():
            if isinstance(event, Fill):
                return event
    raise AssertionError("the events ended")


async def test_the_simulator_is_a_broker(simulator: Simulator, cache: Cache) -> None:
    broker: Broker = simulator
    await show(cache, a_book())
    report = await broker.place(an_order())
    assert report.state is OrderState.FILLED
    assert await broker.query(BTC, report.client_order_id or ClientOrderId("")) == report
    assert await broker.query(BTC, ClientOrderId("nobody")) is None
    (position,) = await broker.positions()
    assert (position.quantity, position.entry_price) == (Decimal("0.05"), Decimal(60_014))
    assert (await broker.balance()).cash == CASH - Decimal("1.50035")
    assert len(await broker.fills(START)) == 2
    assert [(one.purpose, one.trigger_price) for one in await broker.open_orders()] == [
        (OrderPurpose.STOP, Decimal(58_000)),
        (OrderPurpose.TAKE_PROFIT, Decimal(65_000)),
    ]


async def test_f11_the_same_order_five_times_at_once_is_executed_once(
    simulator: Simulator, cache: Cache
) -> None:
    await show(cache, a_book())
    async with asyncio.TaskGroup() as tasks:
        sent = [tasks.create_task(simulator.place(an_order())) for _ in range(5)]
    assert len({task.result() for task in sent}) == 1
    assert len(await simulator.fills(START)) == 2


@pytest.mark.parametrize(
    ("seconds", "why"), [(10.5, "too old"), (-5, "too old")], ids=["stale", "from the future"]
)
async def test_f31_a_book_of_another_time_fills_nothing(
    simulator: Simulator, cache: Cache, clock: FakeClock, seconds: float, why: str
) -> None:
    await show(cache, a_book())
    clock.advance(timedelta(seconds=seconds))
    with pytest.raises(OrderRejected, match=why):
        await simulator.place(an_order())


async def test_f31_a_book_that_arrived_long_ago_fills_nothing_whatever_the_venue_stamps(
    simulator: Simulator, cache: Cache, clock: FakeClock
) -> None:
    ahead = Instant.of(START + timedelta(seconds=11))
    await show(cache, replace(a_book(), exchange_time=ahead))
    clock.advance(timedelta(seconds=11))
    with pytest.raises(OrderRejected, match="too old"):
        await simulator.place(an_order())


async def test_without_a_book_nothing_fills(simulator: Simulator) -> None:
    with pytest.raises(OrderRejected, match="no order book"):
        await simulator.place(an_order())


async def test_f33_a_crossed_book_fills_nothing(simulator: Simulator, cache: Cache) -> None:
    await show(cache, a_book(bids=((60_020.0, 1.0),)))
    with pytest.raises(OrderRejected, match="crossed"):
        await simulator.place(an_order())


async def test_f46_without_redis_nothing_fills_and_nothing_rests(clock: FakeClock) -> None:
    client = connect("redis://127.0.0.1:1")
    venue = Simulator(Cache(client, clock), subscribe(client, [MARKET_TICK]), clock, SimulatorConfig())
    venue.restore((), (), CASH)
    with pytest.raises(OrderRejected, match="no market"):
        await venue.place(an_order())
    assert await venue.query(BTC, ClientOrderId("entry")) is None
    await client.aclose()


async def test_a_resting_order_is_listed_canceled_and_then_gone(simulator: Simulator, cache: Cache) -> None:
    await show(cache, a_book())
    resting = await simulator.place(a_limit_order(59_000))
    assert await simulator.open_orders() == [resting]
    canceled = await simulator.cancel(BTC, ClientOrderId("entry"))
    assert canceled.state is OrderState.CANCELED
    with pytest.raises(OrderRejected, match="no resting order"):
        await simulator.cancel(BTC, ClientOrderId("entry"))


async def test_a_tick_through_the_price_fills_a_resting_order(
    simulator: Simulator, cache: Cache, redis: Redis
) -> None:
    await show(cache, a_book())
    await simulator.place(a_limit_order(59_000))
    async with watching(simulator):
        await tick(cache, a_ticker(58_900), redis)
        fill = await next_fill(simulator)
    assert fill.price == Decimal(59_000)


async def test_a_tick_through_the_stop_closes_the_position(
    simulator: Simulator, cache: Cache, redis: Redis
) -> None:
    await show(cache, a_book_at(60_000))
    await simulator.place(an_order())
    await next_fill(simulator)
    async with watching(simulator):
        await show(cache, a_book_at(57_900))
        await tick(cache, a_ticker(57_900), redis)
        fill = await next_fill(simulator)
    assert fill.price == Decimal(57_890)
    assert await simulator.positions() == []


async def test_a_stop_waits_while_the_book_is_missing_and_fills_with_the_next_tick(
    simulator: Simulator, cache: Cache, redis: Redis, clock: FakeClock
) -> None:
    await show(cache, a_book_at(60_000))
    await simulator.place(an_order())
    await next_fill(simulator)
    clock.advance(timedelta(seconds=11))
    late = clock.now()
    async with watching(simulator):
        await tick(cache, a_ticker(57_900, at=late), redis)
        await show(cache, a_book_at(57_900, at=late))
        await tick(cache, a_ticker(57_899, at=late), redis)
        await next_fill(simulator)
    assert await simulator.positions() == []


async def test_f31_a_stale_tick_sets_nothing_off(
    simulator: Simulator, cache: Cache, redis: Redis, clock: FakeClock
) -> None:
    await show(cache, a_book_at(60_000))
    await simulator.place(an_order())
    await simulator.place(a_limit_order(59_000, client_order_id=ClientOrderId("resting")))
    clock.advance(timedelta(seconds=11))
    await show(cache, a_book_at(60_000, at=clock.now()))
    await next_fill(simulator)
    async with watching(simulator):
        await tick(cache, a_ticker(57_900, at=START), redis)
        await tick(cache, a_ticker(58_900, at=clock.now()), redis)
        fill = await next_fill(simulator)
    assert fill.client_order_id == "resting"
    assert len(await simulator.positions()) == 1


async def test_f49_a_stop_that_was_passed_while_nobody_listened_is_found_when_listening_begins(
    simulator: Simulator, cache: Cache
) -> None:
    simulator.restore((), (a_held_long(),), CASH)
    await show(cache, a_book_at(57_000))
    async with watching(simulator):
        fill = await next_fill(simulator)
    assert (fill.quantity, fill.price) == (Decimal("0.05"), Decimal(56_990))
    assert await simulator.positions() == []


async def test_closing_leaves_nothing(simulator: Simulator, cache: Cache) -> None:
    await show(cache, a_book())
    await simulator.place(an_order())
    assert (await simulator.place(a_close())).state is OrderState.FILLED
    assert await simulator.positions() == []


async def test_events_that_nobody_reads_are_not_kept_without_end(
    cache: Cache, redis: Redis, clock: FakeClock
) -> None:
    config = SimulatorConfig(kept_events=3)
    venue = Simulator(cache, subscribe(redis, [MARKET_TICK]), clock, config)
    venue.restore((), (), CASH)
    await show(cache, a_book())
    await venue.place(an_order(stop_price=None, take_profit_price=None))
    told = aiter(venue.events())
    first = await anext(told)
    assert isinstance(first, Fill)  # the report that it was taken came before, and is lost
    assert len(await venue.fills(START)) == 2


async def test_an_order_meets_the_market_that_stands_when_it_arrives(
    cache: Cache, redis: Redis, clock: FakeClock
) -> None:
    config = SimulatorConfig(latency=timedelta(seconds=1))
    venue = Simulator(cache, subscribe(redis, [MARKET_TICK]), clock, config)
    venue.restore((), (), CASH)
    await show(cache, a_book_at(60_000))
    async with asyncio.TaskGroup() as tasks:
        sent = tasks.create_task(venue.place(an_order()))
        await asyncio.sleep(0)
        await show(cache, a_book_at(60_500))
    assert sent.result().average_price == Decimal(60_510)


async def test_funding_is_paid_at_the_cached_rate(
    simulator: Simulator, cache: Cache, redis: Redis, clock: FakeClock
) -> None:
    due_at = Instant.of(START + timedelta(hours=4))
    await show(cache, a_book_at(60_000))
    await simulator.place(an_order(stop_price=None, take_profit_price=None))
    async with watching(simulator):
        for moment in (START, Instant.of(due_at + timedelta(seconds=1))):
            clock.advance(moment - clock.now())
            await show(cache, a_book_at(60_000, at=moment))
            batch = Batch(Source.MARKET_DATA)
            rate = Funding(
                source="okx",
                exchange_time=None,
                timestamp=moment,
                symbol=BTC,
                funding_rate=0.0001,
                next_funding_time=due_at,
            )
            batch.put(FUNDING.at(BTC), rate)
            await cache.write(batch)
            await tick(cache, a_ticker(60_000, at=moment), redis)
        async with asyncio.timeout(30):
            flow = await anext(e async for e in simulator.events() if isinstance(e, CashFlow))
    assert await simulator.cash_flows(START) == [flow]
    assert (flow.amount, flow.exchange_time) == (Decimal("-0.3"), due_at)
