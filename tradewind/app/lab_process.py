"""The offline venue as a child process: started with the desk, ended with it."""

import asyncio
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import msgspec

from tradewind.bus.server_program import end_with_parent

START_WITHIN = timedelta(seconds=30)
STOP_WITHIN = timedelta(seconds=2)


class LabFailed(RuntimeError):
    """The lab did not come up; the message ends with its own last words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabOptions:
    """What the lab plays."""

    state: Path
    tape: Path | None = None
    start: str | None = None
    seed: int | None = None

    @property
    def arguments(self) -> list[str]:
        """The lab's command line."""
        chosen = {"--state": self.state, "--tape": self.tape, "--start": self.start, "--seed": self.seed}
        return [word for name, value in chosen.items() if value is not None for word in (name, str(value))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """Where the running lab answers."""

    url: str
    okx: str
    chat: str
    tape: str
    shift_ms: int


@asynccontextmanager
async def running_lab(options: LabOptions) -> AsyncIterator[Lab]:
    """Run the lab while the block lasts; LabFailed. It ends with this process, even one that is killed."""
    options.state.mkdir(parents=True, exist_ok=True)
    log = options.state / "lab.log"
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tradewind_lab",
            *options.arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            start_new_session=True,  # Ctrl-C at the terminal is for the platform, which stops us in order
            preexec_fn=end_with_parent(),
        )
    try:
        yield await _announcement(process, log)
    finally:
        await _stop(process)


async def _announcement(process: Process, log: Path) -> Lab:
    if process.stdout is None:
        raise LabFailed("the lab's output is not connected")
    try:
        async with asyncio.timeout(START_WITHIN.total_seconds()):
            line = await process.stdout.readline()
    except TimeoutError as e:
        raise LabFailed(f"the lab said nothing within {START_WITHIN}: {_last_words(log)}") from e
    if not line:
        raise LabFailed(f"the lab ended while starting: {_last_words(log)}")
    return msgspec.json.decode(line, type=Lab)


def _last_words(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


async def _stop(process: Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.terminate()
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_WITHIN.total_seconds()):
                await process.wait()
    if process.returncode is None:
        process.kill()
    await process.wait()
