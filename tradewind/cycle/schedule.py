"""The cadence of the cycle: fixed beats on the monotonic clock, one cycle at a time, triggers by hand."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from tradewind.cycle.pause import Pause, PauseStatus
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.decision import Outcome, Trigger
from tradewind.telemetry.metrics import Metrics

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleStatus:
    """How the schedule stands."""

    period: timedelta
    is_running: bool
    last_started_at: Instant | None
    last_finished_at: Instant | None
    next_at: Instant | None  # None: waiting for the first inputs
    cycles: int
    skipped: int  # beats that passed while a cycle was running
    last_outcome: Outcome | None
    last_error: str | None  # of the last cycle; None: it ended by itself
    pause: PauseStatus


class CycleSchedule:
    """Runs cycles, one at a time.

    A beat that falls into a running cycle is skipped and counted. A trigger by hand runs at once, or once
    more after the running cycle; more triggers meanwhile add nothing. A beat of a pause runs no cycle, and a trigger
    by hand ends the pause.
    """

    def __init__(
        self,
        run_once: Callable[[Trigger], Awaitable[Outcome]],
        ready: Callable[[], Awaitable[None]],
        clock: Clock,
        metrics: Metrics,
        *,
        period: timedelta,
        timeout: timedelta,
        pause: Pause | None = None,
    ) -> None:
        self._pause = pause or Pause()
        self._run_once = run_once
        self._ready = ready
        self._clock = clock
        self._metrics = metrics
        self._period = period
        self._timeout = timeout
        self._is_asked = False
        self._stirred = asyncio.Event()  # ends a wait for the next beat
        self._due: float | None = None  # monotonic seconds
        self._is_running = False
        self._last_started_at: Instant | None = None
        self._last_finished_at: Instant | None = None
        self._cycles = 0
        self._skipped = 0
        self._last_outcome: Outcome | None = None
        self._last_error: str | None = None

    async def run(self) -> None:
        """Run cycles until cancelled; the first once the inputs are there, at the latest after one period."""
        await self._until_ready()
        self._is_asked = False  # the first cycle comes at once anyway
        self._due = self._clock.monotonic()
        while True:
            trigger = await self._next_trigger()
            if self._sits_out(trigger):
                self._due += self._period.total_seconds()
                continue
            await self._run_cycle(trigger)
            self._due = self._beat_after(self._due, trigger)

    def set_pace(self, period: timedelta, timeout: timedelta) -> None:
        """Keep another cadence; a beat further away than the new period is brought forward. The running cycle stays."""
        self._period, self._timeout = period, timeout
        if self._due is not None:
            self._due = min(self._due, self._clock.monotonic() + period.total_seconds())
        self._stirred.set()

    def trigger(self) -> bool:
        """Ask for a cycle as soon as possible; True when one is running and this one follows it."""
        self._is_asked = True
        self._stirred.set()
        return self._is_running

    def status(self) -> ScheduleStatus:
        """Return how the schedule stands."""
        return ScheduleStatus(
            period=self._period,
            is_running=self._is_running,
            last_started_at=self._last_started_at,
            last_finished_at=self._last_finished_at,
            next_at=self._next_at(),
            cycles=self._cycles,
            skipped=self._skipped,
            last_outcome=self._last_outcome,
            last_error=self._last_error,
            pause=self._pause.status(),
        )

    def _sits_out(self, trigger: Trigger) -> bool:
        if trigger is Trigger.MANUAL:
            self._pause.end()
        elif self._pause.takes_beat():
            self._metrics.cycles.labels(outcome="paused").inc()
            _log.info("cycle_paused", beats_left=self._pause.status().beats_left)
            return True
        return False

    async def _until_ready(self) -> None:
        try:
            async with asyncio.timeout(self._period.total_seconds()):
                await self._ready()
        except TimeoutError:
            _log.warning("inputs_not_ready", waited_seconds=self._period.total_seconds())

    async def _next_trigger(self) -> Trigger:
        while not self._is_asked:
            due = self._clock.monotonic() if self._due is None else self._due
            self._stirred.clear()
            try:
                async with asyncio.timeout(max(due - self._clock.monotonic(), 0)):
                    await self._stirred.wait()
            except TimeoutError:
                return Trigger.SCHEDULE
        self._is_asked = False
        return Trigger.MANUAL

    async def _run_cycle(self, trigger: Trigger) -> None:
        started = self._clock.monotonic()
        self._is_running, self._last_started_at = True, self._clock.now()
        deadline = asyncio.timeout(self._timeout.total_seconds())
        try:
            async with deadline:
                self._last_outcome = await self._run_once(trigger)
            self._last_error = None
            self._metrics.cycles.labels(outcome=self._last_outcome).inc()
        except Exception as e:
            limit = self._timeout.total_seconds()
            self._last_error = (
                f"stopped after {limit:g} s" if deadline.expired() else f"{type(e).__name__}: {e}"
            )
            self._metrics.cycles.labels(outcome="failed").inc()
            _log.exception("cycle_failed", trigger=trigger)
        finally:
            self._is_running, self._last_finished_at = False, self._clock.now()
            self._cycles += 1
            self._metrics.cycle_seconds.observe(self._clock.monotonic() - started)

    def _beat_after(self, due: float, trigger: Trigger) -> float:
        """Return the first beat that did not fall into the cycle just run; the others are counted as skipped."""
        own = 1 if trigger is Trigger.SCHEDULE else 0
        passed = max(self._beats_passed(due), own)  # a timer may go off a moment early
        self._skipped += passed - own
        self._metrics.cycles_skipped.inc(passed - own)
        return due + passed * self._period.total_seconds()

    def _next_at(self) -> Instant | None:
        if self._due is None:
            return None
        passed = self._beats_passed(self._due) if self._is_running else 0
        due = self._due + passed * self._period.total_seconds()
        return Instant.of(self._clock.now() + timedelta(seconds=due - self._clock.monotonic()))

    def _beats_passed(self, due: float) -> int:
        return max(int((self._clock.monotonic() - due) // self._period.total_seconds()) + 1, 0)
