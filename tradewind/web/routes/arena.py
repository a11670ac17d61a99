"""Who did how well on the same candles, as `tradewind arena` left it."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from tradewind.web.dependencies import DeskAtHand
from tradewind.web.policy import HEAVY_READ
from tradewind.web.schemas.arena import ArenaList, ArenaView

router = APIRouter(tags=["arena"])

MOST = 50
USUAL = 5


@router.get(
    "/internal/autotrade/v1/arena", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi
)
async def arena(
    desk: DeskAtHand, limit: Annotated[int, Query(ge=1, le=MOST, description="arenas")] = USUAL
) -> ArenaList:
    """Return the leaderboards of the last arenas, the last one first."""
    kept = await asyncio.to_thread(desk.arenas, limit)
    return ArenaList(items=tuple(ArenaView.of(stored) for stored in kept))
