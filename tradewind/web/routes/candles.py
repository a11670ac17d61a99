"""Candles with their history, and the overview of all symbols."""

import asyncio
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from tradewind.bus.keys import CANDLES_1H, CANDLES_1M, CANDLES_15M, INDICATORS, SPOT_CANDLES, SymbolKey
from tradewind.domain.candle import CandleRow, CandleWindow, Timeframe, confirmed_rows
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

CACHED: dict[Timeframe, SymbolKey[CandleWindow]] = {
    Timeframe.M1: CANDLES_1M,
    Timeframe.M15: CANDLES_15M,
    Timeframe.H1: CANDLES_1H,
}
SPOT_VENUE, STOCK_VENUE = "binanceus", "alpaca"

Name = Annotated[str, Path(pattern=r"^[A-Z0-9.-]{1,40}$", description="a swap, coin or stock of the desk")]
Frame = Annotated[
    Timeframe | None, Query(description="kept are 1m, 15m, 1h of swaps, 5m, 1h, 4h of coins, 5m of stocks")
]
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
    timeframe: Frame = None,
    limit: Limit = DEFAULT_PAGE,
    before: Before = None,
) -> MarketData:
    """Return the newest confirmed candles of a symbol, from the cache and the history behind it.

    Without a timeframe: 15m of a swap, 5m of a coin or stock. Indicators are those of swaps.
    """
    series = _series(desk, Symbol(symbol), timeframe)
    if before is not None and before.tzinfo is None:
        raise Refusal(ProblemType.INVALID_REQUEST, 422, "before needs a time zone, e.g. a Z at its end.")
    before_ms = Instant.of(before).epoch_ms if before else None
    confirmed, still_open = await _cached(desk, series)
    kept = await asyncio.to_thread(desk.history.read, series, before_ms=before_ms, limit=limit)
    candles = {row[0]: row for row in (*kept, *confirmed) if before_ms is None or row[0] < before_ms}
    indicators = await desk.cache.get(INDICATORS.at(series.symbol))
    return MarketData(
        symbol=symbol,
        timeframe=series.timeframe,
        timestamp=desk.clock.now(),
        candles=tuple(candles[opened_at] for opened_at in sorted(candles)[-limit:]),
        open_candle=still_open if before_ms is None else None,
        indicators=IndicatorsView.of(indicators) if indicators else None,
    )


def _series(desk: Desk, symbol: Symbol, timeframe: Timeframe | None) -> Series:
    if symbol in desk.symbols:
        return Series(venue=desk.about().venue, symbol=symbol, timeframe=timeframe or Timeframe.M15)
    if symbol in desk.coins:
        return Series(venue=SPOT_VENUE, symbol=symbol, timeframe=timeframe or Timeframe.M5)
    if symbol in desk.stocks:
        return Series(venue=STOCK_VENUE, symbol=symbol, timeframe=timeframe or Timeframe.M5)
    raise Refusal(ProblemType.NOT_FOUND, 404, f"This desk has no symbol {symbol}.")


async def _cached(desk: Desk, series: Series) -> tuple[tuple[CandleRow, ...], CandleRow | None]:
    if series.venue in {SPOT_VENUE, STOCK_VENUE}:
        return await _cached_rows(desk, series)
    key = CACHED.get(series.timeframe)
    window = await desk.asking.get(key.at(series.symbol)) if key else None
    return (window.confirmed, window.candles[-1]) if window else ((), None)


async def _cached_rows(desk: Desk, series: Series) -> tuple[tuple[CandleRow, ...], CandleRow | None]:
    key = SPOT_CANDLES.get(series.timeframe)
    rows = await desk.asking.get(key.at(series.symbol)) if key else None
    if key is None or not rows:
        return (), None
    confirmed = confirmed_rows(rows, series.timeframe, key.ttl, desk.clock.now())
    return confirmed, rows[-1] if len(confirmed) < len(rows) else None
