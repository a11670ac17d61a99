"""Candles with their history and the lines beside them, what is charted at all, and the overview of all symbols."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from tradewind.analysis.chart_lines import WARM_UP, Study, chart_lines
from tradewind.bus.keys import INDICATORS
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.web.chart_candles import read_candles
from tradewind.web.chart_frames import FRAMES, ChartFrame, instruments, series_of
from tradewind.web.dependencies import DEFAULT_PAGE, DeskAtHand, Limit
from tradewind.web.policy import HEAVY_READ, READ
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.readings import read_tick_sizes
from tradewind.web.schemas.candles import ChartedSymbol, ChartedSymbols, IndicatorsView, MarketData, Overview
from tradewind.web.shelf import Shelf

router = APIRouter(prefix="/api/market-data", tags=["market"])

Name = Annotated[str, Path(pattern=r"^[A-Z0-9.-]{1,40}$", description="a swap, coin or stock of the desk")]
Frame = Annotated[
    ChartFrame | None, Query(description="1m to 1d of swaps, 5m to 1d of coins, 5m of stocks; see symbols")
]
Before = Annotated[datetime | None, Query(description="only candles that opened earlier")]
Studies = Annotated[
    str | None,
    Query(
        max_length=100,
        description=f"lines beside the candles, separated by commas: {', '.join(Study)}",
    ),
]


@router.get(
    "/all/overview",
    dependencies=[Depends(READ)],
    openapi_extra=READ.openapi,
    response_model=Overview,
)
async def overview(desk: DeskAtHand, request: Request) -> Response:
    """Return prices, indicators, funding and open interest of all symbols, at most 30 s old."""
    shelf: Shelf = request.app.state.overview
    return Response(await shelf.content(desk), media_type="application/json")


@router.get("/all/symbols", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def symbols(desk: DeskAtHand) -> ChartedSymbols:
    """Return every symbol that the desk follows, with the candles that there are of it."""
    return ChartedSymbols(
        items=tuple(
            ChartedSymbol(symbol=symbol, kind=kind, timeframes=tuple(FRAMES[kind]))
            for kind, followed in instruments(desk).items()
            for symbol in followed
        )
    )


@router.get("/{symbol}", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def market_data(
    desk: DeskAtHand,
    symbol: Name,
    *,
    timeframe: Frame = None,
    limit: Limit = DEFAULT_PAGE,
    before: Before = None,
    indicators: Studies = None,
) -> MarketData:
    """Return the newest confirmed candles of a symbol, from the cache and the history behind it.

    Without a timeframe: 15m of a swap, 5m of a coin or stock. `indicators` are those that the analyst last published of a
    swap; `lines` are those asked for, a value for each candle.
    """
    series = series_of(desk, Symbol(symbol), timeframe)
    studies = _studies(indicators)
    if before is not None and before.tzinfo is None:
        raise Refusal(ProblemType.INVALID_REQUEST, 422, "before needs a time zone, e.g. a Z at its end.")
    before_ms = Instant.of(before).epoch_ms if before else None
    count = limit + WARM_UP if studies else limit
    candles = await read_candles(desk, series, before_ms=before_ms, count=count)
    lines = chart_lines(candles.confirmed, studies, series.step)
    published = await desk.cache.get(INDICATORS.at(series.symbol))
    return MarketData(
        symbol=symbol,
        timeframe=series.frame,
        timestamp=desk.clock.now(),
        received_at=candles.received_at,
        tick_size=(await read_tick_sizes(desk)).get(series.symbol),
        candles=candles.confirmed[-limit:],
        open_candle=candles.still_open,
        lines={name: line[-limit:] for name, line in lines.items()},
        indicators=IndicatorsView.of(published) if published else None,
    )


def _studies(names: str | None) -> list[Study]:
    known = {study.value: study for study in Study}
    asked = names.split(",") if names else []
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise Refusal(
            ProblemType.INVALID_REQUEST,
            422,
            f"There is no indicator {unknown[0]!r}; there are {', '.join(known)}.",
        )
    return [known[name] for name in dict.fromkeys(asked)]
