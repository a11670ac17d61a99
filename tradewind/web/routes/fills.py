"""Executions, of everything or of one symbol, with the decision behind each."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.ledger.fills import TradeSpan
from tradewind.web.dependencies import DEFAULT_PAGE, Cursor, DeskAtHand, Limit
from tradewind.web.policy import READ
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.schemas.fills import TradePage, TradeView
from tradewind.web.schemas.orders import SYMBOL
from tradewind.web.schemas.shape import Time

router = APIRouter(tags=["portfolio"])

Name = Annotated[str | None, Query(pattern=SYMBOL, max_length=60, description="of one instrument alone")]
Since = Annotated[
    Time | None, Query(description="ISO-8601 with a zone: only what the venue executed then or later")
]
Before = Annotated[Time | None, Query(description="only what it executed earlier")]


@router.get("/api/fills", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def fills(
    desk: DeskAtHand,
    *,
    symbol: Name = None,
    since: Since = None,
    before: Before = None,
    limit: Limit = DEFAULT_PAGE,
    cursor: Cursor = None,
) -> TradePage:
    """Return fills by the time of their execution, newest posting first, each with the decision behind it."""
    span = TradeSpan(
        symbol=Symbol(symbol) if symbol else None,
        since=Instant.of(since) if since else None,
        before=Instant.of(before) if before else None,
    )
    try:
        page = await desk.ledger.fills.trades(desk.portfolio_id, span, limit, cursor)
    except ValueError as e:
        raise Refusal(ProblemType.INVALID_REQUEST, 422, "cursor is not a next_cursor of this list.") from e
    return TradePage(items=tuple(map(TradeView.of_trade, page.items)), next_cursor=page.next_cursor)
