"""The projections follow the ledger, and are lost without loss."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from decimal import Decimal

from redis.asyncio import Redis
from structlog.testing import capture_logs

from tests.clocks import START, FakeClock
from tests.ledger.records import BTC, DESK, ETH, a_fill, an_order
from tests.portfolio.pictures import a_picture
from tests.values import a_ticker
from tests.waiting import eventually
from tradewind.app.clock import SystemClock
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.channels import Heartbeat, subscribe
from tradewind.bus.connection import connect
from tradewind.bus.keys import (
    MARKET_CONTEXT,
    PERFORMANCE,
    PORTFOLIO_UPDATE,
    POSITION,
    POSITION_MONITORING,
    STOCK_PRICE,
    SWAP_TECHNICAL,
    SYSTEM_STATE,
    TICKER,
    WATCHLIST,
    Source,
)
from tradewind.bus.messages import PortfolioNotice
from tradewind.domain.candle import Timeframe
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.market_context import MarketContext, SectorPerformance
from tradewind.domain.order import Side
from tradewind.domain.projections import DeskState, Momentum, SystemState
from tradewind.domain.stock import DayPrices, MarketStatus, StockPrice
from tradewind.ledger import Ledger
from tradewind.portfolio import AccountReader, PortfolioConfig, Projector, Shown
from tradewind.telemetry.health import HealthBoard, RoleState

SPY = Symbol("SPY")
SELDOM = PortfolioConfig(project_every=timedelta(hours=1))
OFTEN = PortfolioConfig(project_every=timedelta(milliseconds=20))


def a_board(clock: Clock, state: RoleState = RoleState.RUNNING) -> HealthBoard:
    board = HealthBoard(clock, ("trader",))
    board.report("trader", state)
    return board


def a_projector(
    ledger: Ledger,
    redis: Redis,
    clock: Clock,
    board: HealthBoard | None = None,
    config: PortfolioConfig = SELDOM,
) -> Projector:
    cache = Cache(redis, clock)
    return Projector(
        ledger,
        AccountReader(ledger, cache, clock),
        subscribe(redis, (PORTFOLIO_UPDATE,)),
        cache=cache,
        clock=clock,
        board=board or a_board(clock),
        shown=Shown(portfolio_id=DESK, symbols=(BTC, ETH), stocks=(SPY,)),
        config=config,
    )


@asynccontextmanager
async def projecting(projector: Projector, redis: Redis, clock: Clock) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        beat = tasks.create_task(Heartbeat(redis, Source.TRADER_BOT, clock).run())
        task = tasks.create_task(projector.run())
        yield
        task.cancel()
        beat.cancel()


def a_stock(status: MarketStatus, age_seconds: int = 0) -> StockPrice:
    return StockPrice(
        source="alpaca",
        exchange_time=None,
        timestamp=Instant.of(START - timedelta(seconds=age_seconds)),
        symbol=SPY,
        price=DayPrices(last=1.0, open=None, high=None, low=None, volume=None),
        market_status=status,
    )


def a_context() -> MarketContext:
    return MarketContext(
        source="binanceus",
        exchange_time=None,
        timestamp=START,
        sector_performance=SectorPerformance(
            technology=None, healthcare=None, financials=None, consumer=None, energy=None
        ),
        market_breadth=None,
        vix=None,
        market_regime=None,
    )


async def wait_for_removal(redis: Redis, name: str) -> None:
    async with asyncio.timeout(30):
        while await redis.exists(name):  # noqa: ASYNC110 -- the key belongs to a server
            await asyncio.sleep(0.01)


async def test_what_is_held_is_shown_with_its_market(
    ledger: Ledger, redis: Redis, cache: Cache, clock: FakeClock
) -> None:
    await ledger.fills.post(DESK, a_fill("1", price="59000"), an_order())
    batch = Batch(Source.MARKET_DATA)
    batch.put(TICKER.at(BTC), a_ticker(bid=59_999.0, ask=60_001.0))
    batch.put(SWAP_TECHNICAL[Timeframe.M1].at(BTC), a_picture(timeframe=Timeframe.M1, rsi_14=75.0))
    batch.put(SWAP_TECHNICAL[Timeframe.M5].at(BTC), a_picture())
    await cache.write(batch)

    await a_projector(ledger, redis, clock).project_now()

    position = await cache.get(POSITION.at(BTC))
    monitoring = await cache.get(POSITION_MONITORING.at(BTC))
    assert position is not None
    assert (position.current_price, position.unrealized_pnl) == (Decimal(60_000), Decimal(1_000))
    assert (position.stop_loss, position.take_profit) == (Decimal(90), Decimal(120))
    assert monitoring is not None
    assert monitoring.technical_signals.rsi_1m.signal is Momentum.OVERBOUGHT
    assert monitoring.technical_signals.macd_5m.value == 1.5


async def test_a_picture_that_is_too_old_is_not_shown(
    ledger: Ledger, redis: Redis, cache: Cache, clock: FakeClock
) -> None:
    await ledger.fills.post(DESK, a_fill("1"), None)
    old = Instant.of(START - timedelta(seconds=61))
    batch = Batch(Source.TA_SERVICE)
    batch.put(SWAP_TECHNICAL[Timeframe.M1].at(BTC), a_picture(timeframe=Timeframe.M1, timestamp=old))
    await cache.write(batch)

    await a_projector(ledger, redis, clock).project_now()

    monitoring = await cache.get(POSITION_MONITORING.at(BTC))
    assert monitoring is not None
    assert monitoring.technical_signals.rsi_1m.value is None


async def test_results_are_counted_once_and_anew_after_a_start(
    ledger: Ledger, redis: Redis, cache: Cache, clock: FakeClock
) -> None:
    for number, price in enumerate(("110", "90", "130")):
        await ledger.fills.post(DESK, a_fill(f"o{number}"), None)
        await ledger.fills.post(DESK, a_fill(f"c{number}", Side.SELL, price=price), None)
    first = a_projector(ledger, redis, clock)
    await first.project_now()
    await ledger.fills.post(DESK, a_fill("o3"), None)
    await ledger.fills.post(DESK, a_fill("c3", Side.SELL, price="95"), None)

    for projector in (first, first, a_projector(ledger, redis, clock)):
        await projector.project_now()
        shown = await cache.get(PERFORMANCE)
        assert shown is not None
        assert (shown.win_count, shown.loss_count, shown.win_rate) == (2, 2, 0.5)
        assert (shown.largest_win, shown.largest_loss) == (Decimal("29.9"), Decimal("-10.1"))


async def test_a_fill_is_shown_at_once_and_a_closed_position_is_removed(ledger: Ledger, redis: Redis) -> None:
    clock = SystemClock()
    projector = a_projector(ledger, redis, clock)
    notice = PortfolioNotice(portfolio_id=DESK, summary="bought", timestamp=clock.now())
    batch = Batch(Source.TRADER_BOT)
    batch.publish(PORTFOLIO_UPDATE, notice)
    await ledger.fills.post(DESK, a_fill("1"), None)
    async with projecting(projector, redis, clock):
        async with asyncio.timeout(30):
            while not await redis.exists(POSITION.at(BTC).name):  # noqa: ASYNC110 -- the key belongs to a server
                await asyncio.sleep(0.01)
        await ledger.fills.post(DESK, a_fill("2", Side.SELL), None)
        await Cache(redis, clock).write(batch)
        await wait_for_removal(redis, POSITION.at(BTC).name)

    assert not await redis.exists(POSITION_MONITORING.at(BTC).name)


async def test_what_an_earlier_run_left_of_a_closed_position_is_removed(
    ledger: Ledger, redis: Redis, clock: FakeClock
) -> None:
    await redis.set(POSITION.at(ETH).name, b"{}")

    await a_projector(ledger, redis, clock).project_now()

    assert not await redis.exists(POSITION.at(ETH).name)


async def test_an_emptied_server_is_filled_again(ledger: Ledger, redis: Redis) -> None:
    clock = SystemClock()
    await ledger.fills.post(DESK, a_fill("1"), None)
    async with projecting(a_projector(ledger, redis, clock, config=OFTEN), redis, clock):
        for _ in range(2):
            async with asyncio.timeout(30):
                while await redis.exists(POSITION.at(BTC).name, SYSTEM_STATE.name) != 2:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            await redis.flushall()


async def test_without_the_bus_the_projector_goes_on(ledger: Ledger) -> None:
    clock, nowhere = SystemClock(), connect("redis://127.0.0.1:1/0")
    with capture_logs() as entries:
        projector = a_projector(ledger, nowhere, clock, config=OFTEN)
        async with projecting(projector, nowhere, clock):
            await eventually(lambda: sum(entry["event"] == "not_projected" for entry in entries) > 1)
    await nowhere.aclose()


async def state_of(cache: Cache, projector: Projector) -> SystemState:
    await projector.project_now()
    state = await cache.get(SYSTEM_STATE)
    assert state is not None
    return state


async def test_the_state_counts_what_is_held_and_watched(
    ledger: Ledger, redis: Redis, cache: Cache, clock: FakeClock
) -> None:
    await ledger.fills.post(DESK, a_fill("1"), None)
    batch = Batch(Source.TA_SERVICE)
    batch.put(WATCHLIST, (BTC, ETH, SPY))
    batch.put(MARKET_CONTEXT, a_context())
    batch.put(STOCK_PRICE.at(SPY), a_stock(MarketStatus.OPEN))
    await cache.write(batch)

    state = await state_of(cache, a_projector(ledger, redis, clock))

    assert (state.active_positions_count, state.watchlist_count) == (1, 3)
    assert (state.last_scan_time, state.market_status) == (START, MarketStatus.OPEN)


async def test_nothing_cached_is_unknown_and_not_zero(
    ledger: Ledger, redis: Redis, cache: Cache, clock: FakeClock
) -> None:
    state = await state_of(cache, a_projector(ledger, redis, clock))

    assert (state.watchlist_count, state.last_scan_time, state.market_status) == (None, None, None)
    assert state.active_positions_count == 0


async def test_an_open_exchange_is_believed_for_as_long_as_a_price_lives(
    ledger: Ledger, redis: Redis, cache: Cache, clock: FakeClock
) -> None:
    projector = a_projector(ledger, redis, clock)
    found = []
    for stock in (a_stock(MarketStatus.OPEN, 121), a_stock(MarketStatus.CLOSED, 40_000)):
        batch = Batch(Source.MARKET_DATA)
        batch.put(STOCK_PRICE.at(SPY), stock)
        await cache.write(batch)
        found.append((await state_of(cache, projector)).market_status)

    assert found == [None, MarketStatus.CLOSED]


async def test_a_desk_starts_runs_and_is_degraded_afterwards(
    ledger: Ledger, redis: Redis, cache: Cache, clock: FakeClock
) -> None:
    board = a_board(clock, RoleState.STARTING)
    projector = a_projector(ledger, redis, clock, board)
    found = []
    for role_state in (RoleState.STARTING, RoleState.RUNNING, RoleState.FAILED):
        board.report("trader", role_state)
        found.append((await state_of(cache, projector)).state)

    assert found == [DeskState.STARTING, DeskState.RUNNING, DeskState.DEGRADED]
