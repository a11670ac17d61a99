"""Starts a desk step by step, keeps it until it is told to stop, and takes it down in the reverse order."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Protocol

import uvloop

from tradewind.app.clock import SystemClock
from tradewind.app.lab_process import LabFailed, LabOptions, LabProcess, running_lab
from tradewind.app.roles import Site, run_roles
from tradewind.app.status_file import remove_status
from tradewind.app.wiring import Outside, build_desk
from tradewind.bus.folder_lock import FolderTaken, platform_lock
from tradewind.bus.server import ServerFailed, embedded_valkey
from tradewind.bus.server_check import UnfitServer, check_server
from tradewind.bus.server_program import ServerMissing
from tradewind.ledger import Ledger, LedgerUnavailable, SchemaTooNew, open_ledger
from tradewind.settings import Settings
from tradewind.settings.rooms import log_config
from tradewind.telemetry.logs import configure_logging
from tradewind.web.server import listen


class StartRefused(RuntimeError):
    """The desk cannot start here and now; the message says why and what to do."""


class Progress(Protocol):
    """Who hears how the start gets on."""

    def begin(self, what: str) -> None:
        """Work on `what` begins."""
        ...

    def done(self, what: str) -> None:
        """`what` is finished."""
        ...

    def say(self, *lines: str) -> None:
        """The start is over; print lines."""
        ...


def run_desk(settings: Settings, progress: Progress) -> None:
    """Run a desk until SIGINT or SIGTERM; StartRefused."""
    try:
        with _home(settings.launch.home), _log_file(settings):
            uvloop.run(_until_stopped(settings, progress))
    except (FolderTaken, LedgerUnavailable) as e:
        raise StartRefused(str(e)) from e
    except (KeyboardInterrupt, asyncio.CancelledError):
        return


async def _until_stopped(settings: Settings, progress: Progress) -> None:
    desk = asyncio.current_task()
    if desk is None:
        raise RuntimeError("a desk runs as a task")
    loop = asyncio.get_running_loop()
    for ending in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(ending, desk.cancel)
    clock = SystemClock()
    started = clock.monotonic()
    try:
        async with AsyncExitStack() as stack:
            listener = stack.enter_context(_listener(settings))
            outside = await _start_outside(settings, clock, progress, stack)
            rooms = await stack.enter_async_context(build_desk(settings, outside, clock))
            progress.begin("First prices")
            site = Site(
                settings=settings,
                redis_url=outside.redis_url,
                listener=listener,
                seconds_since_start=lambda: clock.monotonic() - started,
                screen=progress,
            )
            await run_roles(rooms, site)
    finally:
        remove_status(settings.launch.home)


async def _start_outside(
    settings: Settings, clock: SystemClock, progress: Progress, stack: AsyncExitStack
) -> Outside:
    redis_url = await stack.enter_async_context(_redis(settings, progress))
    lab_process = await stack.enter_async_context(_lab(settings, progress))
    ledger = await stack.enter_async_context(_ledger(settings, clock, progress))
    return Outside(redis_url=redis_url, lab_process=lab_process, ledger=ledger)


@asynccontextmanager
async def _redis(settings: Settings, progress: Progress) -> AsyncIterator[str]:
    if settings.redis_url is not None:
        progress.begin("Redis of REDIS_URL")
        try:
            warnings = await check_server(settings.redis_url)
        except ConnectionError as e:
            raise StartRefused(f"REDIS_URL: {e}; start that server, or unset REDIS_URL") from e
        except UnfitServer as e:
            raise StartRefused(f"REDIS_URL: {e}; or unset REDIS_URL") from e
        progress.done("Redis of REDIS_URL answers")
        for warning in warnings:
            progress.done(f"Warning: {warning.text}; mend it with {warning.fix}")
        yield settings.redis_url
        return
    progress.begin("Cache")
    async with AsyncExitStack() as stack:
        try:
            server = await stack.enter_async_context(embedded_valkey(settings.launch.home / "valkey"))
        except (ServerFailed, ServerMissing) as e:
            raise StartRefused(str(e)) from e
        except OSError as e:
            raise _unusable(e) from e
        progress.done(f"Cache answers at {server.url}")
        yield server.url


@asynccontextmanager
async def _lab(settings: Settings, progress: Progress) -> AsyncIterator[LabProcess | None]:
    if not settings.is_lab_market and not settings.is_rule_policy:
        yield None
        return
    progress.begin("Lab venue")
    launch = settings.launch
    options = LabOptions(
        state=launch.home / "lab", tape=launch.tape, start=launch.tape_start, seed=launch.seed
    )
    async with AsyncExitStack() as stack:
        try:
            process = await stack.enter_async_context(running_lab(options))
        except LabFailed as e:
            raise StartRefused(str(e)) from e
        except OSError as e:
            raise _unusable(e) from e
        progress.done(f"Lab venue plays {process.lab.tape} at {process.lab.url}")
        yield process


@asynccontextmanager
async def _ledger(settings: Settings, clock: SystemClock, progress: Progress) -> AsyncIterator[Ledger]:
    progress.begin("Ledger")
    async with AsyncExitStack() as stack:
        try:
            ledger = await stack.enter_async_context(open_ledger(settings.database_url, clock))
        except (LedgerUnavailable, SchemaTooNew) as e:
            raise StartRefused(str(e)) from e
        progress.done("Ledger is open")
        yield ledger


@contextmanager
def _listener(settings: Settings) -> Iterator[socket.socket]:
    try:
        listener = listen(settings.host, settings.port)
    except OSError as e:
        raise StartRefused(
            f"{settings.host}:{settings.port} cannot be listened on ({e.strerror}); "
            "choose another with --port, or --port 0 for a free one"
        ) from e
    with closing(listener):
        yield listener


@contextmanager
def _home(home: Path) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            stack.enter_context(platform_lock(home))
        except OSError as e:
            raise _unusable(e) from e
        yield


@contextmanager
def _log_file(settings: Settings) -> Iterator[None]:
    path = settings.launch.home / "logs" / "tradewind.log"
    try:
        path.parent.mkdir(exist_ok=True)
        stream = path.open("a", encoding="utf-8", buffering=1)
    except OSError as e:
        raise _unusable(e) from e
    secrets = [settings.model_api_key] if settings.model_api_key else []
    with stream:
        configure_logging(log_config(settings), SystemClock(), stream, secrets)
        yield


def _unusable(e: OSError) -> StartRefused:
    return StartRefused(
        f"{e.filename or 'the home folder'} cannot be used: {e.strerror}; "
        "clear the way, or choose another folder with --home"
    )
