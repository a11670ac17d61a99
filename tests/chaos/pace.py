"""The time in which the machine let this process work, so that a run judges the desk and not what else is running.

Time that a thread of ours stood in the kernel's queue for a core does not pass: neither for the timeouts of the desk
nor for the clock of its venue. Work, waits and blocked calls of our own pass like everywhere.
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

LOOK_EVERY_SECONDS = 0.01
NANOSECONDS = 1_000_000_000
TASKS = Path("/proc/self/task")


def queued_seconds() -> dict[str, float]:
    """Return how long each thread of this process has waited for a core so far; empty where nobody counts it."""
    queued = {}
    for name in _threads():
        with suppress(OSError, IndexError, ValueError):  # a thread that has just ended
            queued[name] = int((TASKS / name / "schedstat").read_text().split()[1]) / NANOSECONDS
    return queued


class Pace:
    """Monotonic seconds without those in which this process was kept waiting."""

    def __init__(
        self,
        machine: Callable[[], float] = time.monotonic,
        queued: Callable[[], dict[str, float]] = queued_seconds,
    ) -> None:
        self._machine = machine
        self._read = queued
        self._looked_at = machine()
        self._queued = queued()
        self._lost = 0.0
        self._now = self._looked_at

    def time(self) -> float:
        """Return the seconds; they never go back."""
        machine = self._machine()
        if machine - self._looked_at >= LOOK_EVERY_SECONDS:
            queued = self._read()
            waited = sum(seconds - self._queued.get(name, 0.0) for name, seconds in queued.items())
            self._lost += min(waited, machine - self._looked_at)
            self._queued, self._looked_at = queued, machine
        self._now = max(self._now, machine - self._lost)
        return self._now


class PacedLoop(asyncio.SelectorEventLoop):
    """An event loop whose timers run on a pace."""

    def __init__(self) -> None:
        self._pace = Pace()
        super().__init__()

    def time(self) -> float:
        return self._pace.time()


def _threads() -> Iterable[str]:
    return [task.name for task in TASKS.iterdir()] if TASKS.is_dir() else ()
