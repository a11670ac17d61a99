"""The embedded server: Valkey as a child process on a private port, watched and restarted, its data in one folder."""

import asyncio
import os
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, StrEnum, auto
from pathlib import Path
from types import TracebackType

import structlog
from redis.asyncio import Redis
from redis.exceptions import BusyLoadingError, RedisError

from tradewind.bus.config import ServerConfig
from tradewind.bus.connection import connect
from tradewind.bus.folder_lock import POLL_SECONDS, platform_lock, server_lock, write_owner
from tradewind.bus.server_program import HOST, arguments, end_with_parent, find_server, free_port

_log = structlog.get_logger(__name__)

LOG_NAME = "valkey.log"
FREE_PORT_ATTEMPTS = 3
PING_TIMEOUT = timedelta(seconds=1)


class ServerFailed(RuntimeError):
    """The server ended or stayed silent while starting; the message ends with its own last words."""


class ServerChange(StrEnum):
    """What happened to the embedded server."""

    STARTED = "started"
    DIED = "died"
    RESTARTED = "restarted"
    RESTART_FAILED = "restart_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerEvent:
    """A change and one line about it."""

    change: ServerChange
    detail: str


Report = Callable[[ServerEvent], None]


class EmbeddedServer:
    """A running server; `url` stays the same over its restarts."""

    def __init__(self, folder: Path, config: ServerConfig, report: Report | None) -> None:
        self._folder = folder.absolute()
        self._config = config
        self._report = report
        self._program = find_server()
        self._process: Process | None = None
        self.port = config.port or free_port()

    @property
    def url(self) -> str:
        """What redis-py and redis-cli connect to."""
        return f"redis://{HOST}:{self.port}/0"

    @property
    def pid(self) -> int | None:
        """The process id of the server; None while it is down."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def start(self) -> None:
        """Return when the server answers; ServerFailed."""
        attempts = FREE_PORT_ATTEMPTS if self._config.port is None else 1
        for remaining in reversed(range(attempts)):
            try:
                await self._launch()
                break
            except ServerFailed as e:
                if not remaining or "in use" not in str(e):
                    raise
                self.port = free_port()
        (self._folder / "url").write_text(f"{self.url}\n")
        self._tell(ServerChange.STARTED, f"{self._program.name} answers at {self.url}, process {self.pid}")

    async def watch(self) -> None:
        """Restart the server on its port whenever it dies, until cancelled."""
        while self._process is not None:
            code = await self._process.wait()
            self._tell(ServerChange.DIED, f"the server on port {self.port} ended with code {code}")
            await self._restart()

    async def stop(self) -> None:
        """Ask the server to end, then make it; its append-only file is complete either way."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        try:
            process.terminate()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._config.stop_within.total_seconds()):
                    await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
        await process.wait()

    async def _restart(self) -> None:
        pause = self._config.restart_pause
        while True:
            try:
                await self._launch()
            except (ServerFailed, OSError, RuntimeError) as e:
                self._tell(ServerChange.RESTART_FAILED, f"{e}; trying again in {pause.total_seconds():g} s")
                await asyncio.sleep(pause.total_seconds())
                pause = min(pause * 2, self._config.restart_pause_limit)
            else:
                self._tell(
                    ServerChange.RESTARTED, f"the server answers again at {self.url}, process {self.pid}"
                )
                return

    async def _launch(self) -> None:
        lock = await server_lock(self._folder, self._config.stop_within)
        try:
            with (self._folder / LOG_NAME).open("ab") as log:
                self._process = await asyncio.create_subprocess_exec(
                    self._program,
                    *arguments(self._folder, self.port, self._config.max_memory),
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd=self._folder,
                    pass_fds=(lock,),
                    start_new_session=True,  # Ctrl-C at the terminal is for the platform, which stops us in order
                    preexec_fn=end_with_parent(),
                )
            write_owner(lock, self._process.pid)
        finally:
            os.close(lock)
        try:
            await self._await_answer(self._process)
        except BaseException:
            await self.stop()
            raise

    async def _await_answer(self, process: Process) -> None:
        now = asyncio.get_running_loop().time
        patience = self._config.start_within.total_seconds()
        deadline = now() + patience
        async with aclosing(connect(self.url)) as client:
            while (reply := await _ping(client, process.pid)) is not _Reply.READY:
                if reply is _Reply.LOADING:
                    deadline = now() + patience
                if process.returncode is not None or now() > deadline:
                    raise ServerFailed(
                        f"{self._program} gave no answer at {self.url}, "
                        f"exit code {process.returncode}: {self._last_words()}"
                    )
                await asyncio.sleep(POLL_SECONDS)

    def _last_words(self) -> str:
        lines = (self._folder / LOG_NAME).read_text(errors="replace").splitlines()
        return " | ".join(lines[-3:]) or "it said nothing"

    def _tell(self, change: ServerChange, detail: str) -> None:
        if change in (ServerChange.STARTED, ServerChange.RESTARTED):
            _log.info("embedded_server", change=change.value, detail=detail)
        else:
            _log.error("embedded_server", change=change.value, detail=detail)
        if self._report is not None:
            self._report(ServerEvent(change=change, detail=detail))


@asynccontextmanager
async def embedded_valkey(
    folder: Path, config: ServerConfig | None = None, report: Report | None = None
) -> AsyncIterator[EmbeddedServer]:
    """Run a server on `folder` while the block lasts; `report` hears of every change.

    ServerMissing, ServerFailed; FolderTaken when another platform uses the folder. The server ends with this
    process, even one that is killed, and must be started from its main thread.
    """
    with platform_lock(folder):
        server = EmbeddedServer(folder, config or ServerConfig(), report)
        await server.start()
        try:
            async with _Watched(server):
                yield server
        finally:
            await server.stop()


class _Watched:
    """Runs `watch` beside a block without wrapping the block's own errors into a group."""

    def __init__(self, server: EmbeddedServer) -> None:
        self._server = server
        self._tasks = asyncio.TaskGroup()

    async def __aenter__(self) -> None:
        await self._tasks.__aenter__()
        self._watch = self._tasks.create_task(self._server.watch(), name="embedded-server-watch")

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._watch.cancel()
        if isinstance(error, asyncio.CancelledError):
            await self._tasks.__aexit__(kind, error, trace)
        else:
            await self._tasks.__aexit__(None, None, None)


class _Reply(Enum):
    READY = auto()
    LOADING = auto()
    NONE = auto()


async def _ping(client: Redis, pid: int) -> _Reply:
    try:
        async with asyncio.timeout(PING_TIMEOUT.total_seconds()):
            await client.ping()
            answering = await client.info("server")
    except BusyLoadingError:
        return _Reply.LOADING
    except (RedisError, OSError, TimeoutError):
        return _Reply.NONE
    # A stranger who took the port in the meantime answers too.
    return _Reply.READY if answering["process_id"] == pid else _Reply.NONE
