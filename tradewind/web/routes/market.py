"""Current prices."""

from fastapi import APIRouter, Depends

from tradewind.web.dependencies import DeskAtHand
from tradewind.web.policy import READ
from tradewind.web.readings import read_rules, read_tickers
from tradewind.web.schemas.market import Price, Prices

router = APIRouter(tags=["market"])


@router.get("/api/market/v1/prices", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def prices(desk: DeskAtHand) -> Prices:
    """Return current prices from the cache, each with its age."""
    tickers = await read_tickers(desk, desk.asking)
    rules = await read_rules(desk)
    now = desk.clock.now()
    return Prices(
        timestamp=now,
        data={
            symbol: Price.at(ticker, rules.get(symbol), now, desk.limits.ticker)
            for symbol, ticker in tickers.items()
        },
        missing=tuple(symbol for symbol in desk.symbols if symbol not in tickers),
    )
