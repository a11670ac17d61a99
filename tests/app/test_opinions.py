"""News and signals run beside the indicators, as the settings say, and a crash of one stops nothing else."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TypeVar

import pytest
from redis.asyncio import Redis

from tests.valkey import running_valkey
from tests.values import BTC
from tests.waiting import eventually
from tradewind.app.clock import SystemClock
from tradewind.app.lab_process import Lab, LabOptions, running_lab
from tradewind.app.opinions import SENTIMENT, SIGNALS, Opinions, opinions
from tradewind.app.stations import Shift
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.bus.keys import SIGNAL_MONITOR, STOCK_SENTIMENT, KeyAt
from tradewind.domain.instrument import Symbol
from tradewind.settings import Launch, Settings, load_settings
from tradewind.telemetry.metrics import Metrics

V = TypeVar("V")


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    async with running_valkey(tmp_path) as url:
        client = connect(url)
        yield client
        await client.aclose()


def loaded(home: Path, market: str = "lab", **environment: str) -> Settings:
    return load_settings(Launch(home=home, market=market), environment)


def a_shift(redis: Redis) -> Shift:
    return Shift(redis=redis, clock=SystemClock(), metrics=Metrics(), holder="desk of a test")


def built(settings: Settings, redis: Redis, lab: Lab | None = None) -> Opinions:
    return opinions(settings, (BTC,), a_shift(redis), lab)


async def written(cache: Cache, key: KeyAt[V]) -> V:
    """Return the value of a key as soon as it is there."""
    found: V | None = None
    async with asyncio.timeout(30):
        while found is None:
            found = await cache.get(key)
            await asyncio.sleep(0.05)
    return found


async def test_on_the_lab_stocks_are_written_about_and_everything_is_monitored(
    redis: Redis, tmp_path: Path
) -> None:
    async with running_lab(LabOptions(state=tmp_path / "lab")) as process:
        role = built(loaded(tmp_path), redis, process.lab)
        cache = Cache(redis, SystemClock())
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(role.run())
            news = await written(cache, STOCK_SENTIMENT.at(Symbol("GOOGL")))
            monitor = await written(cache, SIGNAL_MONITOR)
            running.cancel()

    assert role.off == {}
    assert news.news_count > 0
    assert len(monitor.symbols) == 1 + 29 + 5


async def test_a_real_market_without_feeds_has_no_news_and_says_why(redis: Redis, tmp_path: Path) -> None:
    role = built(loaded(tmp_path, market="okx"), redis)

    assert role.off == {SENTIMENT: "sentiment.feeds is empty in app.yaml"}
    assert set(role.works) == {SIGNALS}


async def test_both_can_be_switched_off(redis: Redis, tmp_path: Path) -> None:
    switches = {
        "TRADEWIND_APP__SENTIMENT__ENABLED": "false",
        "TRADEWIND_APP__SIGNALS__ENABLED": "false",
    }

    role = built(loaded(tmp_path, **switches), redis)

    assert role.works == {}
    assert set(role.off) == {SENTIMENT, SIGNALS}


async def test_a_crash_of_one_leaves_the_other_running(redis: Redis) -> None:
    ran: list[str] = []

    async def crashing() -> None:
        ran.append("crash")
        raise ArithmeticError("a share that nobody foresaw")

    async def working() -> None:
        ran.append("work")
        await asyncio.Event().wait()

    role = Opinions({SENTIMENT: crashing, SIGNALS: working}, {}, a_shift(redis))
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(role.run())
        await eventually(lambda: set(ran) == {"crash", "work"})
        assert not running.done()
        running.cancel()
