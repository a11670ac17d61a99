"""The overview of all symbols."""

from datetime import timedelta

from tradewind.bus.keys import FUNDING, INDICATORS, OPEN_INTEREST, TICKER
from tradewind.web.desk import Desk
from tradewind.web.schemas.candles import Overview, SymbolOverview

KEPT_FOR = timedelta(seconds=30)


async def read_overview(desk: Desk) -> Overview:
    """Return prices, indicators, funding and open interest of all symbols; BusUnavailable."""
    symbols, cache = desk.symbols, desk.asking
    tickers = await cache.read([TICKER.at(symbol) for symbol in symbols])
    indicators = await cache.read([INDICATORS.at(symbol) for symbol in symbols])
    funding = await cache.read([FUNDING.at(symbol) for symbol in symbols])
    interest = await cache.read([OPEN_INTEREST.at(symbol) for symbol in symbols])
    rows = zip(symbols, tickers, indicators, funding, interest, strict=True)
    return Overview(
        timestamp=desk.clock.now(),
        data={
            symbol: SymbolOverview.of(ticker.value, found.value, rate.value, held.value)
            for symbol, ticker, found, rate, held in rows
        },
    )
