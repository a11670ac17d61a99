"""Keeps one kind of datum of many symbols fresh: fetch all of them at a fixed cadence, write them in one round trip.

A symbol that fails is counted and logged; what is cached of it stays until it expires. No two cycles overlap. What Redis
does not take is written again early, from the same answers of the venue.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Generic, TypeVar

import structlog

from tradewind.bus.cache import Batch, BusUnavailable, Cache
from tradewind.bus.keys import Channel, KeyAt, Source, SymbolKey
from tradewind.bus.messages import MarketUpdate
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.instrument import Symbol
from tradewind.market.collector_requests import Renewal
from tradewind.market.failures import FailureKind, FetchFailed
from tradewind.market.schedule import Cadence
from tradewind.telemetry.metrics import Metrics

_log = structlog.get_logger(__name__)

V = TypeVar("V")

WRITE_AGAIN_AFTER = timedelta(seconds=1)
"""The first wait of a write that Redis did not take; each further one is twice as long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshHealth:
    """One kind of datum of a venue at one moment."""

    feed: str
    """A timeframe, or price."""
    every: timedelta
    symbols: int
    refreshed_at: Instant | None  # None: nothing has been written
    took: timedelta | None  # of the last cycle, until its values were written
    missing: tuple[Symbol, ...]
    """Symbols that the last cycle could not renew."""
    failures: Mapping[FailureKind, int]
    """Since the start."""
    last_failure: str | None
    skipped_beats: int
    write_failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshPlan(Generic[V]):
    """What is fetched, how often, and where it goes."""

    venue: str
    feed: str
    every: timedelta
    symbols: tuple[Symbol, ...]
    fetch: Callable[[int], Awaitable[Mapping[Symbol, V | FetchFailed]]]
    """Asks the venue; is given the number of the beat. Never raises FetchFailed itself."""
    row: SymbolKey[V]
    key: Callable[[Symbol, V], KeyAt[V]]
    """The row's key with its time to live at this moment."""
    channel: Channel[MarketUpdate] | None
    """Who is woken when a cycle is complete."""
    fetch_one: Callable[[Symbol], Awaitable[V | FetchFailed]] | None = None
    """Asks for one symbol alone; None: all of them come with one request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What every refresh is built on."""

    cache: Cache
    clock: Clock
    metrics: Metrics


class Refresh(Generic[V]):
    """The cycles of one plan; `run` is the whole of it."""

    def __init__(self, plan: RefreshPlan[V], ground: Ground) -> None:
        self._plan = plan
        self._ground = ground
        self._cadence = Cadence(plan.every, ground.clock)
        self._refreshed_at: Instant | None = None
        self._took: timedelta | None = None
        self._missing: tuple[Symbol, ...] = plan.symbols
        self._failures: Counter[FailureKind] = Counter()
        self._last_failure: str | None = None
        self._write_failures = 0
        self._seq = 0

    async def run(self) -> None:
        """Refresh until cancelled."""
        async for beat in self._cadence.beats():
            await self._cycle(beat)

    def renewals(self) -> dict[str, Renewal]:
        """Return, by key, how a datum is renewed outside the cycles."""
        names = {symbol: self._plan.row.at(symbol).name for symbol in self._plan.symbols}
        if self._plan.fetch_one is None:
            return dict.fromkeys(names.values(), self._renew_all)
        return {name: partial(self._renew_one, symbol) for symbol, name in names.items()}

    def health(self) -> RefreshHealth:
        """Return what went well and what did not."""
        return RefreshHealth(
            feed=self._plan.feed,
            every=self._plan.every,
            symbols=len(self._plan.symbols),
            refreshed_at=self._refreshed_at,
            took=self._took,
            missing=self._missing,
            failures=dict(self._failures),
            last_failure=self._last_failure,
            skipped_beats=self._cadence.skipped,
            write_failures=self._write_failures,
        )

    async def _renew_all(self) -> None:
        outcomes = await self._plan.fetch(0)
        failures = [one for one in outcomes.values() if isinstance(one, FetchFailed)]
        await self._write_asked_for(outcomes)
        if len(failures) == len(outcomes):
            raise failures[0]

    async def _renew_one(self, symbol: Symbol) -> None:
        if self._plan.fetch_one is None:
            raise ValueError(f"{self._plan.feed} of {self._plan.venue} comes for all symbols at once")
        outcome = await self._plan.fetch_one(symbol)
        await self._write_asked_for({symbol: outcome})
        if isinstance(outcome, FetchFailed):
            raise outcome

    async def _write_asked_for(self, outcomes: Mapping[Symbol, V | FetchFailed]) -> None:
        failed = {symbol: one for symbol, one in outcomes.items() if isinstance(one, FetchFailed)}
        self._count(failed)
        batch = Batch(Source.MARKET_DATA)
        for symbol, value in outcomes.items():
            if not isinstance(value, FetchFailed):
                batch.put(self._plan.key(symbol, value), value)
        await self._ground.cache.write(batch)

    async def _cycle(self, beat: int) -> None:
        clock = self._ground.clock
        started = clock.monotonic()
        outcomes = await self._plan.fetch(beat)
        failed = {symbol: one for symbol, one in outcomes.items() if isinstance(one, FetchFailed)}
        fresh = {symbol: one for symbol, one in outcomes.items() if not isinstance(one, FetchFailed)}
        self._count(failed)
        now = clock.now()
        if not await self._is_written(self._batch(fresh, failed, now), started):
            return
        self._missing = tuple(failed)
        self._took = timedelta(seconds=clock.monotonic() - started)
        if fresh:
            self._refreshed_at = now
            self._ground.metrics.collector_refreshes.labels(self._plan.venue, self._plan.feed).inc(len(fresh))

    async def _is_written(self, batch: Batch, started: float) -> bool:
        """Write what the venue answered, again where that fails, until half of the cycle is over."""
        clock, pause = self._ground.clock, WRITE_AGAIN_AFTER
        while True:
            try:
                await self._ground.cache.write(batch)
            except BusUnavailable as e:
                self._write_failures += 1
                self._last_failure = str(e)
                _log.error("refresh_not_written", venue=self._plan.venue, feed=self._plan.feed, error=str(e))
            else:
                return True
            if timedelta(seconds=clock.monotonic() - started) + pause > self._plan.every / 2:
                return False
            await asyncio.sleep(pause.total_seconds())
            pause *= 2

    def _batch(self, fresh: Mapping[Symbol, V], failed: Mapping[Symbol, FetchFailed], now: Instant) -> Batch:
        batch = Batch(Source.MARKET_DATA)
        for symbol, value in fresh.items():
            batch.put(self._plan.key(symbol, value), value)
        for symbol, failure in failed.items():
            batch.note("error", f"{self._plan.venue} {symbol} {self._plan.feed}", str(failure))
        if fresh and self._plan.channel is not None:
            self._seq += 1
            update = MarketUpdate(
                timeframe=self._plan.feed, symbols=tuple(fresh), seq=self._seq, timestamp=now
            )
            batch.publish(
                self._plan.channel, update, f"{len(fresh)} of {len(self._plan.symbols)} symbols renewed"
            )
        return batch

    def _count(self, failed: Mapping[Symbol, FetchFailed]) -> None:
        if not failed:
            return
        self._failures.update(failure.kind for failure in failed.values())
        symbol, failure = next(iter(failed.items()))
        self._last_failure = f"{symbol}: {failure}"
        self._ground.metrics.collector_errors.labels(self._plan.venue, self._plan.feed).inc(len(failed))
        _log.warning(
            "refresh_failed",
            venue=self._plan.venue,
            feed=self._plan.feed,
            count=len(failed),
            first=self._last_failure,
        )
