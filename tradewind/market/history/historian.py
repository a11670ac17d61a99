"""Keeps the confirmed candles of the cache: reads Redis only, so nothing is fetched twice.

A window holds hours of candles, so an interruption shorter than that leaves no gap.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from tradewind.bus.cache import BusUnavailable, Cache
from tradewind.bus.keys import CANDLES_1H, CANDLES_1M, CANDLES_15M, SPOT_CANDLES
from tradewind.domain.candle import CandleRow, Timeframe, confirmed_rows
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.instrument import Symbol
from tradewind.market.history.store import CandleHistory, HistoryDamaged, Series
from tradewind.market.venues.alpaca_answers import VENUE as ALPACA
from tradewind.market.venues.binanceus_answers import VENUE as BINANCEUS

AT_ONCE = 10
"""Windows that are read together: more would hold up the event loop, on which prices travel."""
UNTIL_FIRST = timedelta(seconds=5)
"""How often is looked while nothing has been found yet."""
Found = tuple[Series, Sequence[CandleRow]]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryConfig:
    """Whose candles are kept, and how often they are looked for."""

    symbols: tuple[Symbol, ...]
    """Swaps: 1m, 15m and 1h."""
    coins: tuple[Symbol, ...] = ()
    """Spot coins: 5m, 1h and 4h."""
    stocks: tuple[Symbol, ...] = ()
    """5m, over the nights and days without trading."""
    look_every: timedelta = timedelta(seconds=60)

    def __post_init__(self) -> None:
        if self.look_every <= timedelta(0):
            raise ValueError(f"look_every must be above 0, was {self.look_every}")


class Historian:
    """Role of the history; `run` is the whole of it."""

    def __init__(self, cache: Cache, history: CandleHistory, clock: Clock, config: HistoryConfig) -> None:
        self._cache = cache
        self._history = history
        self._clock = clock
        self._config = config
        self._newest: dict[Series, int] = {}
        self._compacted_on: str | None = None

    async def run(self) -> None:
        """Keep what is new every minute and compact once a day, until cancelled; a full disk is logged."""
        while True:
            try:
                await self.look()
                await self._compact_daily()
            except (BusUnavailable, OSError) as e:
                _log.warning("history_not_kept", reason=str(e))
            await asyncio.sleep(self._pause.total_seconds())

    @property
    def _pause(self) -> timedelta:
        return self._config.look_every if self._newest else min(self._config.look_every, UNTIL_FIRST)

    async def look(self) -> int:
        """Keep the confirmed candles that are not kept yet; return how many. BusUnavailable, OSError."""
        kept = 0
        for series, rows in [*await self._of_swaps(), *await self._of_coins_and_stocks()]:
            # One at a time: a thread cannot be cancelled, and the desk has to end when it is told to.
            kept += await asyncio.to_thread(self._keep, series, rows)
        return kept

    async def _of_swaps(self) -> list[Found]:
        keys = [
            key.at(symbol) for key in (CANDLES_1M, CANDLES_15M, CANDLES_1H) for symbol in self._config.symbols
        ]
        windows = [reading.value for reading in await self._cache.read(keys) if reading.value is not None]
        return [
            (Series(venue=one.source, symbol=one.symbol, timeframe=one.timeframe), one.confirmed)
            for one in windows
        ]

    async def _of_coins_and_stocks(self) -> list[Found]:
        coins = [
            Series(venue=BINANCEUS, symbol=symbol, timeframe=timeframe)
            for timeframe in SPOT_CANDLES
            for symbol in self._config.coins
        ]
        stocks = [
            Series(venue=ALPACA, symbol=symbol, timeframe=Timeframe.M5) for symbol in self._config.stocks
        ]
        due = [series for series in (*coins, *stocks) if self._may_have_grown(series)]
        found: list[Found] = []
        for start in range(0, len(due), AT_ONCE):
            found += await self._rows_of(due[start : start + AT_ONCE])
        return found

    def _may_have_grown(self, series: Series) -> bool:
        newest = self._newest.get(series)
        return newest is None or Instant.from_ms(newest) + 2 * series.timeframe.length <= self._clock.now()

    async def _rows_of(self, every: Sequence[Series]) -> list[Found]:
        readings = await self._cache.read([SPOT_CANDLES[one.timeframe].at(one.symbol) for one in every])
        now = self._clock.now()
        return [
            (series, confirmed_rows(reading.value, series.timeframe, SPOT_CANDLES[series.timeframe].ttl, now))
            for series, reading in zip(every, readings, strict=True)
            if reading.value
        ]

    def _keep(self, series: Series, rows: Sequence[CandleRow]) -> int:
        try:
            if series not in self._newest:
                self._newest[series] = self._history.newest(series) or 0
            fresh = [row for row in rows if row[0] > self._newest[series]]
            kept = self._history.append(series, fresh)
        except HistoryDamaged as e:
            _log.warning("series_not_kept", symbol=series.symbol, reason=str(e))
            return 0
        if fresh:
            self._newest[series] = fresh[-1][0]
        return kept

    async def _compact_daily(self) -> None:
        now = Instant.of(self._clock.now())
        if str(now)[:10] == self._compacted_on:
            return
        self._compacted_on = str(now)[:10]
        days = 0
        for series in await asyncio.to_thread(self._history.all_series):
            days += await asyncio.to_thread(self._compact, series, now)
        _log.info("history_compacted", days=days)

    def _compact(self, series: Series, now: Instant) -> int:
        try:
            return self._history.compact(series, now)
        except HistoryDamaged as e:
            _log.warning("series_not_compacted", symbol=series.symbol, reason=str(e))
            return 0
