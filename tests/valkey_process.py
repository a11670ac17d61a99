"""A server that a test may stop, freeze, kill and rob of its last writes."""

import asyncio
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import RedisError

from tests.waiting import POLL_SECONDS
from tradewind.bus.connection import connect
from tradewind.bus.server_program import arguments, find_server, free_port

STARTS_WITHIN_SECONDS = 60


class FragileValkey:
    """Valkey as the desk runs it, with DEBUG allowed; on one port and one folder over all its starts."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: Process | None = None

    async def start(self, *settings: str) -> None:
        """Return when it answers; `settings` are added to its command line."""
        self._process = await asyncio.create_subprocess_exec(
            find_server(),
            *arguments(self._folder, self.port, "2gb"),
            "--enable-debug-command",
            "local",
            *settings,
            stdout=asyncio.subprocess.DEVNULL,
            cwd=self._folder,
        )
        async with asyncio.timeout(STARTS_WITHIN_SECONDS), aclosing(connect(self.url)) as client:
            while not await _answers(client):  # noqa: ASYNC110 -- the server offers no event
                await asyncio.sleep(POLL_SECONDS)

    async def kill(self) -> None:
        """SIGKILL, as a crash or an out-of-memory kill would."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    def freeze(self) -> None:
        """SIGSTOP: connections stay open and nothing answers."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    @property
    def append_only_file(self) -> Path:
        """The part of the append-only file that is being written."""
        return max((self._folder / "appendonlydir").glob("*.incr.aof"))


@asynccontextmanager
async def fragile_valkey(folder: Path) -> AsyncIterator[FragileValkey]:
    """Yield a running server; it is killed with the block."""
    server = FragileValkey(folder)
    await server.start()
    try:
        yield server
    finally:
        await server.kill()


async def _answers(client: Redis) -> bool:
    try:
        await client.ping()
    except (RedisError, OSError):
        return False
    return True
