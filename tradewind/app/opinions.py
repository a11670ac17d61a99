"""What is thought of the market: the news and the signals, each kept running on its own beside the indicators.

Of several processes on one Redis one does each; the others stand by.
"""

import asyncio
import os
import secrets
import socket
from collections.abc import Callable, Coroutine, Mapping
from random import SystemRandom
from typing import Any

import structlog

from tradewind.app.lab_process import Lab
from tradewind.app.supervision import keep_running
from tradewind.bus.cache import Cache
from tradewind.bus.channels import Heartbeat
from tradewind.bus.connection import BusClient
from tradewind.bus.keys import Source
from tradewind.bus.lease import Lease, LeasedCache
from tradewind.domain.clock import Clock
from tradewind.domain.instrument import Symbol
from tradewind.sentiment import SentimentPublisher
from tradewind.settings import Settings, rooms
from tradewind.signals import Monitor
from tradewind.telemetry.health import HealthBoard
from tradewind.telemetry.metrics import Metrics

SENTIMENT, SIGNALS = "sentiment", "signals"

_log = structlog.get_logger(__name__)

Work = Callable[[], Coroutine[Any, Any, None]]


class Opinions:
    """A crash of one is logged and followed by its restart; the others go on."""

    def __init__(
        self, works: Mapping[str, Work], off: Mapping[str, str], metrics: Metrics, clock: Clock
    ) -> None:
        self.works = works
        self.off = off
        """What does not run, and why."""
        self._metrics = metrics
        self._clock = clock

    async def run(self) -> None:
        """Work until cancelled."""
        for name, reason in self.off.items():
            _log.info("switched_off", part=name, reason=reason)
        board = HealthBoard(self._clock, tuple(self.works))
        async with asyncio.TaskGroup() as tasks:
            for name, work in self.works.items():
                kept = keep_running(name, work, board, self._metrics, self._clock)
                tasks.create_task(kept, name=name)


def opinions(
    settings: Settings,
    swaps: tuple[Symbol, ...],
    *,
    redis: BusClient,
    clock: Clock,
    metrics: Metrics,
    lab: Lab | None,
) -> Opinions:
    """Return both as configured; `lab` None: there is no lab whose feeds could be read."""
    holder = f"opinions, process {os.getpid()} on {socket.gethostname()} ({secrets.token_hex(2)})"
    works: dict[str, Work] = {}
    off: dict[str, str] = {}
    news = rooms.sentiment_config(settings, lab.rss if lab else None)
    if isinstance(news, str):
        off[SENTIMENT] = news
    else:
        cache, lease = _leased(redis, SENTIMENT, holder, clock)
        publisher = SentimentPublisher(cache, clock, news, SystemRandom().random)
        works[SENTIMENT] = lambda: lease.hold(publisher.run)
    watched = rooms.signals_config(settings, swaps)
    if watched is None:
        off[SIGNALS] = "signals.enabled is false in app.yaml"
    else:
        signals_cache, signals_lease = _leased(redis, SIGNALS, holder, clock)
        monitor = Monitor(redis, signals_cache, clock, watched)
        beat = Heartbeat(redis, Source.SIGNAL_MONITOR, clock)
        works[SIGNALS] = lambda: signals_lease.hold(lambda: _side_by_side(monitor.run, beat.run))
    return Opinions(works, off, metrics, clock)


def _leased(redis: BusClient, name: str, holder: str, clock: Clock) -> tuple[Cache, Lease]:
    lease = Lease(redis, name, holder, clock)
    return LeasedCache(redis, clock, lease), lease


async def _side_by_side(*works: Work) -> None:
    async with asyncio.TaskGroup() as tasks:
        for work in works:
            tasks.create_task(work())
