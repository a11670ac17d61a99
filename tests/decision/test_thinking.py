"""What a model says so far reaches the bus, the latest first of all and not too often."""

import asyncio
from datetime import timedelta
from pathlib import Path

from tests.clocks import FakeClock
from tests.valkey import running_valkey
from tests.waiting import eventually
from tradewind.bus.cache import Cache
from tradewind.bus.channels import Rebuilt, subscribe
from tradewind.bus.connection import connect
from tradewind.bus.keys import DECISION_STREAM, MESSAGE_LOG
from tradewind.bus.messages import ThinkingNotice
from tradewind.decision.thinking import Broadcast, Thought


def a_thought(clock: FakeClock, answer: str, *, is_over: bool = False) -> Thought:
    return Thought(model="m", started_at=clock.now(), reasoning="hm", answer=answer, is_over=is_over)


async def test_the_newest_thought_is_told_and_only_the_last_is_logged(tmp_path: Path) -> None:
    clock = FakeClock()
    async with running_valkey(tmp_path) as url:
        redis = connect(url)
        broadcast = Broadcast(Cache(redis, clock), clock, every=timedelta(milliseconds=20))
        heard: list[ThinkingNotice | Rebuilt] = []

        async def listen() -> None:
            async for notice in subscribe(redis, (DECISION_STREAM,), timedelta(seconds=30)):
                heard.append(notice)  # noqa: PERF401 -- others look at the list meanwhile

        async with asyncio.TaskGroup() as tasks:
            listener = tasks.create_task(listen())
            await eventually(lambda: bool(heard))
            teller = tasks.create_task(broadcast.run())
            for length in range(1, 200):
                broadcast.hear(a_thought(clock, "x" * length))
            await eventually(lambda: len(heard) > 1)
            broadcast.hear(a_thought(clock, "whole", is_over=True))
            await eventually(lambda: isinstance(heard[-1], ThinkingNotice) and heard[-1].is_over)
            teller.cancel()
            listener.cancel()
        logged = await redis.xlen(MESSAGE_LOG)
        await redis.aclose()

    told = [notice for notice in heard if isinstance(notice, ThinkingNotice)]
    assert [(notice.seq, notice.answer, notice.is_over) for notice in told] == [
        (1, "x" * 199, False),
        (2, "whole", True),
    ]
    assert logged == 1


async def test_a_bus_that_is_away_holds_nobody_up() -> None:
    clock = FakeClock()
    redis = connect("redis://127.0.0.1:1")
    broadcast = Broadcast(Cache(redis, clock), clock, every=timedelta(milliseconds=1))
    async with asyncio.TaskGroup() as tasks:
        teller = tasks.create_task(broadcast.run())
        for _ in range(3):
            broadcast.hear(a_thought(clock, "x"))
            await asyncio.sleep(0)
        assert not teller.done()
        teller.cancel()
    await redis.aclose()
