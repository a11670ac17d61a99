"""One works, the others stand by; whoever was frozen or cut off writes nothing when it wakes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from tests.clocks import FakeClock
from tests.fault_proxy import fault_proxy
from tests.values import BTC, a_ticker
from tests.waiting import eventually
from tradewind.app.clock import SystemClock
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.connection import connect
from tradewind.bus.coordination import LEASE_TTL, lease_key
from tradewind.bus.keys import TICKER, Source
from tradewind.bus.lease import Fenced, Holder, Lease, LeaseConfig, LeasedCache

SHORT = LeaseConfig(
    ttl=timedelta(seconds=4),
    renew_every=timedelta(milliseconds=50),
    timeout=timedelta(milliseconds=500),
)


class Worker:
    """A process that may hold the lease."""

    def __init__(self, redis: Redis, name: str, config: LeaseConfig | None = None, place: str = "") -> None:
        self.lease = Lease(redis, "work", Holder(name=name, place=place), SystemClock(), config)
        self.cache = LeasedCache(redis, SystemClock(), self.lease, SHORT.timeout)
        self.is_working = False
        self.starts = 0

    async def work(self) -> None:
        self.is_working = True
        self.starts += 1
        try:
            await asyncio.Event().wait()
        finally:
            self.is_working = False

    async def write(self) -> None:
        batch = Batch(Source.MARKET_DATA)
        batch.put(TICKER.at(BTC), a_ticker())
        await self.cache.write(batch)


@asynccontextmanager
async def holding(worker: Worker) -> AsyncIterator[asyncio.Task[None]]:
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(worker.lease.hold(worker.work))
        yield running
        running.cancel()


async def test_the_second_stands_by_and_knows_who_works(redis: Redis) -> None:
    one, two = Worker(redis, "one"), Worker(redis, "two")
    async with holding(one):
        await eventually(lambda: one.is_working)
        async with holding(two):
            await eventually(lambda: two.lease.claim is not None)

            assert two.lease.claim is not None
            assert two.lease.claim.holder == "one"
            assert not two.is_working
            with pytest.raises(Fenced):
                await two.write()
            await one.write()


async def test_the_second_takes_over_at_once_when_the_first_ends_in_good_order(redis: Redis) -> None:
    one, two = Worker(redis, "one"), Worker(redis, "two")
    async with holding(two):
        await eventually(lambda: two.is_working)
    async with holding(one) as first:
        await eventually(lambda: one.is_working)
        async with holding(two):
            first.cancel()
            await eventually(lambda: two.is_working, within_seconds=30)
            assert await redis.exists(lease_key("work").name)


async def test_one_that_is_cut_off_is_fenced_and_stands_by_when_it_is_back_f71(
    redis: Redis, url: str
) -> None:
    host, port = "127.0.0.1", int(url.rpartition(":")[2].partition("/")[0])
    async with fault_proxy(host, port) as proxy:
        through = connect(f"redis://127.0.0.1:{proxy.port}/0")
        frozen, peer = Worker(through, "frozen", SHORT), Worker(redis, "peer", SHORT)
        async with holding(frozen):
            await eventually(lambda: frozen.is_working)
            before = frozen.lease.claim
            async with holding(peer):
                proxy.is_black_hole = True
                await eventually(lambda: peer.is_working)

                assert not frozen.lease.is_ours
                proxy.is_black_hole = False
                with pytest.raises(Fenced):
                    await frozen.write()
                proxy.cut()
                await eventually(lambda: not frozen.is_working)
                assert peer.lease.claim is not None
                assert before is not None
                assert peer.lease.claim.token > before.token
        await through.aclose()


async def test_one_that_starts_again_in_its_place_does_not_wait_for_its_dead_self(redis: Redis) -> None:
    patient = LeaseConfig(ttl=timedelta(minutes=5))
    dead = Worker(redis, "dead", patient, place="a1")
    stranger, successor = Worker(redis, "stranger", place="b2"), Worker(redis, "successor", place="a1")
    async with holding(dead):
        await eventually(lambda: dead.is_working)
        async with holding(stranger):
            await eventually(lambda: stranger.lease.claim is not None)
            async with holding(successor):
                await eventually(lambda: successor.is_working and not dead.is_working)

                assert not stranger.is_working
                assert not dead.lease.is_ours


async def test_an_expired_lease_that_nobody_took_goes_on_with_a_new_token_and_no_restart(
    redis: Redis,
) -> None:
    worker = Worker(redis, "one", SHORT)
    async with holding(worker):
        await eventually(lambda: worker.is_working)
        before = worker.lease.claim
        await redis.flushall()
        await eventually(lambda: worker.lease.claim != before)

        assert worker.lease.is_ours
        assert worker.starts == 1


async def test_work_that_fails_leaves_the_lease_to_others(redis: Redis) -> None:
    async def fail() -> None:
        raise ValueError("broken")

    with pytest.raises(ExceptionGroup):
        await Worker(redis, "one").lease.hold(fail)

    assert not await redis.exists(lease_key("work").name)


async def test_a_frozen_clockwork_does_not_keep_a_lease_beyond_its_time(redis: Redis) -> None:
    clock = FakeClock()
    lease = Lease(redis, "work", Holder(name="one"), clock)
    seen: list[bool] = []

    async def freeze() -> None:
        seen.append(lease.is_ours)
        clock.advance(LEASE_TTL)
        seen.append(lease.is_ours)

    await lease.hold(freeze)

    assert seen == [True, False]


async def test_a_value_written_by_the_holder_is_there(redis: Redis) -> None:
    worker = Worker(redis, "one")
    async with holding(worker):
        await eventually(lambda: worker.is_working)
        await worker.write()

    assert await Cache(redis, SystemClock()).get(TICKER.at(BTC)) == a_ticker()


def test_a_lease_is_renewed_before_it_ends() -> None:
    with pytest.raises(ValueError, match="renew_every must be in"):
        LeaseConfig(ttl=timedelta(seconds=1), renew_every=timedelta(seconds=1))
