"""The real lab as a process of its own, for every test that needs a venue or a model."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

START_SECONDS = 120
STOP_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningLab:
    """Where a started lab listens, and what it plays."""

    url: str
    okx: str
    okx_ws: str
    chat: str
    binanceus: str
    alpaca: str
    rss: str
    tape: str
    shift_ms: int
    pid: int


class _Announcement(msgspec.Struct):
    ready: bool
    url: str
    okx: str
    okx_ws: str
    chat: str
    binanceus: str
    alpaca: str
    rss: str
    tape: str
    shift_ms: int


@asynccontextmanager
async def running_lab(*flags: str | Path) -> AsyncIterator[RunningLab]:
    """Start `python -m tradewind_lab` with `flags` on a free port; stop it with SIGTERM at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tradewind_lab", *(str(flag) for flag in flags), stdout=asyncio.subprocess.PIPE
    )
    try:
        yield await _announced(process)
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()


async def _announced(process: asyncio.subprocess.Process) -> RunningLab:
    assert process.stdout is not None
    async with asyncio.timeout(START_SECONDS):
        line = await process.stdout.readline()
    assert line, f"the lab ended before it listened: exit status {await process.wait()}"
    said = msgspec.json.decode(line, type=_Announcement)
    return RunningLab(
        url=said.url,
        okx=said.okx,
        okx_ws=said.okx_ws,
        chat=said.chat,
        binanceus=said.binanceus,
        alpaca=said.alpaca,
        rss=said.rss,
        tape=said.tape,
        shift_ms=said.shift_ms,
        pid=process.pid,
    )
