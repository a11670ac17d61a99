"""A peer that is silent runs out of time; a process that stood still does not blame its peer for it."""

import asyncio
import socket
import time
from datetime import timedelta

import pytest

from tradewind.bus.time_limit import time_limit

LIMIT = timedelta(milliseconds=100)


async def test_who_never_answers_runs_out_of_time() -> None:
    with pytest.raises(TimeoutError):
        async with time_limit(LIMIT):
            await asyncio.Event().wait()


async def test_what_came_while_the_process_stood_still_is_read() -> None:
    here, there = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=here)
    async with time_limit(LIMIT):
        there.send(b"answer\n")
        time.sleep(LIMIT.total_seconds() * 4)  # noqa: ASYNC251 -- the process stands still
        assert await reader.readline() == b"answer\n"
    there.close()
    writer.close()
    await writer.wait_closed()


async def stand_still_and_wait() -> None:
    async with time_limit(LIMIT):
        time.sleep(LIMIT.total_seconds() * 4)  # noqa: ASYNC251 -- the process stands still
        await asyncio.Event().wait()


async def test_who_is_silent_after_a_freeze_too_runs_out_of_time() -> None:
    with pytest.raises(TimeoutError):
        await stand_still_and_wait()
