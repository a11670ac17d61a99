"""Executions, of everything or of one symbol, with the decision behind each."""

from fastapi import APIRouter, Depends

from tradewind.web.dependencies import DEFAULT_PAGE, Cursor, DeskAtHand, Limit
from tradewind.web.policy import READ
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.schemas.fills import TradePage, TradeView
from tradewind.web.selections import FillsWanted

router = APIRouter(tags=["portfolio"])


@router.get("/api/fills", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def fills(
    desk: DeskAtHand, wanted: FillsWanted, limit: Limit = DEFAULT_PAGE, cursor: Cursor = None
) -> TradePage:
    """Return fills by the time of their execution, newest posting first, each with the decision behind it."""
    try:
        page = await desk.ledger.fills.trades(desk.portfolio_id, wanted, limit, cursor)
    except ValueError as e:
        raise Refusal(ProblemType.INVALID_REQUEST, 422, "cursor is not a next_cursor of this list.") from e
    return TradePage(items=tuple(map(TradeView.of_trade, page.items)), next_cursor=page.next_cursor)
