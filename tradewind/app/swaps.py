"""The collector of perpetual swaps: over the venue's stream where that is switched on, by requests alone where not."""

from collections.abc import Sequence
from dataclasses import replace
from random import SystemRandom

from tradewind.app.lab_process import Lab
from tradewind.bus.cache import Cache
from tradewind.domain.clock import Clock
from tradewind.domain.instrument import Symbol
from tradewind.market import Collector, OkxStream
from tradewind.settings import Settings, rooms


def swap_collector(
    settings: Settings, cache: Cache, clock: Clock, lab: Lab | None, symbols: Sequence[Symbol]
) -> Collector:
    """Return the collector of `symbols`; `lab` None asks the real venue."""
    config = replace(rooms.market_config(settings, lab.okx if lab else None), symbols=tuple(symbols))
    stream_config = rooms.stream_config(settings, lab.okx_ws if lab else None)
    if stream_config is None:
        return Collector(cache, clock, config)
    stream = OkxStream(config.symbols, clock, stream_config, SystemRandom().random)
    return Collector(cache, clock, config, stream)
