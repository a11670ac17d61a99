"""Who has old candles of spot coins and stocks: the feeds that bring the new ones, within the same budgets."""

from datetime import timedelta

from tradewind.domain.candle import CandleRow
from tradewind.domain.clock import Clock, Instant
from tradewind.market.failures import Unusable
from tradewind.market.history.download import confirmed_at
from tradewind.market.history.store import Series
from tradewind.market.venues.alpaca import AlpacaFeed
from tradewind.market.venues.binanceus import BinanceusFeed


class SpotArchive:
    """Binance.us' candle history."""

    page = 1000
    """https://docs.binance.us/#get-candlestick-data"""

    def __init__(self, feed: BinanceusFeed, clock: Clock) -> None:
        self._feed = feed
        self._clock = clock

    async def candles_since(self, series: Series, since_ms: int) -> list[CandleRow]:
        """Return the confirmed candles of a page from `since_ms` on, oldest first; FetchFailed."""
        rows = await self._feed.candles_since(series.symbol, series.timeframe, since_ms, self.page)
        return confirmed_at(rows, series, self._clock.now())


class StockArchive:
    """Alpaca's history of bars; a page is a span of time that holds fewer, for nights and weekends."""

    page = 5000

    def __init__(self, feed: AlpacaFeed, clock: Clock) -> None:
        self._feed = feed
        self._clock = clock

    async def candles_since(self, series: Series, since_ms: int) -> list[CandleRow]:
        """Return the confirmed candles of a page from `since_ms` on, oldest first; FetchFailed."""
        span: timedelta = self.page * series.timeframe.length
        since = Instant.from_ms(since_ms)
        until = min(Instant.of(since + span), self._clock.now())
        rows = (await self._feed.bars((series.symbol,), series.timeframe, since, until)).get(
            series.symbol, ()
        )
        if isinstance(rows, Unusable):
            raise rows
        return confirmed_at(rows, series, self._clock.now())
