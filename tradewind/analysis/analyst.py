"""The analyst: woken when a market scan is complete, it renews the indicators of every swap and its technical picture.

Two round trips a run: one MGET of all candle windows, one batch of all that follows from them.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import structlog

from tradewind.analysis.config import AnalysisConfig
from tradewind.analysis.minutes import five_minutes, joined
from tradewind.analysis.publication import technical
from tradewind.analysis.sight import Sight, sight
from tradewind.analysis.swap_scan import Shown, add_scores, of_hours
from tradewind.analysis.terms import long_term, short_term
from tradewind.bus.cache import Batch, BusUnavailable, Cache, Reading
from tradewind.bus.channels import subscribe
from tradewind.bus.connection import BusClient
from tradewind.bus.keys import (
    CANDLES_1H,
    CANDLES_1M,
    CANDLES_15M,
    INDICATORS,
    MARKET_UPDATE_ALL,
    SWAP_TECHNICAL,
    Source,
)
from tradewind.domain.candle import CandleRows, CandleWindow, Timeframe
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.condition import condition
from tradewind.domain.freshness import AgeLimits
from tradewind.domain.indicators import Indicators
from tradewind.domain.instrument import Symbol

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalystHealth:
    """The analyst at one moment."""

    runs: int
    failed_runs: int
    last_run_at: Instant | None  # None: none has succeeded
    last_failure: str | None
    without_candles: tuple[Symbol, ...]
    """Symbols of the last run that had no usable window at all."""


class Analyst:
    """Role of the analysis room; `run` is the whole of it."""

    def __init__(self, redis: BusClient, cache: Cache, clock: Clock, config: AnalysisConfig) -> None:
        self._redis = redis
        self._cache = cache
        self._clock = clock
        self._config = config
        self._is_due = asyncio.Event()
        self._minutes: dict[Symbol, CandleRows] = {}
        self._told: Shown = frozenset()
        self._health = AnalystHealth(
            runs=0, failed_runs=0, last_run_at=None, last_failure=None, without_candles=()
        )

    async def run(self) -> None:
        """Renew the indicators after every scan, and at the latest every 20 s, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen(), name="analyst-listens")
            tasks.create_task(self._work(), name="analyst-works")

    def health(self) -> AnalystHealth:
        """Return what went well and what did not."""
        return self._health

    async def _listen(self) -> None:
        async for _ in subscribe(self._redis, [MARKET_UPDATE_ALL]):
            self._is_due.set()

    async def _work(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._config.renew_every.total_seconds()):
                    await self._is_due.wait()
            self._is_due.clear()
            try:
                await self._renew()
            except BusUnavailable as e:
                self._health = replace(
                    self._health, failed_runs=self._health.failed_runs + 1, last_failure=str(e)
                )
                _log.error("indicators_not_renewed", error=str(e))

    async def _renew(self) -> None:
        now = self._clock.now()
        symbols = self._config.symbols
        keys = [key.at(symbol) for key in (CANDLES_15M, CANDLES_1H, CANDLES_1M) for symbol in symbols]
        windows = self._usable(await self._cache.read(keys), now)
        count = len(symbols)
        batch = Batch(Source.TA_SERVICE)
        missing: list[Symbol] = []
        sights: list[Sight] = []
        quarterly, hourly, minutely = windows[:count], windows[count : 2 * count], windows[2 * count :]
        for symbol, quarters, hours, minutes in zip(symbols, quarterly, hourly, minutely, strict=True):
            indicators = _indicators(symbol, quarters, hours, now)
            if indicators is None:
                missing.append(symbol)
            else:
                batch.put(INDICATORS.at(symbol), indicators)
            sights += self._add_technicals(batch, minutes, now) + of_hours(hours)
        told = self._told
        if (venue := next((window.source for window in windows if window is not None), None)) is not None:
            told = add_scores(batch, sights, venue, now, told)
        await self._cache.write(batch)
        self._told = told
        self._health = replace(
            self._health, runs=self._health.runs + 1, last_run_at=now, without_candles=tuple(missing)
        )

    def _add_technicals(self, batch: Batch, window: CandleWindow | None, now: Instant) -> list[Sight]:
        """Return the sight of the 5 minute candles, the shortest that the scanner shows; none without candles."""
        if window is None:
            return []
        shown: list[Sight] = []
        minutes = joined(self._minutes.get(window.symbol, ()), window)
        self._minutes[window.symbol] = minutes
        for timeframe, rows in ((Timeframe.M1, minutes), (Timeframe.M5, five_minutes(minutes))):
            if len(rows) > 1:
                key = SWAP_TECHNICAL[timeframe]
                seen = sight(window.symbol, timeframe, rows, grace=key.ttl, is_reference=False)
                batch.put(key.at(window.symbol), technical(seen, window.source, now))
                shown = [seen] if timeframe is Timeframe.M5 else []
        return shown

    def _usable(self, readings: Sequence[Reading[CandleWindow]], now: Instant) -> list[CandleWindow | None]:
        limits = AgeLimits(warn_after=self._config.stale_after, block_after=self._config.stale_after)
        windows: list[CandleWindow | None] = []
        for reading in readings:
            if reading.fault is not None:
                _log.warning("candles_unreadable", key=reading.key, fault=reading.fault)
            window = reading.value
            is_usable = window is not None and condition(window, now, limits).is_usable
            windows.append(window if is_usable else None)
        return windows


def _indicators(
    symbol: Symbol, quarters: CandleWindow | None, hours: CandleWindow | None, now: Instant
) -> Indicators | None:
    window = quarters or hours
    if window is None:
        return None
    return Indicators(
        source=window.source,
        exchange_time=None,
        timestamp=now,
        symbol=symbol,
        short_term=short_term(quarters),
        long_term=long_term(hours),
    )
