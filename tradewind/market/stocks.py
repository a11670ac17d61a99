"""The stocks of Alpaca: all prices with one request, cached until the exchange opens while it is closed."""

import asyncio
from collections.abc import Awaitable, Mapping
from typing import TypeVar

from tradewind.bus.keys import SPOT_CANDLES, STOCK_PRICE, KeyAt
from tradewind.domain.candle import CandleRows, Timeframe
from tradewind.domain.clock import Clock
from tradewind.domain.instrument import Symbol
from tradewind.domain.stock import MarketStatus, StockPrice
from tradewind.market.collector_requests import Renewal
from tradewind.market.config import StocksConfig
from tradewind.market.failures import FetchFailed
from tradewind.market.health import VenueHealth
from tradewind.market.refresh import Ground, Refresh, RefreshPlan
from tradewind.market.venues.alpaca import AlpacaFeed
from tradewind.market.venues.alpaca_answers import VENUE

V = TypeVar("V")


class StockCollector:
    """Everything that is fetched from Alpaca; `run` is the whole of it."""

    def __init__(self, ground: Ground, config: StocksConfig) -> None:
        self._config = config
        self._clock: Clock = ground.clock
        self._feed = AlpacaFeed(config, ground.clock)
        self._prices = Refresh(
            RefreshPlan(
                venue=VENUE,
                feed="price",
                every=config.prices_every,
                symbols=config.symbols,
                fetch=lambda _: self._all_or_why_not(self._feed.prices()),
                row=STOCK_PRICE,
                key=self._key,
                channel=None,
            ),
            ground,
        )
        self._candles = Refresh(
            RefreshPlan(
                venue=VENUE,
                feed=Timeframe.M5.value,
                every=config.prices_every,
                symbols=config.symbols,
                fetch=lambda _: self._all_or_why_not(self._feed.candles()),
                row=SPOT_CANDLES[Timeframe.M5],
                key=self._candle_key,
                channel=None,
            ),
            ground,
        )

    async def run(self) -> None:
        """Refresh until cancelled; the connections to the venue are closed then."""
        async with self._feed, asyncio.TaskGroup() as tasks:
            tasks.create_task(self._prices.run(), name="stock prices")
            tasks.create_task(self._candles.run(), name="stock candles")

    def renewals(self) -> dict[str, Renewal]:
        """Return, by key, how a datum is renewed on request."""
        return self._prices.renewals() | self._candles.renewals()

    def health(self) -> VenueHealth:
        """Return what went well and what did not."""
        return VenueHealth.of(VENUE, self._feed.budget, (self._prices.health(), self._candles.health()))

    async def _all_or_why_not(
        self, asking: Awaitable[Mapping[Symbol, V | FetchFailed]]
    ) -> Mapping[Symbol, V | FetchFailed]:
        try:
            return await asking
        except FetchFailed as e:
            return dict.fromkeys(self._config.symbols, e)

    def _key(self, symbol: Symbol, price: StockPrice) -> KeyAt[StockPrice]:
        key = STOCK_PRICE.at(symbol)
        next_open = self._feed.next_open
        if price.market_status is MarketStatus.OPEN or next_open is None:
            return key
        return key.living(max(key.ttl, next_open - self._clock.now()))

    def _candle_key(self, symbol: Symbol, _: CandleRows) -> KeyAt[CandleRows]:
        key = SPOT_CANDLES[Timeframe.M5].at(symbol)
        closed_until = self._feed.closed_until
        return key if closed_until is None else key.living(max(key.ttl, closed_until - self._clock.now()))
