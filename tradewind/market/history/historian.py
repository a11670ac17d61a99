"""Keeps the confirmed candles of the cache: reads Redis only, so nothing is fetched twice.

A window holds hours of candles, so an interruption shorter than that leaves no gap.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from tradewind.bus.cache import BusUnavailable, Cache
from tradewind.bus.keys import CANDLES_1H, CANDLES_15M
from tradewind.domain.candle import CandleWindow
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.instrument import Symbol
from tradewind.market.history.store import CandleHistory, Series

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryConfig:
    """Whose candles are kept, and how often they are looked for."""

    symbols: tuple[Symbol, ...]
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
            await asyncio.sleep(self._config.look_every.total_seconds())

    async def look(self) -> int:
        """Keep the confirmed candles that are not kept yet; return how many. BusUnavailable, OSError."""
        keys = [key.at(symbol) for key in (CANDLES_15M, CANDLES_1H) for symbol in self._config.symbols]
        readings = await self._cache.read(keys)
        windows = [reading.value for reading in readings if reading.value is not None]
        return await asyncio.to_thread(self._keep, windows)

    def _keep(self, windows: Sequence[CandleWindow]) -> int:
        kept = 0
        for window in windows:
            series = Series(venue=window.source, symbol=window.symbol, timeframe=window.timeframe)
            if series not in self._newest:
                self._newest[series] = self._history.newest(series) or 0
            fresh = [row for row in window.confirmed if row[0] > self._newest[series]]
            if fresh:
                kept += self._history.append(series, fresh)
                self._newest[series] = fresh[-1][0]
        return kept

    async def _compact_daily(self) -> None:
        now = self._clock.now()
        today = str(now)[:10]
        if today != self._compacted_on:
            gone = await asyncio.to_thread(self._history.compact, Instant.of(now))
            self._compacted_on = today
            _log.info("history_compacted", days=gone)
