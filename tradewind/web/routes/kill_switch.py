"""The kill switch: how it stands, and turning it."""

from fastapi import APIRouter, Depends

from tradewind.domain.desk_state import DeskState
from tradewind.orders import ReleaseRefused
from tradewind.web.dependencies import DeskAtHand
from tradewind.web.policy import HALT, READ
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.schemas.controls import KillSwitchBody, KillSwitchView

router = APIRouter(tags=["kill switch"])


@router.get("/internal/autotrade/v1/kill-switch", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def kill_switch(desk: DeskAtHand) -> KillSwitchView:
    """Return what is in force and what the venue showed since."""
    switch = desk.orders.kill_switch
    return KillSwitchView.of(switch.latch, switch.proof())


@router.post("/internal/autotrade/v1/kill-switch", dependencies=[Depends(HALT)], openapi_extra=HALT.openapi)
async def turn(desk: DeskAtHand, body: KillSwitchBody) -> KillSwitchView:
    """Turn the switch; a stop is in force before this answers, even without Redis and database."""
    state, switch = body.state.desk_state, desk.orders.kill_switch
    if body.flatten and state is not DeskState.HALTED:
        raise Refusal(
            ProblemType.REFUSED, 409, "Only HALTED can flatten; REDUCING lets closes through by themselves."
        )
    try:
        await switch.press(state, body.by, body.reason, flatten=body.flatten)
    except ReleaseRefused as e:
        raise Refusal(ProblemType.REFUSED, 409, f"The desk stays {switch.state}: {e}.") from e
    return KillSwitchView.of(switch.latch, switch.proof())
