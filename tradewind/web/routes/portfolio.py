"""The account: cash, equity, positions, trades, decisions, events."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from tradewind.domain.account import Portfolio
from tradewind.domain.clock import EPOCH, Instant
from tradewind.web.curves import CurvesShelf
from tradewind.web.dependencies import DeskAtHand
from tradewind.web.desk import Desk
from tradewind.web.events import events
from tradewind.web.policy import HEAVY_READ
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.readings import read_beside, read_orders
from tradewind.web.schemas.account import (
    ClosedTrade,
    EquityCurve,
    EquityPointView,
    FillView,
    LiveAccount,
    PortfolioView,
)
from tradewind.web.schemas.curves import Curves, Period
from tradewind.web.schemas.decisions import DecisionSummary
from tradewind.web.schemas.portfolio import PortfolioPage
from tradewind.web.schemas.shape import Time

CLOSED_TRADES = 20
FILLS = 50
DECISIONS = 10
EVENTS = 20
EVENT_SOURCE_ROWS = 50
"""Newest orders and decisions that events are looked for in."""
MAX_POINTS = 2000

router = APIRouter(tags=["portfolio"])


@router.get(
    "/api/autotrade/v1/portfolio", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi
)
@router.get(
    "/internal/autotrade/v1/portfolio", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi
)
async def portfolio(desk: DeskAtHand) -> PortfolioPage:
    """Return the account with its newest trades, fills, decisions and events."""
    ledger, name = desk.ledger, desk.portfolio_id
    owner = await _portfolio(desk)
    account = await desk.accounts.snapshot(name)
    live = LiveAccount.of(account, await read_beside(desk, account))
    closed = (await ledger.positions.closed(name, CLOSED_TRADES, None)).items
    fills = (await ledger.fills.page(name, FILLS, None)).items
    decisions = (await ledger.decisions.page(name, EVENT_SOURCE_ROWS, None)).items
    newest = decisions[:DECISIONS]
    orders = await read_orders(desk, newest)
    sent = (await ledger.orders.page(name, EVENT_SOURCE_ROWS, None)).items
    return PortfolioPage(
        as_of=account.as_of,
        portfolio=PortfolioView.of(owner),
        account=live.account,
        positions=live.positions,
        exposure=live.exposure,
        closed_trades=tuple(ClosedTrade.of(trade) for trade in closed),
        fills=tuple(FillView.of(fill) for fill in fills),
        recent_decisions=tuple(DecisionSummary.of(decision, orders) for decision in newest),
        events=events(sent, closed, decisions, EVENTS),
    )


@router.get(
    "/internal/autotrade/v1/portfolio/equity",
    dependencies=[Depends(HEAVY_READ)],
    openapi_extra=HEAVY_READ.openapi,
)
async def equity(
    desk: DeskAtHand,
    since: Annotated[Time, Query(description="ISO-8601 with a zone; the start when absent")] = EPOCH,
    points: Annotated[int, Query(ge=2, le=MAX_POINTS, description="at most so many points")] = 500,
) -> EquityCurve:
    """Return the equity curve, thinned to `points`."""
    owner = await _portfolio(desk)
    account = await desk.accounts.snapshot(desk.portfolio_id)
    curve = await desk.ledger.equity.curve(desk.portfolio_id, Instant.of(since), points)
    return EquityCurve(
        currency=owner.currency,
        opening_cash=account.opening_cash,
        points=tuple(EquityPointView.of(point) for point in curve),
    )


@router.get(
    "/internal/autotrade/v1/portfolio/curves",
    dependencies=[Depends(HEAVY_READ)],
    openapi_extra=HEAVY_READ.openapi,
    response_model=Curves,
)
async def curves(desk: DeskAtHand, request: Request, period: Period = Period.ALL) -> Response:
    """Return every account's equity and what buying and holding would have come to, at most 10 s old."""
    shelf: CurvesShelf = request.app.state.curves
    return Response(await shelf.content(desk, period), media_type="application/json")


async def _portfolio(desk: Desk) -> Portfolio:
    found = await desk.ledger.portfolios.get(desk.portfolio_id)
    if found is None:
        raise Refusal(
            ProblemType.NOT_FOUND, 404, f"Portfolio {desk.portfolio_id} was never opened in this ledger."
        )
    return found
