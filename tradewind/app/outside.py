"""What a process of the desk stands on: home folder, log, listening socket, Redis, lab; each as a block that ends it."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from tradewind.app.clock import SystemClock
from tradewind.app.lab_process import LabFailed, LabOptions, LabProcess, running_lab
from tradewind.bus.folder_lock import platform_lock
from tradewind.bus.server import ServerFailed, embedded_valkey
from tradewind.bus.server_check import UnfitServer, check_server
from tradewind.bus.server_program import ServerMissing
from tradewind.settings import Settings
from tradewind.settings.rooms import log_config
from tradewind.telemetry.logs import configure_logging, rotating_file
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


LAST_RESORT_AFTER = timedelta(seconds=4.5)


def end_on_signals() -> None:
    """Let SIGINT and SIGTERM cancel the running task; a process that has not ended soon after is ended by the kernel."""
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("a desk runs as a task")
    loop = asyncio.get_running_loop()

    def end() -> None:
        # Whatever swallows the cancellation, or holds the loop, does not survive this: SIGALRM ends the process and
        # its children are told. The books are whole at every moment.
        signal.setitimer(signal.ITIMER_REAL, LAST_RESORT_AFTER.total_seconds())
        task.cancel()

    for ending in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(ending, end)


@asynccontextmanager
async def redis_server(settings: Settings, progress: Progress) -> AsyncIterator[str]:
    """Yield the address of REDIS_URL, or of an embedded server that lives as long as the block; StartRefused.

    A server at REDIS_URL that does not answer yet is no reason to refuse: `RedisGate` waits for it.
    """
    if settings.redis_url is not None:
        progress.begin("Redis of REDIS_URL")
        try:
            warnings = await check_server(settings.redis_url)
        except ConnectionError as e:
            progress.done(f"REDIS_URL: {e}; it is waited for: start that server, or unset REDIS_URL")
        except UnfitServer as e:
            raise StartRefused(f"REDIS_URL: {e}; or unset REDIS_URL") from e
        else:
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
async def lab_venue(settings: Settings, progress: Progress) -> AsyncIterator[LabProcess]:
    """Yield the lab of this home, which lives as long as the block; StartRefused."""
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


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """Yield a listening socket, closed with the block; StartRefused when the address is taken."""
    try:
        listener = listen(host, port)
    except OSError as e:
        raise StartRefused(
            f"{host}:{port} cannot be listened on ({e.strerror}); "
            "choose another with --port, or --port 0 for a free one"
        ) from e
    with closing(listener):
        yield listener


@contextmanager
def home_folder(home: Path) -> Iterator[None]:
    """Make `home` and hold it for this process; FolderTaken, StartRefused."""
    with ExitStack() as stack:
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            stack.enter_context(platform_lock(home))
        except OSError as e:
            raise _unusable(e) from e
        yield


@contextmanager
def log_file(settings: Settings, name: str = "tradewind") -> Iterator[None]:
    """Write the log to HOME/logs/NAME.log while the block lasts; StartRefused."""
    path = settings.launch.home / "logs" / f"{name}.log"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        outlet = rotating_file(path)
    except OSError as e:
        raise _unusable(e) from e
    with closing(outlet):
        configure_logging(log_config(settings), SystemClock(), outlet, settings.secrets)
        yield


def _unusable(e: OSError) -> StartRefused:
    return StartRefused(
        f"{e.filename or 'the home folder'} cannot be used: {e.strerror}; "
        "clear the way, or choose another folder with --home"
    )
