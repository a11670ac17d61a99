"""What the bus does while its server is away, slow, full, emptied or set back."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis

from tests.clocks import FakeClock
from tests.valkey_process import FragileValkey, fragile_valkey
from tests.values import BTC, ETH, a_ticker
from tests.waiting import eventually
from tradewind.app.clock import SystemClock
from tradewind.bus.cache import Batch, BusUnavailable, Cache
from tradewind.bus.connection import connect
from tradewind.bus.keys import MESSAGE_LOG, TICKER, Source
from tradewind.bus.message_log import LogEntry, LogFilter, LogLoss, LogPeriod, MessageLog
from tradewind.bus.server_state import problems
from tradewind.bus.server_watch import ServerWatch
from tradewind.telemetry.metrics import Metrics

PATIENCE = timedelta(seconds=1)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[FragileValkey]:
    async with fragile_valkey(tmp_path / "fragile") as running:
        yield running


@pytest.fixture
async def client(server: FragileValkey) -> AsyncIterator[Redis]:
    redis = connect(server.url)
    yield redis
    await redis.aclose()


async def note(client: Redis, *summaries: str) -> None:
    batch = Batch(Source.TRADER_BOT)
    for summary in summaries:
        batch.note("trade", "orders", summary)
    await Cache(client, FakeClock()).write(batch)


@asynccontextmanager
async def followed(client: Redis) -> AsyncIterator[list[LogEntry | LogLoss]]:
    """Collect what the log's tail yields while the block lasts."""
    heard: list[LogEntry | LogLoss] = []

    async def follow() -> None:
        async for added in MessageLog(client).tail():
            heard.extend([added] if isinstance(added, LogLoss) else added)

    async with asyncio.TaskGroup() as tasks:
        following = tasks.create_task(follow())
        while not heard:
            await note(client, "start")
            await asyncio.sleep(0)
        yield heard
        following.cancel()


def summaries(heard: list[LogEntry | LogLoss]) -> list[str]:
    return [event.summary for event in heard if isinstance(event, LogEntry) and event.summary != "start"]


def losses(heard: list[LogEntry | LogLoss]) -> list[str]:
    return [event.reason for event in heard if isinstance(event, LogLoss)]


async def test_a_reader_of_the_log_goes_on_where_it_was_after_a_crash_f47_f49(
    server: FragileValkey, client: Redis
) -> None:
    async with followed(client) as heard:
        await note(client, "before")
        await eventually(lambda: summaries(heard) == ["before"])
        await client.waitaof(1, 0, 2000)

        await server.kill()
        await server.start()
        other = connect(server.url)
        await note(other, "while the reader was away")
        await other.aclose()

        await eventually(lambda: len(summaries(heard)) == 2)
    assert summaries(heard) == ["before", "while the reader was away"]
    assert losses(heard) == []


async def test_a_killed_connection_costs_a_reader_of_the_log_nothing_f49(client: Redis) -> None:
    async with followed(client) as heard:
        for number in range(20):
            await note(client, f"entry {number}")
            await client.client_kill_filter(_type="normal", skipme=False)
        await note(client, "last")
        await eventually(lambda: summaries(heard)[-1:] == ["last"])

    seen = summaries(heard)
    assert len(seen) == len(set(seen)) == 21
    assert losses(heard) == []


async def test_writes_lost_with_the_end_of_the_append_only_file_are_noticed_f52(
    server: FragileValkey, client: Redis
) -> None:
    async with followed(client) as heard:
        await note(client, "kept")
        await client.waitaof(1, 0, 2000)
        kept = server.append_only_file.stat().st_size
        await note(client, "lost 1", "lost 2")
        await eventually(lambda: summaries(heard) == ["kept", "lost 1", "lost 2"])
        await client.waitaof(1, 0, 2000)

        await server.kill()
        with server.append_only_file.open("r+b") as file:
            file.truncate(kept)
        await server.start()

        await eventually(lambda: bool(losses(heard)))
        await note(client, "after")
        await eventually(lambda: summaries(heard)[-1:] == ["after"])
    assert len(losses(heard)) == 1


async def test_lost_writes_are_noticed_even_when_new_ones_came_first_f52(
    server: FragileValkey, client: Redis
) -> None:
    async with followed(client) as heard:
        await client.waitaof(1, 0, 2000)
        kept = server.append_only_file.stat().st_size
        await note(client, "lost 1", "lost 2")
        await eventually(lambda: len(summaries(heard)) == 2)
        await client.waitaof(1, 0, 2000)

        await server.kill()
        with server.append_only_file.open("r+b") as file:
            file.truncate(kept)
        await server.start()
        other = connect(server.url)
        await note(other, "after 1", "after 2", "after 3")
        await other.aclose()

        await eventually(lambda: bool(losses(heard)))
    assert summaries(heard) == ["lost 1", "lost 2", "after 1", "after 2", "after 3"]


async def test_an_older_copy_of_the_data_is_noticed_f53(
    server: FragileValkey, client: Redis, tmp_path: Path
) -> None:
    async with followed(client) as heard:
        await client.waitaof(1, 0, 2000)
        old_copy = tmp_path / "old"
        shutil.copytree(server.append_only_file.parent, old_copy)
        await note(client, *(f"newer {number}" for number in range(50)))
        await eventually(lambda: len(summaries(heard)) == 50)

        await server.kill()
        shutil.rmtree(server.append_only_file.parent)
        shutil.copytree(old_copy, tmp_path / "fragile" / "appendonlydir")
        await server.start()

        await eventually(lambda: bool(losses(heard)))


async def test_an_emptied_server_is_noticed_and_what_is_added_later_is_read_f54(client: Redis) -> None:
    async with followed(client) as heard:
        await note(client, "before")
        await eventually(lambda: summaries(heard) == ["before"])
        await client.flushall()
        await eventually(lambda: bool(losses(heard)))

        await note(client, "after")
        await eventually(lambda: summaries(heard) == ["before", "after"])


async def test_the_cache_is_dropped_before_the_log_when_memory_runs_out_f50(client: Redis) -> None:
    await note(client, *(f"entry {number}" for number in range(200)))
    logged = await client.xlen(MESSAGE_LOG)
    used = (await client.info("memory"))["used_memory"]
    await client.config_set("maxmemory", used + 4_000_000)

    for number in range(200):
        await client.set(f"somebody:{number}", b"x" * 50_000, ex=3600)

    assert await client.xlen(MESSAGE_LOG) == logged
    assert await client.dbsize() < 200
    await note(client, "still written")


async def test_a_full_server_refuses_writes_in_a_sentence_and_takes_them_again_f50(client: Redis) -> None:
    cache = Cache(client, SystemClock(), timeout=PATIENCE)
    await client.config_set("maxmemory", "1mb")

    with pytest.raises(BusUnavailable, match="OutOfMemory"):
        await cache.write(a_batch())
    assert await cache.get(TICKER.at(BTC)) is None

    await client.config_set("maxmemory", "2gb")
    await cache.write(a_batch())
    assert await cache.get(TICKER.at(BTC)) == a_ticker()


async def test_four_fifths_of_the_memory_are_a_problem_that_is_named_f50(client: Redis) -> None:
    watch = ServerWatch(client, SystemClock(), metrics := Metrics())
    used = (await watch.look()).state.memory_used
    await client.config_set("maxmemory", int(used / 0.9))

    (problem,) = problems((await watch.look()).state)

    assert problem.code == "memory_nearly_full"
    assert metrics.registry.get_sample_value("tradewind_redis_memory_max_bytes") == int(used / 0.9)


async def test_a_sleeping_server_ends_each_command_in_a_second_and_the_loop_stays_free_f55(
    server: FragileValkey, client: Redis
) -> None:
    cache = Cache(client, SystemClock(), timeout=PATIENCE)
    await cache.write(a_batch())
    turns = 0
    loop = asyncio.get_running_loop()

    async def turn() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0.01)

    async with asyncio.TaskGroup() as tasks:
        turning = tasks.create_task(turn())
        sleeper = connect(server.url)
        sleeping = tasks.create_task(sleeper.execute_command("DEBUG", "SLEEP", "5"))  # type: ignore[no-untyped-call]
        await asyncio.sleep(0)
        began = loop.time()
        while True:
            try:
                await cache.get(TICKER.at(BTC))
            except BusUnavailable:
                break
        assert loop.time() - began < 5
        await sleeping
        turning.cancel()
        await sleeper.aclose()
    assert turns > 20
    assert await cache.get(TICKER.at(BTC)) == a_ticker()


async def test_a_frozen_server_is_waited_out_by_cache_watch_and_log_f48_f55(
    server: FragileValkey, client: Redis
) -> None:
    metrics = Metrics()
    watch = ServerWatch(client, SystemClock(), metrics, PATIENCE / 5, sample_every=PATIENCE / 50)
    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(watch.run())
        await eventually(lambda: _is_up(metrics) == 1)
        server.freeze()
        await eventually(lambda: _is_up(metrics) == 0)
        with pytest.raises(BusUnavailable):
            await Cache(client, SystemClock(), PATIENCE / 5).get(TICKER.at(BTC))
        with pytest.raises(BusUnavailable):
            await MessageLog(client, PATIENCE / 5).page(LogFilter(), LogPeriod(), 10)

        server.thaw()
        await eventually(lambda: _is_up(metrics) == 1)
        watching.cancel()


async def test_replies_are_never_mixed_up_by_commands_given_up_on_f58(
    server: FragileValkey, client: Redis
) -> None:
    hurried = Cache(client, SystemClock(), timeout=timedelta(milliseconds=20))
    batch = a_batch()
    batch.put(TICKER.at(ETH), a_ticker(symbol=ETH))
    await Cache(client, SystemClock()).write(batch)
    for _ in range(5):
        server.freeze()
        with pytest.raises(BusUnavailable):
            await hurried.get(TICKER.at(BTC))
        server.thaw()

        patient = await Cache(client, SystemClock(), timedelta(seconds=5)).get(TICKER.at(ETH))
        assert patient is not None
        assert patient.symbol == ETH


async def test_poison_in_the_log_does_not_stop_its_tail_and_is_counted_f57_f59(client: Redis) -> None:
    log = MessageLog(client)
    heard: list[str] = []

    async def follow() -> None:
        async for added in log.tail():
            if not isinstance(added, LogLoss):
                heard.extend(entry.summary for entry in added)

    async with asyncio.TaskGroup() as tasks:
        following = tasks.create_task(follow())
        while not heard:
            await note(client, "start")
            await asyncio.sleep(0)
        await client.xadd(MESSAGE_LOG, {b"type": b"\xff\xfe"})
        await client.xadd(MESSAGE_LOG, {"schema": "99", "type": "trade", "summary": "of the future"})
        await note(client, "after")
        await eventually(lambda: heard[-1:] == ["after"])
        following.cancel()

    assert log.unreadable == 2
    assert "of the future" not in heard


def a_batch() -> Batch:
    batch = Batch(Source.MARKET_DATA)
    batch.put(TICKER.at(BTC), a_ticker())
    return batch


def _is_up(metrics: Metrics) -> float | None:
    return metrics.registry.get_sample_value("tradewind_redis_up")
