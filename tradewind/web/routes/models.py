"""What the models cost today, how they are doing, and the operator's word that ends safe mode."""

from fastapi import APIRouter, Depends

from tradewind.web.dependencies import DeskAtHand
from tradewind.web.policy import READ, TRIGGER
from tradewind.web.schemas.models import ModelUsageView, ReleaseBody

PLACE = "/internal/autotrade/v1/model-usage"

router = APIRouter(tags=["models"])


@router.get(PLACE, dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def model_usage(desk: DeskAtHand) -> ModelUsageView:
    """Return calls, tokens, cost and budget of today, and whether each model is asked."""
    return ModelUsageView.of(await desk.models.report())


@router.post(f"{PLACE}/safe-mode-release", dependencies=[Depends(TRIGGER)], openapi_extra=TRIGGER.openapi)
async def release_safe_mode(desk: DeskAtHand, body: ReleaseBody) -> ModelUsageView:
    """End safe mode: the desk opens again until as many decisions in a row have failed once more."""
    await desk.models.release_safe_mode(body.by)
    return ModelUsageView.of(await desk.models.report())
