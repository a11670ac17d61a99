"""A subscriber hears what is published, survives dead connections and is told to read its keys again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from redis.asyncio import Redis

from tests.clocks import START, FakeClock
from tests.fault_proxy import FaultProxy, fault_proxy
from tests.waiting import eventually
from tradewind.app.clock import SystemClock
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.channels import Heartbeat, Rebuilt, Subscription, subscribe
from tradewind.bus.connection import connect
from tradewind.bus.keys import MARKET_UPDATE_ALL, SYSTEM_UPDATE, Source
from tradewind.bus.messages import MarketUpdate, SystemNotice
from tradewind.telemetry.metrics import Metrics

SILENCE = timedelta(milliseconds=300)
BEAT = timedelta(milliseconds=50)


@asynccontextmanager
async def heard(subscription: Subscription[object]) -> AsyncIterator[list[object]]:
    """Collect what the subscription yields while the block lasts."""
    events: list[object] = []

    async def listen() -> None:
        async for event in subscription:
            events.append(event)  # noqa: PERF401 -- read while it grows

    async with asyncio.TaskGroup() as tasks:
        listener = tasks.create_task(listen())
        await eventually(lambda: bool(events))
        yield events
        listener.cancel()


@asynccontextmanager
async def beating(redis: Redis, owner: Source = Source.TRADER_BOT) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        heart = tasks.create_task(Heartbeat(redis, owner, SystemClock(), BEAT).run())
        yield
        heart.cancel()


@asynccontextmanager
async def proxied(url: str) -> AsyncIterator[tuple[FaultProxy, Redis]]:
    target = urlsplit(url)
    assert target.hostname is not None
    assert target.port is not None
    async with fault_proxy(target.hostname, target.port) as proxy:
        client = connect(f"redis://127.0.0.1:{proxy.port}/0")
        try:
            yield proxy, client
        finally:
            await client.aclose()


async def publish(redis: Redis, summary: str) -> None:
    batch = Batch(Source.TRADER_BOT)
    batch.publish(SYSTEM_UPDATE, SystemNotice(summary=summary, timestamp=START))
    await Cache(redis, FakeClock()).write(batch)


def notices(events: list[object]) -> list[str]:
    return [event.summary for event in events if isinstance(event, SystemNotice)]


def rebuilds(events: list[object]) -> int:
    return sum(isinstance(event, Rebuilt) for event in events)


async def test_a_subscriber_first_learns_that_it_may_read_its_keys(redis: Redis) -> None:
    async with heard(subscribe(redis, [SYSTEM_UPDATE])) as events:
        assert events == [Rebuilt(reason="subscribed")]


async def test_every_rebuild_is_counted(redis: Redis) -> None:
    metrics = Metrics()
    async with heard(subscribe(redis, [SYSTEM_UPDATE], metrics=metrics)) as events:
        await redis.client_kill_filter(_type="pubsub")
        await eventually(lambda: rebuilds(events) == 2)

    assert metrics.registry.get_sample_value("tradewind_bus_rebuilds_total") == 1


async def test_messages_arrive_decoded_from_every_channel(redis: Redis) -> None:
    async with heard(Subscription(redis, [SYSTEM_UPDATE, MARKET_UPDATE_ALL], SILENCE * 10)) as events:
        update = MarketUpdate(symbols=(), seq=7, timestamp=START)
        batch = Batch(Source.MARKET_DATA)
        batch.publish(MARKET_UPDATE_ALL, update)
        await Cache(redis, FakeClock()).write(batch)
        await publish(redis, "started")

        await eventually(lambda: len(events) == 3)
    assert events[1:] == [update, SystemNotice(summary="started", timestamp=START)]


async def test_beats_keep_a_quiet_subscription_alive_and_are_not_passed_on(redis: Redis) -> None:
    beats = redis.pubsub()
    await beats.subscribe(SYSTEM_UPDATE.name)
    async with beating(redis), heard(subscribe(redis, [SYSTEM_UPDATE], SILENCE)) as events:
        for _ in range(10):
            assert await beats.get_message(timeout=20) is not None
        await beats.aclose()  # type: ignore[no-untyped-call]

    assert events == [Rebuilt(reason="subscribed")]


async def test_a_black_hole_is_noticed_and_the_subscription_rebuilt_f28_f48(url: str, redis: Redis) -> None:
    async with proxied(url) as (proxy, client), beating(redis):
        subscription = subscribe(client, [SYSTEM_UPDATE], SILENCE)
        async with heard(subscription) as events:
            proxy.is_black_hole = True
            await eventually(lambda: subscription.rebuilds > 0)
            proxy.is_black_hole = False
            await eventually(lambda: rebuilds(events) == 2)
            await publish(redis, "back")
            await eventually(lambda: notices(events) == ["back"])


async def test_a_cut_connection_is_replaced_and_reported_f49(url: str, redis: Redis) -> None:
    async with (
        proxied(url) as (proxy, client),
        beating(redis),
        heard(subscribe(client, [SYSTEM_UPDATE], SILENCE)) as events,
    ):
        proxy.cut()
        await eventually(lambda: rebuilds(events) >= 2)
        await publish(redis, "back")
        await eventually(lambda: notices(events) == ["back"])


async def test_a_poison_message_is_counted_and_skipped_f57(redis: Redis) -> None:
    subscription = subscribe(redis, [SYSTEM_UPDATE])
    async with heard(subscription) as events:
        await redis.publish(SYSTEM_UPDATE.name, b"{not json")
        await redis.publish(SYSTEM_UPDATE.name, b'{"summary": 1}')
        await publish(redis, "after")
        await eventually(lambda: notices(events) == ["after"])

    assert subscription.poisoned == 2
    assert subscription.rebuilds == 0


async def test_a_beat_is_on_every_channel_of_its_owner_and_counts_up(redis: Redis) -> None:
    pubsub = redis.pubsub(ignore_subscribe_messages=True)
    await pubsub.subscribe("portfolio:update", "decision:update", "system:update", "market:tick")
    seen: dict[bytes, list[bytes]] = {}
    async with beating(redis):
        while sum(map(len, seen.values())) < 6:
            message = await pubsub.get_message(timeout=20)
            if message is not None:
                seen.setdefault(message["channel"], []).append(message["data"])
    await pubsub.aclose()  # type: ignore[no-untyped-call]

    assert set(seen) == {b"portfolio:update", b"decision:update", b"system:update"}
    assert [content.split(b",")[0] for content in seen[b"system:update"]] == [
        b'{"heartbeat":1',
        b'{"heartbeat":2',
    ]


async def test_a_heartbeat_outlives_an_absent_server() -> None:
    client = connect("redis://127.0.0.1:1/0")
    async with beating(client):
        await asyncio.sleep(0)
    await client.aclose()


def test_a_subscription_to_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one channel"):
        subscribe(connect("redis://127.0.0.1:1/0"), [])
