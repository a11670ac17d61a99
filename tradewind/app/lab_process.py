"""The offline venue as a child process: started with the desk, started again when it dies, ended with the desk."""

import asyncio
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from tradewind.bus.server_program import end_with_parent

START_WITHIN = timedelta(seconds=120)
"""For a busy machine; a lab that ends is known at once."""
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
    def log(self) -> Path:
        """Where the lab writes what goes wrong."""
        return self.state / "lab.log"

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
    okx_ws: str
    chat: str
    binanceus: str
    alpaca: str
    rss: str
    tape: str
    shift_ms: int


class LabProcess:
    """The lab's process; where it answers and what it plays stay the same over its restarts."""

    def __init__(self, options: LabOptions, process: Process, lab: Lab) -> None:
        self._options = options
        self._process = process
        self.lab = lab

    @property
    def pid(self) -> int | None:
        """The process id of the lab; None while it is down."""
        return self._process.pid if self._process.returncode is None else None

    async def run(self, running: Callable[[], None]) -> None:
        """Start the lab again if it is down, call `running`, and wait; LabFailed when it ends."""
        if self.pid is None:
            await self._restart()
        running()
        code = await self._process.wait()
        raise LabFailed(f"the lab ended with exit code {code}; its log is {self._options.log}")

    async def stop(self) -> None:
        """Ask the lab to end, then make it."""
        await _stop(self._process)

    async def _restart(self) -> None:
        process, lab = await _launch(self._options, urlsplit(self.lab.url).port or 0)
        if lab != self.lab:  # the account's positions have prices of the first market
            await _stop(process)
            raise LabFailed(
                f"the lab would play {lab.tape} shifted by {lab.shift_ms} ms instead of {self.lab.tape} shifted by "
                f"{self.lab.shift_ms} ms; its tape has changed: restart the desk to begin on it"
            )
        self._process = process


@asynccontextmanager
async def running_lab(options: LabOptions) -> AsyncIterator[LabProcess]:
    """Run the lab while the block lasts; LabFailed. It ends with this process, even one that is killed."""
    options.state.mkdir(parents=True, exist_ok=True)
    process = LabProcess(options, *await _launch(options, port=0))
    try:
        yield process
    finally:
        await process.stop()


async def _launch(options: LabOptions, port: int) -> tuple[Process, Lab]:
    with options.log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tradewind_lab",
            *options.arguments,
            "--port",
            str(port),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            start_new_session=True,  # Ctrl-C at the terminal is for the platform, which stops us in order
            preexec_fn=end_with_parent(),
        )
    try:
        return process, await _announcement(process, options.log)
    except BaseException:
        await _stop(process)
        raise


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
