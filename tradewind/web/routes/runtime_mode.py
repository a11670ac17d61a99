"""Which account the desk trades: the mode in force, its conditions, switching and approving."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from tradewind.domain.account import RuntimeMode
from tradewind.ledger import RecordRefused
from tradewind.orders.mode_switch import SwitchRefused
from tradewind.web.dependencies import Cursor, DeskAtHand, Limit
from tradewind.web.policy import HEAVY_READ, READ, TRIGGER
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.schemas.controls import (
    ApprovalBody,
    ModeChangeView,
    ModeHistoryPage,
    ModeStepsView,
    RuntimeModeBody,
    RuntimeModeView,
    StepView,
)

PLACE = "/internal/autotrade/v1/runtime-mode"

router = APIRouter(tags=["runtime mode"])


@router.get(PLACE, dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def runtime_mode(desk: DeskAtHand) -> RuntimeModeView:
    """Return the mode that the desk trades in and what waits for approval."""
    waiting = await desk.mode_switch.waiting()
    return RuntimeModeView(mode=desk.mode_switch.mode, waiting=tuple(map(ModeChangeView.of, waiting)))


@router.get(f"{PLACE}/history", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def history(desk: DeskAtHand, limit: Limit = 50, cursor: Cursor = None) -> ModeHistoryPage:
    """Return every switch that was asked for, newest first."""
    try:
        page = await desk.mode_switch.history(limit, cursor)
    except ValueError as e:
        raise Refusal(ProblemType.INVALID_REQUEST, 422, str(e)) from e
    return ModeHistoryPage(items=tuple(map(ModeChangeView.of, page.items)), next_cursor=page.next_cursor)


@router.get(f"{PLACE}/steps/{{mode}}", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def steps(desk: DeskAtHand, mode: Annotated[RuntimeMode, Path()]) -> ModeStepsView:
    """Return what switching to a mode asks for; its venue is asked now."""
    found = await desk.mode_switch.steps(mode)
    return ModeStepsView(
        mode=mode, is_ready=all(step.is_met for step in found), steps=tuple(map(StepView.of, found))
    )


@router.patch(PLACE, status_code=202, dependencies=[Depends(TRIGGER)], openapi_extra=TRIGGER.openapi)
async def switch(desk: DeskAtHand, body: RuntimeModeBody) -> ModeChangeView:
    """Switch to another mode; the desk is built anew in it within seconds of the last approval that is needed."""
    if body.mode is RuntimeMode.LIVE and body.confirm != "live":
        raise Refusal(ProblemType.REFUSED, 403, "Live trades money: send confirm with the word live.")
    try:
        return ModeChangeView.of(await desk.mode_switch.ask(body.mode, body.by, body.reason))
    except SwitchRefused as e:
        raise _refusal(e) from e


@router.post(
    f"{PLACE}/approvals", status_code=202, dependencies=[Depends(TRIGGER)], openapi_extra=TRIGGER.openapi
)
async def approve(desk: DeskAtHand, body: ApprovalBody) -> ModeChangeView:
    """Approve a switch that somebody else asked for."""
    try:
        return ModeChangeView.of(await desk.mode_switch.approve(body.change_id, body.by))
    except SwitchRefused as e:
        raise _refusal(e) from e
    except RecordRefused as e:
        raise Refusal(ProblemType.REFUSED, 409, f"Not approved: {e}.") from e


def _refusal(refused: SwitchRefused) -> Refusal:
    return Refusal(
        ProblemType.REFUSED, 409, f"The mode stays: {refused}.", reasons=[step.what for step in refused.unmet]
    )
