"""The three brokers that the desk can trade through, each over a BTC market at 50,000 that goes where a test says."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar

from tests.brokers.markets import a_book, a_ticker, show, the_rules
from tests.brokers.okx.venue import OkxVenue, running_okx
from tests.clocks import FakeClock
from tests.risk.situations import BTC, BTC_RULES
from tests.valkey import running_valkey
from tradewind.brokers.port import Broker, BrokerEvent, VenueOrder, VenuePosition
from tradewind.brokers.simulator import Simulator, SimulatorConfig
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.channels import subscribe
from tradewind.bus.connection import BusClient, connect
from tradewind.bus.keys import MARKET_TICK, TICKER, Source
from tradewind.bus.messages import TickNotice
from tradewind.domain.clock import Instant
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import Contracts
from tradewind.domain.order import OrderState
from tradewind.domain.ticker import Ticker

T = TypeVar("T")
CASH = Decimal(10_000)
DEEP = "10"
"""BTC on each side of the book, all of it half a tick spread from the last price."""
RULES = replace(BTC_RULES, lot_size=Contracts(Decimal("0.01")), min_size=Contracts(Decimal("0.01")))
PATIENCE_SECONDS = 30


class Kind(StrEnum):
    """Which broker."""

    SIMULATOR = "simulator"
    OKX_DEMO = "okx demo"
    OKX_LIVE = "okx live"


class Move(Protocol):
    """Lets the market trade at a price, some seconds later."""

    async def __call__(self, price: str, *, seconds: int = 1) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A broker under test and its market."""

    broker: Broker
    move: Move
    now: Callable[[], Instant]

    async def settled(self, name: str, state: OrderState) -> VenueOrder:
        """Return the order once it has come to `state`."""
        return await self.order(name, lambda order: order.state is state)

    async def order(self, name: str, is_wanted: Callable[[VenueOrder], bool]) -> VenueOrder:
        """Return the order once it is as wanted."""
        return await until(lambda: self.broker.query(BTC, ClientOrderId(name)), is_wanted)

    async def holding(self, quantity: str) -> VenuePosition | None:
        """Return the position once it has come to `quantity`; None for "0"."""
        wanted = Decimal(quantity)

        async def held() -> list[VenuePosition]:
            return list(await self.broker.positions())

        positions = await until(held, lambda found: sum(each.quantity for each in found) == wanted)
        return positions[0] if positions else None

    async def events_until(self, is_last: Callable[[BrokerEvent], bool]) -> list[BrokerEvent]:
        """Return what is told up to and including the event that `is_last` names."""
        told: list[BrokerEvent] = []
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for event in self.broker.events():
                told.append(event)
                if is_last(event):
                    return told
        raise AssertionError(f"the events ended: {told}")


Opened = Callable[..., AbstractAsyncContextManager[Venue]]


async def until(ask: Callable[[], Awaitable[T | None]], is_wanted: Callable[[T], bool]) -> T:
    """Return the first answer that is as wanted; TimeoutError names the last one."""
    last: T | None = None
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                last = await ask()
                if last is not None and is_wanted(last):
                    return last
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"never came about, last was {last}") from None


@asynccontextmanager
async def opened(kind: Kind, folder: Path, *, depth: str = DEEP) -> AsyncIterator[Venue]:
    """Yield a venue with 10,000 USDT and `depth` BTC on each side of its book."""
    if kind is Kind.SIMULATOR:
        async with _simulator(folder, depth) as venue:
            yield venue
        return
    async with running_okx(folder, depth=str(Decimal(depth) * 100)) as okx:
        broker = okx.demo() if kind is Kind.OKX_DEMO else okx.live()
        yield Venue(broker=broker, move=_mover(okx), now=okx.clock.now)


def _mover(okx: OkxVenue) -> Move:
    async def move(price: str, *, seconds: int = 1) -> None:
        okx.move(price, seconds=seconds)

    return move


@asynccontextmanager
async def _simulator(folder: Path, depth: str) -> AsyncIterator[Venue]:
    clock = FakeClock()
    async with running_valkey(folder) as url, AsyncExitStack() as closing:
        redis = connect(url)
        closing.push_async_callback(redis.aclose)
        cache = Cache(redis, clock)
        simulator = Simulator(cache, subscribe(redis, [MARKET_TICK]), clock, SimulatorConfig())
        simulator.restore((), (), CASH)
        await _show(cache, "50000", depth, clock.now())

        async def move(price: str, *, seconds: int = 1) -> None:
            clock.advance(timedelta(seconds=seconds))
            ticker = await _show(cache, price, depth, clock.now())
            await _tell(cache, redis, ticker)

        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(simulator.run())
            yield Venue(broker=simulator, move=move, now=clock.now)
            running.cancel()


async def _show(cache: Cache, price: str, depth: str, at: Instant) -> Ticker:
    """Put the market of this moment into the cache, as the collector would."""
    last, size = float(price), float(depth)
    bid, ask = round(last - 0.1, 1), round(last + 0.1, 1)
    await show(
        cache,
        a_book(bids=((bid, size),), asks=((ask, size),), at=at),
        replace(the_rules(), instrument=RULES, timestamp=at),
    )
    ticker = a_ticker(last, at=at, bid=bid, ask=ask)
    batch = Batch(Source.MARKET_DATA)
    batch.put(TICKER.at(BTC), ticker)
    await cache.write(batch)
    return ticker


async def _tell(cache: Cache, redis: BusClient, ticker: Ticker) -> None:
    """Publish a tick once somebody listens."""
    batch = Batch(Source.MARKET_DATA)
    batch.publish(MARKET_TICK, TickNotice(tickers=(ticker,), seq=1, timestamp=ticker.timestamp))

    async def listeners() -> int:
        return int(dict(await redis.pubsub_numsub(MARKET_TICK.name))[MARKET_TICK.name.encode()])

    await until(listeners, lambda count: count > 0)
    await cache.write(batch)
