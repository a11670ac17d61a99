"""Events that must be worked through: by one consumer each, after every death of one, and never guessed at."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from tests.clocks import START, FakeClock
from tests.valkey_process import fragile_valkey
from tests.waiting import comes_true, eventually
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.bus.coordination import RefreshRequest, Stream
from tradewind.bus.keys import MESSAGE_LOG
from tradewind.bus.streams import ConsumerGroup, GroupConfig, Membership, StreamOutcome, entry
from tradewind.telemetry.metrics import Metrics

STREAM = Stream(name="errands", kind=RefreshRequest, schema=1, length=1000)
QUICK = GroupConfig(claim_after=timedelta(milliseconds=200), look_every=timedelta(milliseconds=20))

Act = Callable[[RefreshRequest], Awaitable[None]]


class Consumer:
    """One consumer and what it was given."""

    def __init__(self, redis: Redis, name: str = "first") -> None:
        self.metrics = Metrics()
        self.taken: list[str] = []
        self.group = ConsumerGroup(
            redis,
            Cache(redis, FakeClock()),
            Membership(stream=STREAM, group="workers", consumer=name),
            self.metrics,
            QUICK,
        )

    async def note(self, errand: RefreshRequest) -> None:
        self.taken.append(errand.key)

    def count(self, outcome: StreamOutcome) -> float:
        labels = {"stream": STREAM.name, "outcome": outcome.value}
        return self.metrics.registry.get_sample_value("tradewind_stream_events_total", labels) or 0


@asynccontextmanager
async def working(consumer: Consumer, act: Act | None = None) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(consumer.group.run(act or consumer.note))
        yield
        running.cancel()


async def add(redis: Redis, *keys: str) -> None:
    for key in keys:
        await redis.xadd(STREAM.name, entry(STREAM, RefreshRequest(key=key, asked_at=START)))


async def entries(redis: Redis, name: str) -> list[dict[bytes, bytes]]:
    found: Any = await redis.xrange(name)
    return [fields for _, fields in found]


async def is_told(redis: Redis, words: bytes) -> bool:
    return any(words in fields[b"summary"] for fields in await entries(redis, MESSAGE_LOG))


async def pending(redis: Redis) -> int:
    return int((await redis.xpending(STREAM.name, "workers"))["pending"])


async def test_events_from_before_the_group_are_worked_through_in_order_f49(redis: Redis) -> None:
    await add(redis, "a", "b", "c")
    consumer = Consumer(redis)
    async with working(consumer):
        await eventually(lambda: consumer.count(StreamOutcome.DONE) == 3)

    assert consumer.taken == ["a", "b", "c"]
    assert await pending(redis) == 0


async def test_two_consumers_share_the_work_and_none_is_done_twice(redis: Redis) -> None:
    one, two = Consumer(redis, "one"), Consumer(redis, "two")
    keys = [f"key {number}" for number in range(100)]
    async with working(one), working(two):
        for key in keys:
            await add(redis, key)
        await eventually(lambda: len(one.taken) + len(two.taken) >= 100)

    assert sorted(one.taken + two.taken) == sorted(keys)


async def test_what_is_added_while_nobody_listens_is_there_on_return_f49(redis: Redis) -> None:
    consumer = Consumer(redis)
    async with working(consumer):
        await add(redis, "before")
        await eventually(lambda: consumer.count(StreamOutcome.DONE) == 1)
    await add(redis, "meanwhile 1", "meanwhile 2")
    again = Consumer(redis)
    async with working(again):
        await eventually(lambda: again.count(StreamOutcome.DONE) == 2)

    assert again.taken == ["meanwhile 1", "meanwhile 2"]


async def test_a_killed_connection_loses_no_event_f49(redis: Redis, url: str) -> None:
    consumer = Consumer(redis)
    other = connect(url)
    async with working(consumer):
        for number in range(20):
            await add(other, f"key {number}")
            await other.client_kill_filter(_type="normal", skipme=True)
        await eventually(lambda: len(set(consumer.taken)) == 20)
    await other.aclose()


async def test_an_event_whose_acknowledgment_is_lost_comes_again_and_the_lane_lives_on_f56(
    redis: Redis,
) -> None:
    consumer = Consumer(redis)

    async def pause_the_server(errand: RefreshRequest) -> None:
        consumer.taken.append(errand.key)
        if len(consumer.taken) == 1:
            await redis.client_pause(1500, all=True)

    await add(redis, "errand")
    async with working(consumer, pause_the_server):
        await eventually(lambda: consumer.count(StreamOutcome.DONE) == 1)

    assert consumer.taken == ["errand", "errand"]


async def test_a_peer_takes_over_what_a_dead_consumer_had_begun_f56(redis: Redis) -> None:
    begun = asyncio.Event()

    async def die_meanwhile(_: RefreshRequest) -> None:
        begun.set()
        await asyncio.Event().wait()

    await add(redis, "begun")
    async with working(Consumer(redis, "dies"), die_meanwhile):
        await begun.wait()
    assert await pending(redis) == 1

    peer = Consumer(redis, "peer")
    async with working(peer):
        await eventually(lambda: peer.count(StreamOutcome.DONE) == 1)
    assert peer.taken == ["begun"]
    assert await pending(redis) == 0


async def test_what_fails_comes_again_and_is_done_once_it_succeeds(redis: Redis) -> None:
    consumer = Consumer(redis)

    async def fail_once(errand: RefreshRequest) -> None:
        consumer.taken.append(errand.key)
        if len(consumer.taken) == 1:
            raise ValueError("not yet")

    await add(redis, "errand")
    async with working(consumer, fail_once):
        await eventually(lambda: consumer.count(StreamOutcome.DONE) == 1)

    assert consumer.taken == ["errand", "errand"]


async def test_poison_goes_to_the_dead_letters_after_three_times_and_the_lane_goes_on_f57(
    redis: Redis,
) -> None:
    consumer = Consumer(redis)
    await redis.xadd(STREAM.name, {"schema": 1, "body": b"\x00 not json"})
    await redis.xadd(STREAM.name, {b"\xff": b"\xfe"})
    await add(redis, "good")
    async with working(consumer):
        await eventually(lambda: consumer.count(StreamOutcome.DONE) == 1)
        await eventually(lambda: consumer.count(StreamOutcome.DEAD) == 2)

    assert consumer.taken == ["good"]
    assert consumer.count(StreamOutcome.FAILED) == 2 * QUICK.max_deliveries
    dead = await entries(redis, STREAM.dead)
    assert [fields.get(b"body") for fields in dead] == [b"\x00 not json", None]
    assert await pending(redis) == 0


async def test_an_unknown_schema_version_is_parked_with_an_alarm_and_never_guessed_f59(redis: Redis) -> None:
    consumer = Consumer(redis)
    known = entry(STREAM, RefreshRequest(key="of the future", asked_at=START))
    await redis.xadd(STREAM.name, known | {"schema": 2})
    await add(redis, "good")
    async with working(consumer):
        await eventually(lambda: consumer.count(StreamOutcome.PARKED) == 1)
        await eventually(lambda: consumer.count(StreamOutcome.DONE) == 1)
        await comes_true(lambda: is_told(redis, b"parked: schema 2"))

    assert consumer.taken == ["good"]
    (parked,) = await entries(redis, STREAM.parked)
    assert parked[b"reason"] == b"schema 2, this desk knows 1"
    assert await pending(redis) == 0


async def test_an_emptied_server_is_an_alarm_and_the_group_is_made_again_f54(redis: Redis) -> None:
    consumer = Consumer(redis)
    async with working(consumer):
        await add(redis, "before")
        await eventually(lambda: consumer.count(StreamOutcome.DONE) == 1)
        await redis.flushall()
        await eventually(lambda: consumer.count(StreamOutcome.SET_BACK) == 1)
        await add(redis, "after")
        await eventually(lambda: consumer.taken == ["before", "after"])


@pytest.mark.parametrize("has_new_event", [True, False])
async def test_an_older_copy_of_the_stream_is_an_alarm_and_the_lane_goes_on_f52_f53(
    tmp_path: Path, *, has_new_event: bool
) -> None:
    async with fragile_valkey(tmp_path / "fragile") as server:
        client = connect(server.url)
        consumer = Consumer(client)
        async with working(consumer):
            await add(client, "old")
            await eventually(lambda: consumer.count(StreamOutcome.DONE) == 1)
            await client.waitaof(1, 0, 2000)
            old_copy = tmp_path / "old"
            shutil.copytree(server.append_only_file.parent, old_copy)
            await add(client, "lost")
            await eventually(lambda: consumer.count(StreamOutcome.DONE) == 2)

            await server.kill()
            shutil.rmtree(server.append_only_file.parent)
            shutil.copytree(old_copy, tmp_path / "fragile" / "appendonlydir")
            await server.start()
            other = connect(server.url)
            if has_new_event:
                await add(other, "new")
                await eventually(lambda: "new" in consumer.taken)
            else:
                await eventually(lambda: consumer.count(StreamOutcome.SET_BACK) == 1)
                await add(other, "new")
                await eventually(lambda: "new" in consumer.taken)
            await other.aclose()
        await client.aclose()
