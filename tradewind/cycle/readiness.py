"""Waits until there is something to decide on."""

import asyncio
from datetime import timedelta

from tradewind.bus.cache import BusUnavailable, Cache
from tradewind.decision.bundle import Bundle, gather
from tradewind.decision.config import DecisionConfig
from tradewind.domain.clock import Clock

POLL_EVERY = timedelta(milliseconds=500)
PATIENCE = timedelta(seconds=10)
"""How long one slow instrument may hold up the others."""


async def until_usable(
    cache: Cache,
    config: DecisionConfig,
    clock: Clock,
    every: timedelta = POLL_EVERY,
    patience: timedelta = PATIENCE,
) -> None:
    """Return once every instrument has usable inputs, after `patience` once any has.

    A cache that does not answer is asked again.
    """
    started = clock.monotonic()
    while True:
        bundle = await _look(cache, config, clock)
        is_patient = clock.monotonic() - started < patience.total_seconds()
        if bundle is not None and bundle.markets and not (bundle.left_out and is_patient):
            return
        await asyncio.sleep(every.total_seconds())


async def _look(cache: Cache, config: DecisionConfig, clock: Clock) -> Bundle | None:
    try:
        return await gather(cache, config.symbols, clock, config.limits)
    except BusUnavailable:
        return None
