"""The cycle's cadence, and the button that asks for one cycle."""

from fastapi import APIRouter, Depends

from tradewind.web.dependencies import DeskAtHand
from tradewind.web.policy import READ, TRIGGER
from tradewind.web.schemas.scheduler import SchedulerView, TriggerAnswer, TriggerBody

router = APIRouter(tags=["scheduler"])


@router.get("/internal/autotrade/v1/scheduler", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def scheduler(desk: DeskAtHand) -> SchedulerView:
    """Return how the schedule stands."""
    return SchedulerView.of(desk.schedule.status())


@router.post(
    "/api/autotrade/v1/manual-eval",
    status_code=202,
    dependencies=[Depends(TRIGGER)],
    openapi_extra=TRIGGER.openapi,
)
@router.post(
    "/api/autotrade/v1/evaluate",
    status_code=202,
    dependencies=[Depends(TRIGGER)],
    openapi_extra=TRIGGER.openapi,
)
@router.post(
    "/internal/autotrade/v1/scheduler/trigger",
    status_code=202,
    dependencies=[Depends(TRIGGER)],
    openapi_extra=TRIGGER.openapi,
)
async def trigger(desk: DeskAtHand, _body: TriggerBody | None = None) -> TriggerAnswer:
    """Ask for a cycle; one waits at most."""
    is_queued = desk.schedule.trigger()
    message = "A cycle is running; the next one follows at once." if is_queued else "A cycle starts at once."
    return TriggerAnswer(accepted=True, queued=is_queued, message=message)
