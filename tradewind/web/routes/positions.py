"""Positions: what is held, what was closed, how it adds up, and closing one by hand."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from tradewind.portfolio.performance import Results, performance
from tradewind.web.by_hand import UNDECIDED, IdempotencyKey, close_of, place
from tradewind.web.dependencies import DEFAULT_PAGE, Cursor, DeskAtHand, Limit
from tradewind.web.policy import HEAVY_READ, ORDER
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.readings import read_beside
from tradewind.web.schemas.account import PositionView
from tradewind.web.schemas.orders import SYMBOL, CloseBody, PlacedView
from tradewind.web.schemas.positions import (
    ClosedPositionView,
    PerformanceView,
    PositionDetail,
    PositionPage,
)
from tradewind.web.selections import ClosedWanted

MAX_ID_DIGITS = 18

router = APIRouter(prefix="/api/positions", tags=["positions"])

Symbol = Annotated[str, Path(pattern=SYMBOL, max_length=60, description="an instrument")]
Id = Annotated[
    str,
    Path(pattern=SYMBOL, max_length=60, description="an instrument that is held, or a closed position's id"),
]


@router.get("", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def positions(
    desk: DeskAtHand, wanted: ClosedWanted, limit: Limit = DEFAULT_PAGE, cursor: Cursor = None
) -> PositionPage:
    """Return every open position at the mark price, and the closed ones by page, newest first."""
    try:
        page = await desk.ledger.positions.closed_trips(desk.portfolio_id, limit, cursor, wanted)
    except ValueError as e:
        raise Refusal(ProblemType.INVALID_REQUEST, 422, "cursor is not a next_cursor of this list.") from e
    account = await desk.accounts.snapshot(desk.portfolio_id)
    beside = await read_beside(desk, account)
    return PositionPage(
        open=tuple(PositionView.of(held, beside) for held in account.positions),
        closed=tuple(map(ClosedPositionView.numbered, page.items)),
        next_cursor=page.next_cursor,
    )


@router.get("/performance", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def closed_performance(desk: DeskAtHand) -> PerformanceView:
    """Return how the closed positions add up."""
    account = await desk.accounts.snapshot(desk.portfolio_id)
    net_pnls = [result.net_pnl for result in await desk.ledger.positions.results(desk.portfolio_id, after=0)]
    return PerformanceView.of(performance(account, Results().with_all(net_pnls)), net_pnls)


@router.get("/{position_id}", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def position(desk: DeskAtHand, position_id: Id) -> PositionDetail:
    """Return one position: the open one of an instrument, or a closed one by its id."""
    if position_id.isdecimal() and len(position_id) <= MAX_ID_DIGITS:
        trip = await desk.ledger.positions.closed_trip(desk.portfolio_id, int(position_id))
        if trip is not None:
            return PositionDetail(open=None, closed=ClosedPositionView.numbered(trip))
    account = await desk.accounts.snapshot(desk.portfolio_id)
    held = next((each for each in account.positions if each.symbol == position_id), None)
    if held is None:
        raise Refusal(ProblemType.NOT_FOUND, 404, f"There is no position {position_id}.")
    return PositionDetail(open=PositionView.of(held, await read_beside(desk, account)), closed=None)


@router.post("/{symbol}/close", status_code=201, dependencies=[Depends(ORDER)], openapi_extra=ORDER.openapi)
async def close(
    desk: DeskAtHand,
    symbol: Symbol,
    response: Response,
    body: CloseBody | None = None,
    key: IdempotencyKey = None,
) -> PlacedView:
    """Close a position at the market, whatever the kill switch says; 202 while the outcome is unknown."""
    placed = await place(desk, close_of(symbol, body or CloseBody()), key)
    if placed.order.state in UNDECIDED:
        response.status_code = 202
    return placed
