"""Candles with their history, and the overview of all symbols."""

import asyncio
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from tradewind.bus.keys import CANDLES_1H, CANDLES_15M, INDICATORS, SymbolKey
from tradewind.domain.candle import CandleRow, CandleWindow, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.market.history import Series
from tradewind.web.dependencies import DEFAULT_PAGE, DeskAtHand, Limit
from tradewind.web.desk import Desk
from tradewind.web.overview import OverviewShelf
from tradewind.web.policy import HEAVY_READ, READ
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.schemas.candles import IndicatorsView, MarketData, Overview

router = APIRouter(prefix="/api/market-data", tags=["market"])

CACHED: dict[Timeframe, SymbolKey[CandleWindow]] = {Timeframe.M15: CANDLES_15M, Timeframe.H1: CANDLES_1H}

Name = Annotated[str, Path(pattern=r"^[A-Z0-9-]{1,40}$", description="a symbol of the desk")]
Before = Annotated[datetime | None, Query(description="only candles that opened earlier")]


@router.get(
    "/all/overview",
    dependencies=[Depends(READ)],
    openapi_extra=READ.openapi,
    response_model=Overview,
)
async def overview(desk: DeskAtHand, request: Request) -> Response:
    """Return prices, indicators, funding and open interest of all symbols, at most 30 s old."""
    shelf: OverviewShelf = request.app.state.overview
    return Response(await shelf.content(desk), media_type="application/json")


@router.get("/{symbol}", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def market_data(
    desk: DeskAtHand,
    symbol: Name,
    timeframe: Timeframe = Timeframe.M15,
    limit: Limit = DEFAULT_PAGE,
    before: Before = None,
) -> MarketData:
    """Return the newest confirmed candles of a symbol, from the cache and the history behind it."""
    known = Symbol(symbol)
    if known not in desk.symbols:
        raise Refusal(ProblemType.NOT_FOUND, 404, f"This desk has no symbol {symbol}.")
    if before is not None and before.tzinfo is None:
        raise Refusal(ProblemType.INVALID_REQUEST, 422, "before needs a time zone, e.g. a Z at its end.")
    before_ms = Instant.of(before).epoch_ms if before else None
    confirmed, still_open = await _cached(desk, known, timeframe)
    kept = await _kept(desk, known, timeframe, before_ms, limit)
    candles = {row[0]: row for row in (*kept, *confirmed) if before_ms is None or row[0] < before_ms}
    indicators = await desk.cache.get(INDICATORS.at(known))
    return MarketData(
        symbol=symbol,
        timeframe=timeframe,
        timestamp=desk.clock.now(),
        candles=tuple(candles[opened_at] for opened_at in sorted(candles)[-limit:]),
        open_candle=still_open if before_ms is None else None,
        indicators=IndicatorsView.of(indicators) if indicators else None,
    )


async def _cached(
    desk: Desk, symbol: Symbol, timeframe: Timeframe
) -> tuple[tuple[CandleRow, ...], CandleRow | None]:
    key = CACHED.get(timeframe)
    window = await desk.cache.get(key.at(symbol)) if key else None
    return (window.confirmed, window.candles[-1]) if window else ((), None)


async def _kept(
    desk: Desk, symbol: Symbol, timeframe: Timeframe, before_ms: int | None, limit: int
) -> list[CandleRow]:
    series = Series(venue=desk.about.venue, symbol=symbol, timeframe=timeframe)
    return await asyncio.to_thread(desk.history.read, series, before_ms=before_ms, limit=limit)
