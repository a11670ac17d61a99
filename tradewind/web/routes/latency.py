"""How long orders take."""

from fastapi import APIRouter, Depends

from tradewind.web.dependencies import DeskAtHand
from tradewind.web.policy import READ
from tradewind.web.schemas.latency import OrderLatencyView, StageView

router = APIRouter(tags=["orders"])


@router.get(
    "/internal/autotrade/v1/metrics/latency/okx-order",
    dependencies=[Depends(READ)],
    openapi_extra=READ.openapi,
)
async def order_latency(desk: DeskAtHand) -> OrderLatencyView:
    """Return how long orders took, at the venue that is traded."""
    return OrderLatencyView(stages=tuple(StageView.of(summary) for summary in desk.orders.latencies()))
