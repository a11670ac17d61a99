"""The monitor: woken when the market was renewed, it looks at every symbol and tells what changed.

Two round trips a run: one MGET, one batch. A change counts once its writing was answered.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace

import structlog

from tradewind.bus.cache import Batch, BusUnavailable, Cache
from tradewind.bus.channels import subscribe
from tradewind.bus.connection import BusClient
from tradewind.bus.keys import (
    MARKET_UPDATE_1H,
    MARKET_UPDATE_4H,
    MARKET_UPDATE_5M,
    MARKET_UPDATE_ALL,
    SIGNAL_MONITOR,
    SIGNALS,
    SIGNALS_UPDATE,
    Source,
)
from tradewind.bus.messages import SignalNotice
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.signal import MonitoredSymbol, Signal, SignalMonitor
from tradewind.signals.config import SignalsConfig
from tradewind.signals.readings import sightings
from tradewind.signals.watch import SOURCE, Look, look, signals

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorHealth:
    """The monitor at one moment."""

    runs: int
    failed_runs: int
    last_run_at: Instant | None  # None: none has succeeded
    last_failure: str | None
    unknown: tuple[Symbol, ...]
    """Symbols of the last run of which too little is known."""


class Monitor:
    """Role of the signals room; `run` is the whole of it."""

    def __init__(self, redis: BusClient, cache: Cache, clock: Clock, config: SignalsConfig) -> None:
        self._redis = redis
        self._cache = cache
        self._clock = clock
        self._config = config
        self._is_due = asyncio.Event()
        self._seen: dict[Symbol, MonitoredSymbol] | None = None
        self._health = MonitorHealth(runs=0, failed_runs=0, last_run_at=None, last_failure=None, unknown=())

    async def run(self) -> None:
        """Look after every renewal of the market, and at the latest every 20 s, until cancelled."""
        self._seen = None  # another process may have watched since
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen(), name="monitor-listens")
            tasks.create_task(self._work(), name="monitor-works")

    def health(self) -> MonitorHealth:
        """Return what went well and what did not."""
        return self._health

    async def _listen(self) -> None:
        channels = [MARKET_UPDATE_5M, MARKET_UPDATE_1H, MARKET_UPDATE_4H, MARKET_UPDATE_ALL]
        async for _ in subscribe(self._redis, channels):
            self._is_due.set()

    async def _work(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._config.renew_every.total_seconds()):
                    await self._is_due.wait()
            await asyncio.sleep(self._config.settle.total_seconds())
            self._is_due.clear()
            try:
                await self._look()
            except BusUnavailable as e:
                self._health = replace(
                    self._health, failed_runs=self._health.failed_runs + 1, last_failure=str(e)
                )
                _log.error("signals_not_renewed", error=str(e))

    async def _look(self) -> None:
        before = self._seen if self._seen is not None else await self._remembered()
        now = self._clock.now()
        looks = [
            look(before.get(sighting.symbol), sighting, self._config, now)
            for sighting in await sightings(self._cache, self._config, now)
        ]
        await self._cache.write(_batch(looks, now))
        self._seen = {each.after.symbol: each.after for each in looks}
        self._health = replace(
            self._health,
            runs=self._health.runs + 1,
            last_run_at=now,
            unknown=tuple(each.after.symbol for each in looks if each.after.stance is None),
        )

    async def _remembered(self) -> dict[Symbol, MonitoredSymbol]:
        """Return what an earlier run of the monitor left, so that a restart takes no stance anew."""
        left = await self._cache.get(SIGNAL_MONITOR)
        return {each.symbol: each for each in left.symbols} if left is not None else {}


def _batch(looks: list[Look], now: Instant) -> Batch:
    batch = Batch(Source.SIGNAL_MONITOR)
    shown = SignalMonitor(
        source=SOURCE, exchange_time=None, timestamp=now, symbols=tuple(each.after for each in looks)
    )
    batch.put(SIGNAL_MONITOR, shown, f"looked at {len(looks)} symbols")
    for each in looks:
        for signal in signals(each, now):
            _add(batch, signal)
        if each.has_changed:
            batch.publish(SIGNALS_UPDATE, _notice(each, now))
    return batch


def _add(batch: Batch, signal: Signal) -> None:
    key = SIGNALS[signal.type].at(signal.symbol)
    batch.put(key, signal)
    batch.note(
        "signal", key.name, f"{signal.symbol} {signal.type} {signal.side} at {signal.price}: {signal.reason}"
    )


def _notice(seen: Look, now: Instant) -> SignalNotice:
    return SignalNotice(
        symbol=seen.after.symbol,
        left=seen.before.stance if seen.before else None,
        to=seen.after.stance,
        score=seen.after.score,
        timestamp=now,
    )
