"""Measures how late the event loop runs what is due."""

import asyncio
from datetime import timedelta

from tradewind.domain.clock import Clock
from tradewind.telemetry.metrics import Metrics

SAMPLE_EVERY = timedelta(milliseconds=500)


async def watch_loop_lag(metrics: Metrics, clock: Clock, sample_every: timedelta = SAMPLE_EVERY) -> None:
    """Keep `loop_lag_seconds` current until cancelled."""
    while True:
        due = clock.monotonic() + sample_every.total_seconds()
        await asyncio.sleep(sample_every.total_seconds())
        metrics.loop_lag_seconds.set(max(0.0, clock.monotonic() - due))
