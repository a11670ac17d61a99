"""The collector as a service of its own: swaps, spot and stocks into one Redis, and a page that says how they are."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

import uvloop

from tradewind.app.archive import history_of
from tradewind.app.clock import SystemClock
from tradewind.app.lab_process import Lab
from tradewind.app.market_name import market_name
from tradewind.app.market_venues import market_venues
from tradewind.app.outside import (
    Progress,
    StartRefused,
    end_on_signals,
    home_folder,
    lab_venue,
    listening,
    log_file,
    redis_server,
)
from tradewind.app.redis_gate import RedisGate
from tradewind.app.stations import Shift, holder_name, place_of
from tradewind.app.status_file import DeskStatus, read_status
from tradewind.app.supervision import keep_running
from tradewind.bus.cache import Cache
from tradewind.bus.channels import Heartbeat
from tradewind.bus.connection import connect
from tradewind.bus.folder_lock import FolderTaken
from tradewind.bus.keys import Source
from tradewind.market.history.historian import Historian
from tradewind.settings import Settings, rooms
from tradewind.telemetry.health import HealthBoard
from tradewind.telemetry.metrics import Metrics
from tradewind.web.collector_app import CollectorApp, CollectorDesk, create_collector_app
from tradewind.web.server import address_of, answer

ROLE = "collector"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outside:
    redis_url: str
    lab: Lab | None  # None: the real venues


def run_collector(settings: Settings, progress: Progress) -> None:
    """Collect until SIGINT or SIGTERM; StartRefused."""
    desk = read_status(settings.launch.home)
    try:
        if desk is not None:
            with log_file(settings, ROLE):
                uvloop.run(_until_stopped(settings, progress, desk))
        else:
            with home_folder(settings.launch.home), log_file(settings, ROLE):
                uvloop.run(_until_stopped(settings, progress, None))
    except FolderTaken as e:
        raise StartRefused(str(e)) from e
    except (KeyboardInterrupt, asyncio.CancelledError):
        return


async def _until_stopped(settings: Settings, progress: Progress, desk: DeskStatus | None) -> None:
    end_on_signals()
    async with AsyncExitStack() as stack:
        listener = stack.enter_context(listening(settings.host, settings.port))
        outside = await _outside(settings, progress, desk, stack)
        redis = connect(outside.redis_url)
        stack.push_async_callback(redis.aclose)
        clock, metrics = SystemClock(), Metrics()
        place = place_of(settings.launch.home) if desk is None else ""
        shift = Shift(redis=redis, clock=clock, metrics=metrics, holder=holder_name(ROLE), place=place)
        venues = market_venues(settings, shift, outside.lab, rooms.symbols(settings))
        page = create_collector_app(
            CollectorDesk(
                venues=venues,
                clock=clock,
                metrics=metrics,
                started_at=clock.now(),
                cache=Cache(redis, clock),
            ),
            rooms.web_config(settings),
        )
        host, port = address_of(listener)
        progress.say(f"The collector runs; its health is at http://{host}:{port}/health")
        board = HealthBoard(clock, ())
        gate = RedisGate(settings, board)
        parts = {
            "swaps": _after(gate, venues.run_swaps),
            "other venues": _after(gate, venues.run_others),
            "heartbeat": Heartbeat(redis, Source.MARKET_DATA, clock).run,
            "health page": lambda: _show(page, listener),
        }
        if desk is None:  # else the desk keeps the history of its home
            history = history_of(settings, market_name(outside.lab))
            keeper = Historian(Cache(redis, clock), history, clock, rooms.history_config(settings))
            parts["history"] = _after(gate, keeper.run)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(gate.run(), name="waits for Redis")
            for name, part in parts.items():
                tasks.create_task(keep_running(name, part, board, metrics, clock), name=name)


def _after(gate: RedisGate, part: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    async def waits() -> None:
        await gate.wait()
        await part()

    return waits


async def _show(page: CollectorApp, listener: socket.socket) -> None:
    await answer(page, listener.dup())  # a restart finds the port still ours


async def _outside(
    settings: Settings, progress: Progress, desk: DeskStatus | None, stack: AsyncExitStack
) -> _Outside:
    if desk is None:
        redis_url = await stack.enter_async_context(redis_server(settings, progress))
        if not settings.is_lab_market:
            return _Outside(redis_url=redis_url, lab=None)
        lab_process = await stack.enter_async_context(lab_venue(settings, progress))
        return _Outside(redis_url=redis_url, lab=lab_process.lab)
    if settings.is_lab_market and desk.lab is None:
        raise StartRefused(
            "the desk that runs here is on a real market; start the collector with --market okx"
        )
    if desk.lab is not None and not settings.is_lab_market:
        raise StartRefused("the desk that runs here is on the lab; start the collector with --market lab")
    return _Outside(redis_url=settings.redis_url or desk.redis_url, lab=desk.lab)
