"""A datum that a reader missed is fetched once, by one of the collectors, and only while somebody waits for it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from redis.asyncio import Redis

from tests.fakes.spot_venue import SpotVenue, running_venue
from tests.lab_faults import arm
from tests.lab_process import RunningLab
from tests.market.test_collector import quick
from tests.values import BTC, ETH
from tests.waiting import comes_true, eventually
from tradewind.app.clock import SystemClock
from tradewind.bus.asking import AskingCache, RefreshMarks
from tradewind.bus.cache import Cache, ReadLog
from tradewind.bus.coordination import REFRESH_PATIENCE, REFRESH_REQUESTS, RefreshRequest
from tradewind.bus.keys import CANDLES_15M, INSTRUMENT, ORDER_BOOK, SPOT_CANDLES, SPOT_PRICE, TICKER, Source
from tradewind.bus.streams import ConsumerGroup, Membership
from tradewind.domain.candle import Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.market.collector import Collector
from tradewind.market.collector_requests import RefreshAnswers, Renewal
from tradewind.market.config import SpotConfig
from tradewind.market.failures import FailureKind, FetchFailed
from tradewind.market.refresh import Ground
from tradewind.market.spot import SpotCollector
from tradewind.telemetry.metrics import Metrics

COINS = (Symbol("BTCUSDT"), Symbol("ETHUSDT"))
SELDOM = timedelta(minutes=30)


def reader(redis: Redis) -> AskingCache:
    return AskingCache(redis, SystemClock(), Metrics(), ReadLog(source=Source.TRADER_BOT, share=0))


def answers(redis: Redis, renewals: Mapping[str, Renewal]) -> RefreshAnswers:
    return RefreshAnswers(renewals, RefreshMarks(redis, SystemClock()), SystemClock())


@asynccontextmanager
async def answering(redis: Redis, renewals: Mapping[str, Renewal], name: str = "one") -> AsyncIterator[None]:
    """A collector that works through the requests for its venue."""
    group = ConsumerGroup(
        redis,
        Cache(redis, SystemClock()),
        Membership(stream=REFRESH_REQUESTS, group="venue", consumer=name),
        Metrics(),
    )
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(group.run(answers(redis, renewals).answer))
        yield
        running.cancel()


@asynccontextmanager
async def swaps_at_rest(redis: Redis, lab: RunningLab) -> AsyncIterator[Collector]:
    """A collector of swaps that has scanned once and does not scan again."""
    config = quick(lab, refresh_every=SELDOM, rules_every=SELDOM, request_timeout=timedelta(seconds=10))
    collector = Collector(Cache(redis, SystemClock()), SystemClock(), config)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(collector.run())
        await eventually(lambda: collector.health().scans > 0)
        yield collector
        running.cancel()


@asynccontextmanager
async def coins_at_rest(redis: Redis) -> AsyncIterator[tuple[SpotCollector, SpotVenue]]:
    clock = SystemClock()
    async with running_venue(*COINS) as venue:
        config = SpotConfig(symbols=COINS, rest_url=venue.url, candle_limit=20)
        config = replace(
            config, prices_every=SELDOM, candles_every=dict.fromkeys(config.candles_every, SELDOM)
        )
        ground = Ground(cache=Cache(redis, clock), clock=clock, metrics=Metrics())
        collector = SpotCollector(ground, config)
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(collector.run())
            await eventually(lambda: all(feed.took is not None for feed in collector.health().feeds))
            yield collector, venue
            running.cancel()


async def test_every_kind_of_datum_of_the_swaps_comes_on_request(lab: RunningLab, redis: Redis) -> None:
    async with swaps_at_rest(redis, lab) as collector, answering(redis, collector.renewals()):
        names = list(collector.renewals())
        keys = [TICKER.at(BTC), ORDER_BOOK.at(ETH), CANDLES_15M.at(BTC), INSTRUMENT.at(ETH)]

        async def all_are_found() -> bool:
            await redis.flushall()
            return all(reading.value is not None for reading in await reader(redis).read(keys))

        assert len(names) == 2 * 8
        assert {key.name for key in keys} <= set(names)
        await comes_true(all_are_found)  # one that the machine kept waiting for 2 s counts as missing


async def test_all_prices_that_are_missed_at_once_cost_one_request_of_the_venue(redis: Redis) -> None:
    async with coins_at_rest(redis) as (collector, venue), answering(redis, collector.renewals()):
        costs: list[int] = []

        async def all_are_found() -> bool:
            await redis.flushall()
            before = len(venue.asked)
            found = await reader(redis).read([SPOT_PRICE.at(coin) for coin in COINS])
            costs.append(len(venue.asked) - before)
            return all(reading.value is not None for reading in found)

        await comes_true(all_are_found)
        assert costs[-1] == 1


async def test_many_readers_and_two_collectors_cost_one_request_of_the_venue(redis: Redis) -> None:
    key = SPOT_CANDLES[Timeframe.H1].at(COINS[0])
    async with AsyncExitStack() as stack:
        collector, venue = await stack.enter_async_context(coins_at_rest(redis))
        for name in ("one", "two"):
            await stack.enter_async_context(answering(redis, collector.renewals(), name))
        costs: list[int] = []

        async def all_are_found() -> bool:
            await redis.flushall()
            before = len(venue.asked)
            async with asyncio.TaskGroup() as tasks:
                reading = [tasks.create_task(reader(redis).get(key)) for _ in range(20)]
            costs.append(len(venue.asked) - before)
            return all(task.result() is not None for task in reading)

        await comes_true(all_are_found)
        assert costs[-1] == 1


async def test_a_venue_that_refuses_makes_the_datum_missing_at_once(lab: RunningLab, redis: Redis) -> None:
    async with swaps_at_rest(redis, lab) as collector, answering(redis, collector.renewals()):
        await arm(lab, "status", "/api/v5/market/ticker", status=500)
        await redis.delete(TICKER.at(BTC).name)

        assert await reader(redis).get(TICKER.at(BTC)) is None
        assert collector.health().failed(FailureKind.UNREACHABLE) + collector.health().failed(
            FailureKind.REFUSED
        )
        assert await redis.get(f"market:refresh:{TICKER.at(BTC).name}") == b"failed"


async def test_a_request_that_came_twice_or_too_late_or_is_anothers_asks_nothing_f56(redis: Redis) -> None:
    asked: list[str] = []

    async def renew() -> None:
        asked.append("once")

    clock = SystemClock()
    ours = answers(redis, {"ours": renew})
    now = clock.now()
    await ours.answer(RefreshRequest(key="theirs", asked_at=now))
    await ours.answer(RefreshRequest(key="ours", asked_at=Instant.of(now - 2 * REFRESH_PATIENCE)))
    assert asked == []

    request = RefreshRequest(key="ours", asked_at=now)
    await ours.answer(request)
    await ours.answer(request)
    assert asked == ["once"]


async def test_a_failed_renewal_is_tried_again_by_the_next_request(redis: Redis) -> None:
    outcomes: list[FetchFailed | None] = [FetchFailed(FailureKind.TIMEOUT, "slow"), None]

    async def renew() -> None:
        if (outcome := outcomes.pop(0)) is not None:
            raise outcome

    ours = answers(redis, {"ours": renew})
    clock = SystemClock()
    await ours.answer(RefreshRequest(key="ours", asked_at=clock.now()))
    assert await redis.get("market:refresh:ours") == b"failed"
    failed_at = clock.now()
    await eventually(lambda: clock.now() > failed_at)
    await ours.answer(RefreshRequest(key="ours", asked_at=clock.now()))

    assert outcomes == []
    assert not await redis.exists("market:refresh:ours")
