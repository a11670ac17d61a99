"""The role analyzes swaps and coins side by side, and a crash of the scanner stops no indicators."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from tests.analysis.scans import CONFIG, collected
from tests.clocks import START, FakeClock
from tests.valkey import running_valkey
from tests.values import BTC, a_window
from tests.waiting import eventually
from tradewind.analysis import AnalysisConfig, Analyst, Scanner
from tradewind.app.analysts import Analysts, analysts
from tradewind.app.stations import Shift
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.bus.keys import CANDLES_15M, INDICATORS
from tradewind.settings import Launch, Settings, load_settings
from tradewind.telemetry.metrics import Metrics


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    async with running_valkey(tmp_path) as url:
        client = connect(url)
        yield client
        await client.aclose()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(Launch(home=tmp_path), {})


def a_shift(redis: Redis) -> Shift:
    return Shift(redis=redis, clock=FakeClock(), metrics=Metrics(), holder="a test")


def built(settings: Settings, redis: Redis) -> Analysts:
    return analysts(settings, (BTC,), a_shift(redis))


async def test_swaps_and_coins_are_analyzed_side_by_side(redis: Redis, settings: Settings) -> None:
    batch = collected()
    batch.put(CANDLES_15M.at(BTC), a_window([100.0 + place for place in range(51)]))
    await Cache(redis, FakeClock(START)).write(batch)
    role = built(settings, redis)
    assert role.scanner is not None
    scanner: Scanner = role.scanner
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(role.run())
        await eventually(lambda: scanner.health().runs >= 3 and role.analyst.health().runs > 0)
        running.cancel()

    assert scanner.health().without_candles == 3 * (29 - 2)
    assert await redis.get(INDICATORS.at(BTC).name) is not None


async def test_a_crash_of_the_scanner_stops_no_indicators(redis: Redis) -> None:
    class Crashing(Scanner):
        crashes = 0

        async def run(self) -> None:
            Crashing.crashes += 1
            raise ArithmeticError("an indicator that nobody foresaw")

    clock = FakeClock()
    cache = Cache(redis, clock)
    analyst = Analyst(redis, cache, clock, AnalysisConfig(symbols=(BTC,)))
    shift = a_shift(redis)
    leases = shift.lease("analyst"), shift.lease("scanner")
    role = Analysts(analyst, Crashing(redis, cache, clock, CONFIG), shift, leases)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(role.run())
        await eventually(lambda: Crashing.crashes > 0 and analyst.health().runs > 0)
        assert not running.done()
        running.cancel()


async def test_without_coins_only_swaps_are_analyzed(redis: Redis, tmp_path: Path) -> None:
    settings = load_settings(Launch(home=tmp_path), {"TRADEWIND_APP__SPOT__ENABLED": "false"})

    assert built(settings, redis).scanner is None
