"""The cadence: fixed beats, never two cycles at once, and nothing that a cycle does stops it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from tests.clocks import FakeClock
from tests.waiting import eventually
from tradewind.app.clock import SystemClock
from tradewind.cycle.config import CycleConfig
from tradewind.cycle.pause import Pause
from tradewind.cycle.schedule import CycleSchedule
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.decision import Outcome, Trigger
from tradewind.domain.ids import DecisionId
from tradewind.telemetry.metrics import Metrics

BEAT = timedelta(milliseconds=40)
LONG = timedelta(hours=1)


class Cycles:
    """Cycles that a test lets go, one by one."""

    def __init__(self) -> None:
        self.started: list[Trigger] = []
        self.at: list[float] = []
        self.running = 0
        self.most_at_once = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.fault: Exception | None = None
        self.work_seconds = 0.0
        self.at_start: Callable[[], None] = lambda: None

    async def run_once(self, trigger: Trigger) -> Outcome:
        self.started.append(trigger)
        self.at.append(time.monotonic())
        self.at_start()
        self.running += 1
        self.most_at_once = max(self.most_at_once, self.running)
        try:
            await self.gate.wait()
            await asyncio.sleep(self.work_seconds)
            if self.fault is not None:
                raise self.fault
        finally:
            self.running -= 1
        return Outcome.DECIDED


async def at_once() -> None:
    """Inputs that are there."""


@asynccontextmanager
async def running(
    cycles: Cycles,
    *,
    period: timedelta = BEAT,
    stop_after: timedelta = LONG,
    ready: Callable[[], Awaitable[None]] = at_once,
    clock: Clock | None = None,
    pause: Pause | None = None,
) -> AsyncIterator[CycleSchedule]:
    schedule = CycleSchedule(
        cycles.run_once,
        ready,
        clock or SystemClock(),
        Metrics(),
        period=period,
        timeout=stop_after,
        pause=pause,
    )
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(schedule.run())
        yield schedule
        task.cancel()


async def test_beats_stay_on_the_grid_of_the_first_one_however_long_a_cycle_works() -> None:
    cycles, beat = Cycles(), timedelta(milliseconds=100)
    cycles.work_seconds = 0.05
    skipped: list[int] = []
    async with running(cycles, period=beat) as schedule:
        cycles.at_start = lambda: skipped.append(schedule.status().skipped)
        await eventually(lambda: len(cycles.at) >= 7)
        status = schedule.status()

    late = [
        (at - cycles.at[0]) / beat.total_seconds() - number - passed
        for number, (at, passed) in enumerate(zip(cycles.at, skipped, strict=True))
    ]
    # The machine may be late for a beat; work that adds up is late for all of these by a beat and more.
    assert min(abs(beats) for beats in late[3:]) < 0.9
    assert set(cycles.started) == {Trigger.SCHEDULE}
    assert status.last_outcome is Outcome.DECIDED
    assert status.last_error is None


async def test_the_first_cycle_runs_as_soon_as_the_inputs_are_there() -> None:
    cycles, inputs = Cycles(), asyncio.Event()

    async def ready() -> None:
        await inputs.wait()

    async with running(cycles, period=LONG, ready=ready) as schedule:
        before = schedule.status()
        schedule.trigger()
        inputs.set()
        await eventually(lambda: schedule.status().cycles == 1)
        await asyncio.sleep(0)

    assert before.next_at is None
    assert before.cycles == 0
    assert cycles.started == [Trigger.SCHEDULE]


async def test_inputs_that_never_come_hold_the_first_cycle_for_one_period_only() -> None:
    cycles = Cycles()

    async def never() -> None:
        await asyncio.Event().wait()

    async with running(cycles, ready=never) as schedule:
        await eventually(lambda: schedule.status().cycles >= 1)


async def test_a_slow_cycle_skips_beats_counts_them_and_never_overlaps() -> None:
    cycles = Cycles()
    cycles.gate.clear()
    async with running(cycles) as schedule:
        await eventually(lambda: cycles.running == 1)
        began = time.monotonic()
        await eventually(lambda: time.monotonic() - began > 3.2 * BEAT.total_seconds())
        assert schedule.status().is_running
        cycles.gate.set()
        await eventually(lambda: schedule.status().cycles >= 3)

    assert schedule.status().skipped >= 3
    assert cycles.most_at_once == 1


async def test_a_trigger_by_hand_runs_at_once_when_idle() -> None:
    cycles = Cycles()
    async with running(cycles, period=LONG) as schedule:
        await eventually(lambda: schedule.status().cycles == 1)
        is_queued = schedule.trigger()
        await eventually(lambda: schedule.status().cycles == 2)

    assert not is_queued
    assert cycles.started == [Trigger.SCHEDULE, Trigger.MANUAL]


async def test_a_beat_that_falls_into_a_cycle_by_hand_is_skipped_too() -> None:
    cycles, clock = Cycles(), FakeClock()
    async with running(cycles, period=LONG, clock=clock) as schedule:
        await eventually(lambda: schedule.status().cycles == 1)
        cycles.gate.clear()
        schedule.trigger()
        await eventually(lambda: cycles.running == 1)
        clock.advance(1.5 * LONG)
        promised = schedule.status().next_at
        cycles.gate.set()
        await eventually(lambda: schedule.status().cycles == 2)
        await asyncio.sleep(0)
        after = schedule.status()

    assert cycles.started == [Trigger.SCHEDULE, Trigger.MANUAL]
    assert (after.skipped, after.next_at) == (1, promised)


async def test_a_beat_that_comes_a_moment_early_is_not_run_twice() -> None:
    cycles, clock = Cycles(), EarlyTimer()
    async with running(cycles, period=LONG, clock=clock) as schedule:
        await eventually(lambda: schedule.status().cycles >= 1)
        await asyncio.sleep(0)
        status = schedule.status()

    assert (status.cycles, status.skipped) == (1, 0)


async def test_triggers_during_a_cycle_add_one_more_and_no_second() -> None:
    cycles = Cycles()
    cycles.gate.clear()
    async with running(cycles, period=LONG) as schedule:
        await eventually(lambda: cycles.running == 1)
        queued = [schedule.trigger() for _ in range(5)]
        cycles.gate.set()
        await eventually(lambda: schedule.status().cycles == 2)
        await asyncio.sleep(0)

    assert queued == [True] * 5
    assert cycles.started == [Trigger.SCHEDULE, Trigger.MANUAL]
    assert cycles.most_at_once == 1


async def test_a_failing_cycle_is_shown_and_the_next_one_runs() -> None:
    cycles = Cycles()
    cycles.fault = ConnectionError("the ledger is away")
    async with running(cycles, period=LONG) as schedule:
        await eventually(lambda: schedule.status().cycles == 1)
        failed = schedule.status()
        cycles.fault = None
        schedule.trigger()
        await eventually(lambda: schedule.status().cycles == 2)
        recovered = schedule.status()

    assert failed.last_error == "ConnectionError: the ledger is away"
    assert failed.last_outcome is None
    assert recovered.last_error is None
    assert recovered.last_outcome is Outcome.DECIDED


async def test_f82_a_cycle_that_hangs_is_stopped_and_the_next_one_runs() -> None:
    cycles = Cycles()
    cycles.gate.clear()
    async with running(cycles, period=LONG, stop_after=timedelta(milliseconds=30)) as schedule:
        await eventually(lambda: schedule.status().cycles == 1)
        stopped = schedule.status()
        cycles.gate.set()
        schedule.trigger()
        await eventually(lambda: schedule.status().cycles == 2)

    assert stopped.last_error == "stopped after 0.03 s"
    assert cycles.most_at_once == 1


class EarlyTimer(FakeClock):
    """A clock a moment behind the event loop's timers, after its first look."""

    def __init__(self) -> None:
        super().__init__()
        self._looks = 0

    def monotonic(self) -> float:
        self._looks += 1
        return 0.001 if self._looks == 1 else 0.0


class SteppedClock(SystemClock):
    """A wall clock that somebody sets back an hour at every look; its monotonic time is the real one."""

    def __init__(self) -> None:
        self._looks = 0

    def now(self) -> Instant:
        self._looks += 1
        return Instant.of(super().now() - timedelta(hours=self._looks))


async def test_f41_a_wall_clock_set_back_neither_doubles_nor_stops_beats() -> None:
    cycles = Cycles()
    async with running(cycles, clock=SteppedClock()):
        await eventually(lambda: len(cycles.at) >= 4)

    assert min(after - before for before, after in zip(cycles.at, cycles.at[1:], strict=False)) > 0.01


async def test_the_status_tells_when_the_next_cycle_is_due() -> None:
    cycles, clock = Cycles(), FakeClock()
    async with running(cycles, period=LONG, clock=clock) as schedule:
        await eventually(lambda: schedule.status().cycles == 1)
        clock.advance(timedelta(minutes=20))
        status = schedule.status()

    assert status.next_at == Instant.parse("2026-11-21T13:00:00Z")
    assert status.last_started_at == status.last_finished_at == Instant.parse("2026-11-21T12:00:00Z")
    assert not status.is_running


async def test_stopping_the_schedule_stops_its_cycle() -> None:
    cycles = Cycles()
    cycles.gate.clear()
    async with running(cycles):
        await eventually(lambda: cycles.running == 1)

    assert cycles.running == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [({"period": timedelta(seconds=14)}, "at least 15 s"), ({"timeout": timedelta(0)}, "positive")],
)
def test_a_cadence_that_cannot_work_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        CycleConfig(**changes)


async def test_a_shorter_period_brings_the_next_beat_forward() -> None:
    cycles = Cycles()
    async with running(cycles, period=LONG) as schedule:
        await eventually(lambda: schedule.status().cycles == 1)
        schedule.set_pace(BEAT, LONG)
        await eventually(lambda: schedule.status().cycles >= 3)

        assert schedule.status().period == BEAT
    assert set(cycles.started) == {Trigger.SCHEDULE}


async def test_beats_of_a_pause_run_no_cycle_and_then_it_goes_on() -> None:
    cycles, pause = Cycles(), Pause()
    pause.begin(3, DecisionId("d1"))
    async with running(cycles, pause=pause) as schedule:
        paused = schedule.status().pause
        await eventually(lambda: len(cycles.started) >= 1)

    assert (paused.beats_left, paused.decision_id) == (3, "d1")
    assert schedule.status().pause.beats_left == 0
    assert schedule.status().pause.decision_id is None


async def test_a_trigger_by_hand_ends_a_pause() -> None:
    cycles, pause = Cycles(), Pause()
    pause.begin(1000, DecisionId("d1"))
    async with running(cycles, period=LONG, pause=pause) as schedule:
        await eventually(lambda: schedule.status().pause.beats_left < 1000)
        schedule.trigger()
        await eventually(lambda: bool(cycles.started))

    assert cycles.started[0] is Trigger.MANUAL
    assert schedule.status().pause.beats_left == 0
