"""The scanner: every symbol with what technical analysis says of it, and the market as a whole."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from tradewind.bus.keys import CANDIDATES, MARKET_CONTEXT
from tradewind.domain.candle import Timeframe
from tradewind.web.csv_text import csv_text
from tradewind.web.dependencies import DeskAtHand
from tradewind.web.policy import HEAVY_READ, READ
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.scan import read_scan
from tradewind.web.scan_csv import COLUMNS, cells
from tradewind.web.schemas.scanner import CandidateList, ContextView, ScanView, Sparklines
from tradewind.web.shelf import Shelf

router = APIRouter(prefix="/api", tags=["scanner"])

Names = Annotated[
    str | None,
    Query(
        max_length=8_000,
        pattern=r"^[A-Z0-9.-]{1,40}(,[A-Z0-9.-]{1,40})*$",
        description="these symbols in this order, separated by commas; every one when absent",
    ),
]
Columns = Annotated[
    str | None,
    Query(
        max_length=500,
        pattern=r"^[a-z0-9_]{1,20}(,[a-z0-9_]{1,20})*$",
        description=f"these columns in this order, of {', '.join(COLUMNS)}; every one when absent",
    ),
]
Frame = Annotated[Timeframe, Query(description="of the columns that belong to one")]


@router.get("/scanner", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def scanner(desk: DeskAtHand) -> ScanView:
    """Return every symbol with its price, its readings by timeframe, its score and its stance."""
    return await read_scan(desk)


@router.get(
    "/scanner/sparklines",
    dependencies=[Depends(READ)],
    openapi_extra=READ.openapi,
    response_model=Sparklines,
)
async def sparklines(desk: DeskAtHand, request: Request) -> Response:
    """Return the last day of closes of every symbol, at most 48 each; up to 30 s old."""
    shelf: Shelf = request.app.state.sparklines
    return Response(await shelf.content(desk), media_type="application/json")


@router.get(
    "/scanner.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
    dependencies=[Depends(HEAVY_READ)],
    openapi_extra=HEAVY_READ.openapi,
)
async def scanner_csv(
    desk: DeskAtHand,
    timeframe: Frame = Timeframe.M5,
    symbols: Names = None,
    columns: Columns = None,
) -> Response:
    """Return the scanner as CSV: the symbols and columns that are asked for, in their order."""
    chosen = tuple(columns.split(",")) if columns else COLUMNS
    if unknown := sorted(set(chosen) - set(COLUMNS)):
        raise Refusal(
            ProblemType.INVALID_REQUEST,
            422,
            f"There is no column {unknown[0]}; there are {', '.join(COLUMNS)}.",
        )
    known = {row.symbol: row for row in (await read_scan(desk)).rows}
    wanted = symbols.split(",") if symbols else list(known)
    if unknown := [name for name in wanted if name not in known]:
        raise Refusal(ProblemType.INVALID_REQUEST, 422, f"Nothing is known of {unknown[0]}: leave it out.")
    rows = [cells(known[name], timeframe) for name in wanted]
    return Response(
        csv_text(chosen, ([row[column] for column in chosen] for row in rows)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="scanner.csv"'},
    )


@router.get("/candidates", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def candidates(desk: DeskAtHand) -> CandidateList:
    """Return the coins on which a signal was found, best first."""
    return CandidateList.of(await desk.cache.get(CANDIDATES), desk.clock.now())


@router.get("/context", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def context(desk: DeskAtHand) -> ContextView:
    """Return regime, breadth and sectors of the market."""
    return ContextView.of(await desk.cache.get(MARKET_CONTEXT), desk.reference, desk.clock.now())
