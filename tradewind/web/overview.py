"""The overview of all symbols, encoded once and kept for half a minute."""

import asyncio
from datetime import timedelta

from tradewind.bus.keys import FUNDING, INDICATORS, OPEN_INTEREST, TICKER
from tradewind.web.desk import Desk
from tradewind.web.schemas.candles import Overview, SymbolOverview

KEPT_FOR = timedelta(seconds=30)


class OverviewShelf:
    """Hands out the newest overview; a hundred askers cost one read."""

    def __init__(self) -> None:
        self._content = b""
        self._good_until = 0.0  # monotonic seconds
        self._turn = asyncio.Lock()

    async def content(self, desk: Desk) -> bytes:
        """Return the overview as JSON, at most 30 s old; BusUnavailable."""
        if desk.clock.monotonic() < self._good_until:
            return self._content
        async with self._turn:
            if desk.clock.monotonic() >= self._good_until:
                self._content = (await _overview(desk)).model_dump_json().encode()
                self._good_until = desk.clock.monotonic() + KEPT_FOR.total_seconds()
        return self._content


async def _overview(desk: Desk) -> Overview:
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
