"""The collector of perpetual swaps: over the venue's stream where that is switched on, by requests alone where not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import SystemRandom

from tradewind.app.lab_process import Lab
from tradewind.domain.instrument import Symbol
from tradewind.market import Collector, Ground, OkxStream, VenueHealth
from tradewind.market.collector_requests import Renewal
from tradewind.market.swap_health import swap_health
from tradewind.settings import Settings, rooms

SWAPS = "okx"


class Swaps:
    """The swaps, seen as every other venue is."""

    def __init__(
        self, settings: Settings, ground: Ground, lab: Lab | None, symbols: Sequence[Symbol]
    ) -> None:
        self.config = replace(rooms.market_config(settings, lab.okx if lab else None), symbols=tuple(symbols))
        streaming = rooms.stream_config(settings, lab.okx_ws if lab else None)
        stream = (
            None
            if streaming is None
            else OkxStream(self.config.symbols, ground.clock, streaming, SystemRandom().random)
        )
        self.collector = Collector(ground.cache, ground.clock, self.config, stream, ground.metrics)

    async def run(self) -> None:
        """Collect until cancelled."""
        await self.collector.run()

    def renewals(self) -> Mapping[str, Renewal]:
        """Return, by key, how a datum is renewed on request."""
        return self.collector.renewals()

    def health(self) -> VenueHealth:
        """Return what went well and what did not."""
        return swap_health(self.collector.health(), self.config, self.collector.closed_until)
