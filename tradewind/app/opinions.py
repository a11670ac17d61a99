"""What is thought of the market: the news and the signals, each kept running on its own beside the indicators.

Of several processes on one Redis one does each; the others stand by.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from random import SystemRandom
from typing import Any

import structlog

from tradewind.app.lab_process import Lab
from tradewind.app.stations import Shift
from tradewind.app.supervision import keep_running
from tradewind.bus.channels import Heartbeat
from tradewind.bus.keys import Source
from tradewind.domain.instrument import Symbol
from tradewind.sentiment import SentimentConfig, SentimentPublisher
from tradewind.settings import Settings, rooms
from tradewind.signals import Monitor, SignalsConfig
from tradewind.telemetry.health import HealthBoard

SENTIMENT, SIGNALS = "sentiment", "signals"

_log = structlog.get_logger(__name__)

Work = Callable[[], Coroutine[Any, Any, None]]


class Opinions:
    """A crash of one is logged and followed by its restart; the others go on."""

    def __init__(self, works: Mapping[str, Work], off: Mapping[str, str], shift: Shift) -> None:
        self.works = works
        self.off = off
        """What does not run, and why."""
        self._shift = shift

    async def run(self) -> None:
        """Work until cancelled."""
        for name, reason in self.off.items():
            _log.info("switched_off", part=name, reason=reason)
        board = HealthBoard(self._shift.clock, tuple(self.works))
        async with asyncio.TaskGroup() as tasks:
            for name, work in self.works.items():
                kept = keep_running(name, work, board, self._shift.metrics, self._shift.clock)
                tasks.create_task(kept, name=name)


def opinions(settings: Settings, swaps: tuple[Symbol, ...], shift: Shift, lab: Lab | None) -> Opinions:
    """Return both as configured; `lab` None: there is no lab whose feeds could be read."""
    works: dict[str, Work] = {}
    off: dict[str, str] = {}
    news = rooms.sentiment_config(settings, lab.rss if lab else None)
    if isinstance(news, str):
        off[SENTIMENT] = news
    else:
        works[SENTIMENT] = _sentiment(news, shift)
    watched = rooms.signals_config(settings, swaps)
    if watched is None:
        off[SIGNALS] = "signals.enabled is false in app.yaml"
    else:
        works[SIGNALS] = _signals(watched, shift)
    return Opinions(works, off, shift)


def _sentiment(config: SentimentConfig, shift: Shift) -> Work:
    lease = shift.lease(SENTIMENT)
    publisher = SentimentPublisher(
        shift.cache(lease), shift.clock, config, metrics=shift.metrics, draw=SystemRandom().random
    )
    return lambda: lease.hold(publisher.run)


def _signals(config: SignalsConfig, shift: Shift) -> Work:
    lease = shift.lease(SIGNALS)
    monitor = Monitor(shift.redis, shift.cache(lease), shift.clock, config)
    beat = Heartbeat(shift.redis, Source.SIGNAL_MONITOR, shift.clock)
    return lambda: lease.hold(lambda: _side_by_side(monitor.run, beat.run))


async def _side_by_side(*works: Work) -> None:
    async with asyncio.TaskGroup() as tasks:
        for work in works:
            tasks.create_task(work())
