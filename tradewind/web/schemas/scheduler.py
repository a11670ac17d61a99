"""The cycle's cadence."""

from tradewind.cycle.schedule import ScheduleStatus
from tradewind.domain.decision import Outcome
from tradewind.web.schemas.shape import Shape, Time


class TriggerBody(Shape):
    """A trigger carries nothing; an empty body or {}."""


class TriggerAnswer(Shape):
    """What becomes of a trigger."""

    accepted: bool
    queued: bool  # true: a cycle runs, this one follows it
    message: str


class SchedulerView(Shape):
    """How the schedule stands."""

    period_seconds: float
    is_running: bool
    last_started_at: Time | None
    last_finished_at: Time | None
    next_at: Time | None
    cycles: int
    skipped: int
    last_outcome: Outcome | None
    last_error: str | None
    paused_cycles_left: int  # beats that the model asked to sit out
    paused_by: str | None  # the decision that asked for it

    @classmethod
    def of(cls, status: ScheduleStatus) -> "SchedulerView":
        """Return the shape of `status`."""
        return cls(
            period_seconds=status.period.total_seconds(),
            is_running=status.is_running,
            last_started_at=status.last_started_at,
            last_finished_at=status.last_finished_at,
            next_at=status.next_at,
            cycles=status.cycles,
            skipped=status.skipped,
            last_outcome=status.last_outcome,
            last_error=status.last_error,
            paused_cycles_left=status.pause.beats_left,
            paused_by=status.pause.decision_id,
        )
