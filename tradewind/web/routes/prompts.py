"""The versions of the prompt, and a draft filled with the figures of now."""

import asyncio

from fastapi import APIRouter, Depends

from tradewind.web.dependencies import DeskAtHand
from tradewind.web.policy import HEAVY_READ
from tradewind.web.schemas.prompts import PreviewAnswer, PreviewBody, PromptList

router = APIRouter(prefix="/internal/autotrade/v1/prompts", tags=["prompts"])


@router.get("", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def prompts(desk: DeskAtHand) -> PromptList:
    """Return every version with what it changes, and which one is in force."""
    listed = await asyncio.to_thread(desk.prompts.listed)
    return PromptList.of(listed, desk.prompts.in_force)


@router.post("/preview", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def preview(desk: DeskAtHand, body: PreviewBody) -> PreviewAnswer:
    """Return a draft as a model would read it now; nothing is asked or kept."""
    return PreviewAnswer.of(await desk.prompts.fill(body.system, body.user))
