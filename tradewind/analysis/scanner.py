"""The scanner: woken when candles of a timeframe are fresh, it renews what technical analysis says of them.

A run is of one timeframe and makes two round trips: one MGET, one batch. Between two coins it lets the event loop go,
so that nothing else waits for longer than the reading of one timeframe takes.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from tradewind.analysis.config import ScannerConfig
from tradewind.analysis.context import breadth, sector_performance
from tradewind.analysis.publication import candidates, scanner_scores, stock_indicators, technical
from tradewind.analysis.readings import STOCK_TIMEFRAME, Readings, read
from tradewind.analysis.sight import Sight, is_current, sight
from tradewind.bus.cache import Batch, BusUnavailable, Cache
from tradewind.bus.channels import Rebuilt, subscribe
from tradewind.bus.connection import BusClient
from tradewind.bus.keys import (
    CANDIDATES,
    MARKET_CONTEXT,
    MARKET_UPDATE_1H,
    MARKET_UPDATE_4H,
    MARKET_UPDATE_5M,
    MARKET_UPDATE_ALL,
    SCANNER_SCORES,
    SCANNER_UPDATE,
    SPOT_CANDLES,
    STOCK_INDICATORS,
    TECHNICAL,
    WATCHLIST,
    Source,
)
from tradewind.bus.messages import MarketUpdate, ScannerNotice
from tradewind.domain.candle import CandleRows, Timeframe, confirmed_rows
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.market_context import MarketContext, MarketRegime
from tradewind.domain.stock import MarketStatus, StockPrice

TIMEFRAMES = tuple(TECHNICAL)
REGIME_TIMEFRAME = Timeframe.H1
ALL = "all"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerHealth:
    """The scanner at one moment."""

    runs: int
    failed_runs: int
    last_run_at: Instant | None  # None: none has succeeded
    last_run_took: timedelta | None  # from the reading to the answer to the writing
    last_failure: str | None
    without_candles: int
    """Coins and timeframes whose candles were missing, unreadable or too old when they were last looked at."""


class Scanner:
    """The half of the analyst that looks at spot coins and stocks; `run` is the whole of it."""

    def __init__(self, redis: BusClient, cache: Cache, clock: Clock, config: ScannerConfig) -> None:
        self._redis = redis
        self._cache = cache
        self._clock = clock
        self._config = config
        self._is_due = asyncio.Event()
        self._due: set[Timeframe] = set()
        self._renewed_at: dict[Timeframe, float] = {}
        self._sights: dict[tuple[Symbol, Timeframe], Sight] = {}
        self._health = ScannerHealth(
            runs=0, failed_runs=0, last_run_at=None, last_run_took=None, last_failure=None, without_candles=0
        )

    async def run(self) -> None:
        """Renew what has fresh candles, and everything before its keys expire, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen(), name="scanner-listens")
            tasks.create_task(self._work(), name="scanner-works")

    def health(self) -> ScannerHealth:
        """Return what went well and what did not."""
        return self._health

    async def _listen(self) -> None:
        channels = [MARKET_UPDATE_5M, MARKET_UPDATE_1H, MARKET_UPDATE_4H, MARKET_UPDATE_ALL]
        async for event in subscribe(self._redis, channels):
            fresh = self._named_by(event)
            if fresh:
                self._due.update(fresh)
                self._is_due.set()

    def _named_by(self, event: MarketUpdate | Rebuilt) -> tuple[Timeframe, ...]:
        if isinstance(event, Rebuilt):
            return TIMEFRAMES
        if not set(self._config.coins) & set(event.symbols):
            return ()
        return tuple(timeframe for timeframe in TIMEFRAMES if event.timeframe in {timeframe, ALL})

    async def _work(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._config.renew_every.total_seconds()):
                    await self._is_due.wait()
            self._is_due.clear()
            due = self._take_due()
            try:
                for timeframe in due:
                    await self.renew(timeframe)
            except BusUnavailable as e:
                self._health = replace(
                    self._health, failed_runs=self._health.failed_runs + 1, last_failure=str(e)
                )
                _log.error("scan_failed", timeframes=due, error=str(e))

    def _take_due(self) -> list[Timeframe]:
        now = self._clock.monotonic()
        due = [
            timeframe
            for timeframe in TIMEFRAMES
            if timeframe in self._due
            or timeframe not in self._renewed_at
            or now - self._renewed_at[timeframe] >= self._longest_pause(timeframe)
        ]
        self._due.clear()
        return due

    def _longest_pause(self, timeframe: Timeframe) -> float:
        """Return seconds: `renew_every` for the keys that expire first, longer in proportion for the others."""
        lives = TECHNICAL[timeframe].ttl / TECHNICAL[TIMEFRAMES[0]].ttl
        return self._config.renew_every.total_seconds() * lives

    async def renew(self, timeframe: Timeframe) -> None:
        """Renew everything that rests on the candles of `timeframe`; BusUnavailable."""
        now, started = self._clock.now(), self._clock.monotonic()
        readings = await read(self._cache, self._config, timeframe, now)
        batch = Batch(Source.TA_SERVICE)
        for symbol in self._config.coins:
            self._look(symbol, timeframe, readings.candles.get((symbol, timeframe)), now, batch)
            await asyncio.sleep(0)
        self._add_stocks(batch, readings, now)
        self._add_summaries(batch, readings, now)
        batch.publish(SCANNER_UPDATE, ScannerNotice(part=timeframe, timestamp=now), f"looked at {timeframe}")
        await self._cache.write(batch)
        self._renewed_at[timeframe] = started
        self._health = replace(
            self._health,
            runs=self._health.runs + 1,
            last_run_at=now,
            last_run_took=timedelta(seconds=self._clock.monotonic() - started),
            without_candles=len(self._config.coins) * len(TIMEFRAMES) - len(self._sights),
        )

    def _look(
        self, symbol: Symbol, timeframe: Timeframe, rows: CandleRows | None, now: Instant, batch: Batch
    ) -> None:
        grace = SPOT_CANDLES[timeframe].ttl
        if rows is None or not is_current(rows, timeframe, grace, now):
            self._sights.pop((symbol, timeframe), None)
            return
        is_reference = symbol == self._config.reference and timeframe is REGIME_TIMEFRAME
        seen = sight(symbol, timeframe, rows, grace=grace, is_reference=is_reference)
        self._sights[symbol, timeframe] = seen
        batch.put(TECHNICAL[timeframe].at(symbol), technical(seen, self._config.venue, now))

    def _add_stocks(self, batch: Batch, readings: Readings, now: Instant) -> None:
        for symbol in self._config.stocks:
            price = readings.stock_prices.get(symbol)
            if price is not None:
                rows = _confirmed_rows(price, readings, now)
                batch.put(STOCK_INDICATORS.at(symbol), stock_indicators(price, rows, STOCK_TIMEFRAME, now))

    def _add_summaries(self, batch: Batch, readings: Readings, now: Instant) -> None:
        venue = self._config.venue
        fresh = [seen for seen in self._sights.values() if now < seen.fresh_until]
        scores = scanner_scores(fresh, venue, now)
        ranked = candidates(fresh, readings.prices, venue, now)
        batch.put(SCANNER_SCORES, scores, f"scored {len(scores.scores)} coins and timeframes")
        batch.put(CANDIDATES, ranked, f"ranked {len(ranked)} candidates")
        batch.put(MARKET_CONTEXT, self._context(readings, fresh, now))
        if not readings.has_watchlist:
            batch.put(WATCHLIST, self._config.watchlist)

    def _context(self, readings: Readings, fresh: list[Sight], now: Instant) -> MarketContext:
        prices = [readings.prices.get(symbol) for symbol in self._config.coins]
        return MarketContext(
            source=self._config.venue,
            exchange_time=None,
            timestamp=now,
            sector_performance=sector_performance(readings.stock_prices),
            market_breadth=breadth([None if price is None else price.change24h for price in prices]),
            vix=None,
            market_regime=_regime(fresh),
        )


def _regime(fresh: list[Sight]) -> MarketRegime | None:
    return next((seen.regime for seen in fresh if seen.regime is not None), None)


def _confirmed_rows(price: StockPrice, readings: Readings, now: Instant) -> CandleRows:
    rows = readings.candles.get((price.symbol, STOCK_TIMEFRAME))
    lives = SPOT_CANDLES[STOCK_TIMEFRAME].ttl
    is_open = price.market_status is MarketStatus.OPEN
    if rows is None or (is_open and not is_current(rows, STOCK_TIMEFRAME, lives, now)):
        return ()
    return confirmed_rows(rows, STOCK_TIMEFRAME, lives, now)
