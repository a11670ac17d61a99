"""Runs the roles side by side in one process, says when the desk is ready, and keeps the status file true."""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import structlog

from tradewind.app.redis_gate import RedisGate
from tradewind.app.status_file import DeskStatus, write_status
from tradewind.app.supervision import keep_running
from tradewind.app.wiring import Rooms, chosen_roles
from tradewind.bus.cache import BusUnavailable
from tradewind.cycle.readiness import until_usable
from tradewind.decision.bundle import gather
from tradewind.settings import Settings
from tradewind.settings import rooms as room_settings
from tradewind.telemetry.health import RoleState
from tradewind.telemetry.loop_lag import watch_loop_lag
from tradewind.web.server import address_of, serve

_log = structlog.get_logger(__name__)

WATCH_EVERY = timedelta(milliseconds=500)
PRICES_EVERY = timedelta(seconds=2)
HEAD_START = timedelta(seconds=5)
OWN_NAMES = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 -- compared with, never bound to


class ReadyScreen(Protocol):
    """Who hears that the desk is ready."""

    def say(self, *lines: str) -> None:
        """Print lines."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the desk stands and who hears that it is ready."""

    settings: Settings
    redis_url: str
    listener: socket.socket
    seconds_since_start: Callable[[], float]
    screen: ReadyScreen
    announced: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once the screen has been told that the desk is ready."""

    @property
    def url(self) -> str:
        """What a browser on this machine opens."""
        host, port = self.settings.host, address_of(self.listener)[1]
        name = OWN_NAMES.get(host, f"[{host}]" if ":" in host else host)
        return f"http://{name}:{port}"


async def run_roles(rooms: Rooms, site: Site) -> None:
    """Run collector, analyst, trader, web and the watch over the lab until cancelled or the mode is switched."""
    board, gate = rooms.board, RedisGate(site.settings, rooms.board)
    board.object_to_ready("prices", "waiting for the first prices")

    def running(role: str) -> Callable[[], None]:
        return lambda: board.report(role, RoleState.RUNNING)

    async def collector() -> None:
        await gate.wait()
        running("collector")()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(rooms.venues.run_swaps(), name="collector")
            tasks.create_task(_run_other_venues(rooms), name="spot and stocks")
            tasks.create_task(rooms.collector_beat.run(), name="collector's heartbeat")
            tasks.create_task(rooms.historian.run(), name="history")

    async def analyst() -> None:
        await gate.wait()
        running("analyst")()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(rooms.analyst.run(), name="indicators")
            tasks.create_task(rooms.opinions.run(), name="opinions")

    async def trader() -> None:
        await gate.wait()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(rooms.trader.run(running("trader")), name="trader")
            tasks.create_task(rooms.trader_beat.run(), name="trader's heartbeat")
            tasks.create_task(rooms.settings_shown.run(), name="settings on the bus")
            tasks.create_task(rooms.watchlist.run(), name="watchlist on the bus")
            tasks.create_task(rooms.terms.keep_pace(rooms.trader.schedule), name="cadence")

    async def web() -> None:
        running("web")()
        await serve(rooms.app, site.listener.dup())  # a restart of the role finds the port still ours

    every = {"web": web, "collector": collector, "analyst": analyst, "trader": trader}
    roles = {name: role for name, role in every.items() if name in chosen_roles(site.settings)}
    if (process := rooms.lab_process) is not None:
        roles["lab"] = lambda: process.run(running("lab"))
    async with asyncio.TaskGroup() as tasks:
        running_all = tasks.create_task(_run_all(roles, rooms, site, gate), name="roles")
        await rooms.mode_switch.switched.wait()
        running_all.cancel()


async def _run_all(
    roles: Mapping[str, Callable[[], Awaitable[None]]], rooms: Rooms, site: Site, gate: RedisGate
) -> None:
    board = rooms.board
    async with asyncio.TaskGroup() as tasks:
        for name, role in roles.items():
            kept = keep_running(name, role, board, rooms.metrics, rooms.clock)
            tasks.create_task(kept, name=f"role {name}")
        tasks.create_task(gate.run(), name="waits for Redis")
        tasks.create_task(rooms.settings_watch.run(), name="settings")
        tasks.create_task(watch_loop_lag(rooms.metrics, rooms.clock), name="event loop lag")
        tasks.create_task(_watch_prices(rooms, site.settings), name="freshness of prices")
        tasks.create_task(_keep_status(rooms, site), name="status file")


async def _run_other_venues(rooms: Rooms) -> None:
    """Let the swaps go first: the desk waits for them, and a hundred other requests at once would hold them up."""
    with suppress(TimeoutError):
        async with asyncio.timeout(HEAD_START.total_seconds()):
            while not rooms.board.snapshot().is_ready:  # noqa: ASYNC110 -- the board is written by many
                await asyncio.sleep(WATCH_EVERY.total_seconds())
    await rooms.venues.run_others()


async def _watch_prices(rooms: Rooms, settings: Settings) -> None:
    decision = replace(room_settings.decision_config(settings), symbols=room_settings.symbols(settings))
    await until_usable(rooms.cache, decision, rooms.clock)
    while True:
        try:
            bundle = await gather(rooms.cache, decision.symbols, rooms.clock, decision.limits)
            reason = None if bundle.markets else "no instrument has fresh prices"
        except BusUnavailable as e:
            reason = str(e)
        if reason is None:
            rooms.board.settle("prices")
        else:
            rooms.board.object_to_ready("prices", reason)
        await asyncio.sleep(PRICES_EVERY.total_seconds())


async def _keep_status(rooms: Rooms, site: Site) -> None:
    written: DeskStatus | None = None
    is_told = False
    while True:
        health = rooms.board.snapshot()
        status = DeskStatus(
            url=site.url,
            redis_url=site.redis_url,
            database_url=site.settings.database_url,
            pid=os.getpid(),
            ready=health.is_ready,
            roles={role.name: role.state.value for role in health.roles},
            lab=rooms.lab_process.lab if rooms.lab_process and site.settings.is_lab_market else None,
        )
        if status != written and _is_written(site.settings.launch.home, status):
            written = status
        if status.ready and not is_told:
            mode = rooms.mode_switch.mode
            site.screen.say(
                *([f"The desk is in {mode} mode now"] if site.announced.is_set() else _ready_lines(site))
            )
            site.announced.set()
            is_told = True
        await asyncio.sleep(WATCH_EVERY.total_seconds())


def _is_written(home: Path, status: DeskStatus) -> bool:
    try:
        write_status(home, status)
    except OSError as e:  # a full disk must not end the desk; the file is tried again
        _log.warning("status_not_written", error=str(e))
        return False
    return True


def _ready_lines(site: Site) -> tuple[str, ...]:
    hints = []
    if site.settings.is_lab_market:
        hints.append("real market data: tradewind up --market okx")
    if site.settings.is_rule_policy:
        hints.append("a real model: set AUTOTRADE_LLM_API_KEY (see .env.example)")
    further = (f"Next, for {'; for '.join(hints)}",) if hints else ()
    return (f"Tradewind is ready at {site.url} in {site.seconds_since_start():.1f} s", *further)
