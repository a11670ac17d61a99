"""Processes that a bench starts, talks to by lines and ends."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

ANSWER_WITHIN_SECONDS = 300
STOP_WITHIN_SECONDS = 60


class Part:
    """A running process."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        return self._process.pid

    def tell(self, line: str) -> None:
        """Write a line to its input."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())

    def signal(self, number: int) -> None:
        self._process.send_signal(number)

    def kill(self) -> None:
        """End it as a crash would."""
        self._process.kill()

    async def line(self) -> bytes:
        """Return the next line that it prints."""
        assert self._process.stdout is not None
        async with asyncio.timeout(ANSWER_WITHIN_SECONDS):
            line = await self._process.stdout.readline()
        assert line, f"process {self.pid} ended without a word"
        return line


@asynccontextmanager
async def running(module: str, *arguments: str) -> AsyncIterator[Part]:
    """Start `python -m MODULE`; it is terminated with the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, stdin=PIPE, stdout=PIPE, limit=2**27
    )
    try:
        yield Part(process)
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(STOP_WITHIN_SECONDS):
            await process.wait()
