"""Who did how well on the same candles, as `tradewind arena` left it."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from tradewind.research.leaderboard import StoredArena
from tradewind.web.csv_text import csv_text
from tradewind.web.dependencies import DeskAtHand
from tradewind.web.desk import Desk
from tradewind.web.policy import HEAVY_READ
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.schemas.arena import ArenaCurvesView, ArenaList, ArenaRow, ArenaView, IntervalView

PLACE = "/internal/autotrade/v1/arena"
MOST = 50
USUAL = 5
INTERVALS = ("mean_return_interval", "sharpe_interval")
ENDS = ("low", "high")

router = APIRouter(prefix=PLACE, tags=["arena"])

Run = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="an arena's run")]


@router.get("", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def arena(
    desk: DeskAtHand, limit: Annotated[int, Query(ge=1, le=MOST, description="arenas")] = USUAL
) -> ArenaList:
    """Return the leaderboards of the last arenas, the last one first."""
    kept = await asyncio.to_thread(desk.arenas, limit)
    return ArenaList(items=tuple(ArenaView.of(stored) for stored in kept))


@router.get("/{run}/curves", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def arena_curves(desk: DeskAtHand, run: Run) -> ArenaCurvesView:
    """Return the equity of every contender of one of the last 50 arenas, at 500 moments or fewer."""
    return ArenaCurvesView.of(run, (await _arena(desk, run)).curves)


@router.get(
    "/{run}/leaderboard.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
    dependencies=[Depends(HEAVY_READ)],
    openapi_extra=HEAVY_READ.openapi,
)
async def arena_csv(desk: DeskAtHand, run: Run) -> Response:
    """Return the leaderboard of one of the last 50 arenas as CSV."""
    view = ArenaView.of(await _arena(desk, run))
    cells = [_cells(place, row) for place, row in enumerate(view.rows, start=1)]
    text = csv_text(tuple(cells[0]), (tuple(row.values()) for row in cells))
    headers = {"Content-Disposition": f'attachment; filename="arena-{run[:12]}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


async def _arena(desk: Desk, run: str) -> StoredArena:
    kept = await asyncio.to_thread(desk.arenas, MOST)
    found = next((stored for stored in kept if stored.leaderboard.run == run), None)
    if found is None:
        raise Refusal(ProblemType.NOT_FOUND, 404, f"There is no arena {run} among the last {MOST}.")
    return found


def _cells(place: int, row: ArenaRow) -> dict[str, str | None]:
    """Name every cell of a line; an interval becomes two."""
    figures = row.model_dump(mode="json", exclude=set(INTERVALS))
    ends = {f"{name}_{end}": _end(getattr(row, name), end) for name in INTERVALS for end in ENDS}
    shown = {"rank": place} | figures | ends
    return {name: None if figure is None else str(figure) for name, figure in shown.items()}


def _end(interval: IntervalView | None, end: str) -> float | None:
    return None if interval is None else float(getattr(interval, end))
