"""The analyst as a service of its own: indicators of swaps, coins and stocks on the Redis that a collector fills."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace

import uvloop

from tradewind.app.analysts import analysts
from tradewind.app.clock import SystemClock
from tradewind.app.lab_process import Lab
from tradewind.app.opinions import opinions
from tradewind.app.outside import Progress, StartRefused, end_on_signals, log_file, redis_server
from tradewind.app.redis_gate import RedisGate
from tradewind.app.stations import Shift, holder_name
from tradewind.app.status_file import read_status
from tradewind.app.supervision import keep_running
from tradewind.bus.connection import connect
from tradewind.settings import Settings, rooms
from tradewind.telemetry.health import HealthBoard
from tradewind.telemetry.metrics import Metrics

ROLE = "analyst"


def run_analyst(settings: Settings, progress: Progress) -> None:
    """Analyze until SIGINT or SIGTERM; StartRefused where there is no Redis to read."""
    desk = read_status(settings.launch.home)
    url = settings.redis_url or (desk.redis_url if desk is not None else None)
    if url is None:
        raise StartRefused(
            f"no desk runs on {settings.launch.home} and REDIS_URL is not set, so there are no candles to read; "
            "start tradewind up or tradewind run collector, or set REDIS_URL"
        )
    try:
        with log_file(settings, ROLE):
            uvloop.run(_until_stopped(replace(settings, redis_url=url), progress, desk.lab if desk else None))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return


async def _until_stopped(settings: Settings, progress: Progress, lab: Lab | None) -> None:
    end_on_signals()
    async with AsyncExitStack() as stack:
        redis = connect(await stack.enter_async_context(redis_server(settings, progress)))
        stack.push_async_callback(redis.aclose)
        clock, metrics = SystemClock(), Metrics()
        board = HealthBoard(clock, (ROLE,))
        await RedisGate(settings, board).run()
        shift = Shift(redis=redis, clock=clock, metrics=metrics, holder=holder_name(ROLE))
        role = analysts(settings, rooms.symbols(settings), shift)
        thought = opinions(settings, rooms.symbols(settings), shift, lab)
        progress.say("The analyst runs")
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(thought.run(), name="opinions")
            await keep_running(ROLE, role.run, board, metrics, clock)
