"""The monitor reads the bus, tells a change once, and never takes silence for an even market."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from redis.asyncio import Redis

from tests.clocks import START, FakeClock
from tests.fault_proxy import fault_proxy
from tests.signals.market import COIN, LONG, STOCK, a_stock_price, rising_market, some_indicators
from tests.valkey import running_valkey
from tests.values import BTC, a_ticker
from tests.waiting import eventually
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.channels import Heartbeat
from tradewind.bus.connection import connect
from tradewind.bus.keys import (
    INDICATORS,
    MARKET_UPDATE_ALL,
    MESSAGE_LOG,
    SIGNAL_MONITOR,
    SIGNALS,
    SIGNALS_UPDATE,
    STOCK_PRICE,
    TICKER,
    Source,
)
from tradewind.bus.messages import MarketUpdate
from tradewind.domain.clock import Instant
from tradewind.domain.indicators import Trend
from tradewind.domain.instrument import Symbol
from tradewind.domain.signal import MonitoredSymbol, SignalType, Stance
from tradewind.domain.stock import MarketStatus
from tradewind.signals import Monitor, SignalsConfig, Weights

QUICK = timedelta(milliseconds=20)
CONFIG = SignalsConfig(swaps=(BTC,), coins=(COIN,), stocks=(STOCK,), settle=QUICK, renew_every=QUICK)


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    async with running_valkey(tmp_path) as url:
        client = connect(url)
        yield client
        await client.aclose()


@asynccontextmanager
async def monitoring(
    redis: Redis, clock: FakeClock, config: SignalsConfig = CONFIG
) -> AsyncIterator[Monitor]:
    monitor = Monitor(redis, Cache(redis, clock), clock, config)
    async with asyncio.TaskGroup() as tasks:
        beat = tasks.create_task(Heartbeat(redis, Source.MARKET_DATA, clock).run())
        working = tasks.create_task(monitor.run())
        await eventually(lambda: monitor.health().runs + monitor.health().failed_runs > 0)
        yield monitor
        working.cancel()
        beat.cancel()


async def one_more_run(monitor: Monitor) -> None:
    """Return after a run that began later than this call."""
    runs = monitor.health().runs
    await eventually(lambda: monitor.health().runs >= runs + 2)


async def shown(redis: Redis, symbol: Symbol) -> MonitoredSymbol:
    monitor = await Cache(redis, FakeClock()).get(SIGNAL_MONITOR)
    assert monitor is not None
    return next(each for each in monitor.symbols if each.symbol == symbol)


async def falling(redis: Redis, clock: FakeClock) -> None:
    """Turn the swap round."""
    batch = Batch(Source.TA_SERVICE)
    now = clock.now()
    batch.put(TICKER.at(BTC).living(LONG), a_ticker(timestamp=now))
    indicators = some_indicators(Trend.DOWN, histogram=-60.0, rsi=30.0)
    batch.put(INDICATORS.at(BTC).living(LONG), replace(indicators, timestamp=now))
    await Cache(redis, clock).write(batch)


async def log_entries(redis: Redis, kind: bytes) -> list[bytes]:
    entries: list[Any] = await redis.xrange(MESSAGE_LOG) or []
    return [fields[b"channel"] for _, fields in entries if fields[b"type"] == kind]


async def test_a_market_that_rises_is_an_entry_for_each_kind_of_symbol(redis: Redis) -> None:
    clock = FakeClock()
    await Cache(redis, clock).write(rising_market())

    async with monitoring(redis, clock) as monitor:
        assert monitor.health().unknown == ()
        entries = await Cache(redis, clock).read(
            [SIGNALS[SignalType.ENTRY].at(symbol) for symbol in (BTC, COIN, STOCK)]
        )

    assert [entry.value is not None and entry.value.side for entry in entries] == ["long"] * 3
    assert all(entry.value is not None and 0 < entry.value.confidence <= 1 for entry in entries)
    assert (await shown(redis, STOCK)).parts.sentiment == 0.5
    assert set(await log_entries(redis, b"signal")) == {
        f"signals:entry:{symbol}".encode() for symbol in (BTC, COIN, STOCK)
    }


async def test_a_change_is_published_once_and_silence_follows(redis: Redis) -> None:
    clock = FakeClock()
    await Cache(redis, clock).write(rising_market())
    async with monitoring(redis, clock) as monitor, redis.pubsub() as listener:
        await listener.subscribe(SIGNALS_UPDATE.name)
        await falling(redis, clock)
        notice: dict[str, Any] = {}
        async with asyncio.timeout(20):
            while not notice:
                told = await listener.get_message(ignore_subscribe_messages=True, timeout=1)
                notice = msgspec.json.decode(told["data"]) if told else {}
        await one_more_run(monitor)

        assert (notice["symbol"], notice["from"], notice["to"]) == (BTC, "BUY", "SELL")
        assert notice["score"] < -0.35
        assert await listener.get_message(ignore_subscribe_messages=True, timeout=0.1) is None
    assert await redis.get(SIGNALS[SignalType.EXIT].at(BTC).name) is not None


async def test_a_word_from_the_market_wakes_it(redis: Redis) -> None:
    clock = FakeClock()
    config = replace(CONFIG, renew_every=timedelta(hours=1))
    monitor = Monitor(redis, Cache(redis, clock), clock, config)
    async with asyncio.TaskGroup() as tasks:
        beat = tasks.create_task(Heartbeat(redis, Source.MARKET_DATA, clock).run())
        working = tasks.create_task(monitor.run())
        async with asyncio.timeout(20):
            while monitor.health().runs == 0:
                batch = Batch(Source.MARKET_DATA)
                batch.publish(MARKET_UPDATE_ALL, MarketUpdate(symbols=(BTC,), seq=1, timestamp=START))
                await Cache(redis, clock).write(batch)
                await asyncio.sleep(0.05)
        working.cancel()
        beat.cancel()


async def test_old_values_are_no_values_f31(redis: Redis) -> None:
    clock = FakeClock()
    await Cache(redis, clock).write(rising_market())
    clock.advance(timedelta(minutes=11))

    async with monitoring(redis, clock) as monitor:
        assert monitor.health().unknown == (BTC, COIN, STOCK)
        assert await log_entries(redis, b"signal") == []


async def test_the_price_of_a_closed_exchange_stays_its_price(redis: Redis) -> None:
    clock = FakeClock()
    batch = Batch(Source.MARKET_DATA)
    long_ago = Instant.of(START - timedelta(hours=40))
    batch.put(STOCK_PRICE.at(STOCK), a_stock_price(MarketStatus.CLOSED, long_ago))
    await Cache(redis, clock).write(batch)

    async with monitoring(redis, clock):
        found = await shown(redis, STOCK)

    assert found.price == 200.0
    assert found.stance is None


async def test_a_restart_takes_no_stance_anew(redis: Redis) -> None:
    clock = FakeClock()
    await Cache(redis, clock).write(rising_market())
    async with monitoring(redis, clock):
        before = await shown(redis, BTC)
    clock.advance(timedelta(seconds=5))

    async with monitoring(redis, clock):
        after = await shown(redis, BTC)

    assert (after.stance, after.since) == (Stance.BUY, before.since)
    assert len(await log_entries(redis, b"signal")) == 3


async def test_unreadable_values_cost_only_their_own_symbol_f57(redis: Redis) -> None:
    clock = FakeClock()
    await Cache(redis, clock).write(rising_market())
    await redis.set(INDICATORS.at(BTC).name, b"[1, 2")

    async with monitoring(redis, clock) as monitor:
        assert monitor.health().unknown == (BTC,)


async def test_a_change_during_an_absence_of_the_server_is_told_afterwards_f46(redis: Redis) -> None:
    target = redis.connection_pool.connection_kwargs
    clock = FakeClock()
    await Cache(redis, clock).write(rising_market())
    async with fault_proxy(target["host"], target["port"]) as proxy:
        proxied = connect(f"redis://127.0.0.1:{proxy.port}/0")
        async with monitoring(proxied, clock) as monitor:
            proxy.is_black_hole = True
            await falling(redis, clock)
            await eventually(lambda: monitor.health().failed_runs > 0)
            proxy.is_black_hole = False
            runs = monitor.health().runs
            await eventually(lambda: monitor.health().runs > runs + 1)
        await proxied.aclose()

    assert (await shown(redis, BTC)).stance is Stance.SELL
    assert await redis.get(SIGNALS[SignalType.EXIT].at(BTC).name) is not None


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"swaps": (), "coins": (), "stocks": ()}, "symbols"),
        ({"coins": (BTC,)}, "symbols"),
        ({"min_coverage": 0.2}, "min_coverage"),
        ({"settle": timedelta(hours=1)}, "settle"),
        ({"forget_after": timedelta(seconds=-1)}, "forget_after"),
    ],
)
def test_a_setting_out_of_range_is_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        replace(CONFIG, **changes)


def test_weights_below_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="weights"):
        Weights(trend=-0.1)
