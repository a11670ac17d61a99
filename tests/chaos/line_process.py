"""Processes of ours that are asked a line and answer a line; none of them outlives the process that started it."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from tradewind.bus.server_program import end_with_parent

LONGEST_LINE = 16 * 1024 * 1024


class LineProcess:
    """One process that stands ready."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def ask(self, question: object) -> Any:
        """Send one line and return the answer to it; EOFError when the process ends instead."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise EOFError("the process was started without its lines")
        stdin.write(json.dumps(question).encode() + b"\n")
        await stdin.drain()
        line = await stdout.readline()
        if not line:
            raise EOFError(f"process {self._process.pid} ended with {await self._process.wait()}")
        return json.loads(line)


@asynccontextmanager
async def line_process(module: str, *arguments: str) -> AsyncIterator[LineProcess]:
    """Start `python -m module`, and kill it at the end of the block, whatever it does.

    It is in a session of its own: a Ctrl-C reaches who started it, not itself.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LONGEST_LINE,
        start_new_session=True,
        preexec_fn=end_with_parent(),
    )
    try:
        yield LineProcess(process)
    finally:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        await process.wait()
