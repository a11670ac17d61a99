"""Measures how late the event loop runs what is due, and tells of every time that it stood."""

import asyncio
from datetime import timedelta

import structlog

from tradewind.domain.clock import Clock
from tradewind.telemetry.metrics import Metrics

SAMPLE_EVERY = timedelta(milliseconds=500)
STANDS_FROM = timedelta(seconds=1)
"""A loop that is so late did nothing else meanwhile: no price was read, no order followed."""

_log = structlog.get_logger(__name__)


async def watch_loop_lag(
    metrics: Metrics,
    clock: Clock,
    sample_every: timedelta = SAMPLE_EVERY,
    stands_from: timedelta = STANDS_FROM,
) -> None:
    """Keep `loop_lag_seconds` current, and count and log every stand, until cancelled."""
    while True:
        due = clock.monotonic() + sample_every.total_seconds()
        await asyncio.sleep(sample_every.total_seconds())
        late_seconds = max(0.0, clock.monotonic() - due)
        metrics.loop_lag_seconds.set(late_seconds)
        if late_seconds >= stands_from.total_seconds():
            metrics.loop_stands.inc()
            metrics.loop_stood_seconds.inc(late_seconds)
            _log.error("event_loop_stood", seconds=round(late_seconds, 3))
