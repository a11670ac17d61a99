"""The spot coins of Binance.us: candles of three timeframes, and all prices with one request."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

from tradewind.bus.keys import (
    MARKET_UPDATE_1H,
    MARKET_UPDATE_4H,
    MARKET_UPDATE_5M,
    SPOT_CANDLES,
    SPOT_PRICE,
)
from tradewind.domain.candle import CandleRows, Timeframe
from tradewind.domain.instrument import Symbol
from tradewind.domain.spot import SpotPrice
from tradewind.market.collector_requests import Renewal
from tradewind.market.config import SpotConfig
from tradewind.market.failures import FetchFailed
from tradewind.market.health import VenueHealth
from tradewind.market.refresh import Ground, Refresh, RefreshPlan
from tradewind.market.venues.binanceus import BinanceusFeed
from tradewind.market.venues.binanceus_answers import VENUE

CHANNELS = {
    Timeframe.M5: MARKET_UPDATE_5M,
    Timeframe.H1: MARKET_UPDATE_1H,
    Timeframe.H4: MARKET_UPDATE_4H,
}


class SpotCollector:
    """Everything that is fetched from Binance.us; `run` is the whole of it."""

    def __init__(self, ground: Ground, config: SpotConfig) -> None:
        self._config = config
        self._feed = BinanceusFeed(config, ground.clock)
        self._candles = [
            Refresh(self._candle_plan(timeframe, every), ground)
            for timeframe, every in config.candles_every.items()
        ]
        self._prices = Refresh(self._price_plan(), ground)

    async def run(self) -> None:
        """Refresh until cancelled; the connections to the venue are closed then."""
        async with self._feed, asyncio.TaskGroup() as tasks:
            tasks.create_task(self._prices.run(), name="spot prices")
            for refresh in self._candles:
                tasks.create_task(refresh.run(), name="spot candles")

    def renewals(self) -> dict[str, Renewal]:
        """Return, by key, how a datum is renewed on request."""
        renewals = self._prices.renewals()
        for candles in self._candles:
            renewals |= candles.renewals()
        return renewals

    def health(self) -> VenueHealth:
        """Return what went well and what did not."""
        return VenueHealth.of(
            VENUE,
            self._feed.budget,
            (*(refresh.health() for refresh in self._candles), self._prices.health()),
        )

    def _candle_plan(self, timeframe: Timeframe, every: timedelta) -> RefreshPlan[CandleRows]:
        key = SPOT_CANDLES[timeframe]
        return RefreshPlan(
            venue=VENUE,
            feed=timeframe.value,
            every=every,
            symbols=self._config.symbols,
            fetch=lambda beat: self._fetch_candles(timeframe, beat),
            row=key,
            key=lambda symbol, _: key.at(symbol),
            channel=CHANNELS[timeframe],
            fetch_one=lambda symbol: self._ask(symbol, timeframe),
        )

    def _price_plan(self) -> RefreshPlan[SpotPrice]:
        return RefreshPlan(
            venue=VENUE,
            feed="price",
            every=self._config.prices_every,
            symbols=self._config.symbols,
            fetch=lambda _: self._fetch_prices(),
            row=SPOT_PRICE,
            key=lambda symbol, _: SPOT_PRICE.at(symbol),
            channel=None,
        )

    async def _fetch_candles(
        self, timeframe: Timeframe, beat: int
    ) -> Mapping[Symbol, CandleRows | FetchFailed]:
        async with asyncio.TaskGroup() as tasks:
            asked = {
                symbol: tasks.create_task(self._ask(symbol, timeframe))
                for symbol in _rotated(self._config.symbols, beat)
            }
        return {symbol: task.result() for symbol, task in asked.items()}

    async def _ask(self, symbol: Symbol, timeframe: Timeframe) -> CandleRows | FetchFailed:
        try:
            return await self._feed.candles(symbol, timeframe, self._config.candle_limit)
        except FetchFailed as e:
            return e

    async def _fetch_prices(self) -> Mapping[Symbol, SpotPrice | FetchFailed]:
        try:
            return await self._feed.prices()
        except FetchFailed as e:
            return dict.fromkeys(self._config.symbols, e)


def _rotated(symbols: Sequence[Symbol], beat: int) -> Sequence[Symbol]:
    """Begin elsewhere with each beat, so that a budget that is too small starves nobody for good."""
    first = beat * 7 % len(symbols)
    return (*symbols[first:], *symbols[:first])
