"""The venues beside the swaps: which are asked, why the others are not, and each kept running on its own."""

import asyncio
from collections.abc import Mapping

from tradewind.app.alpaca_access import alpaca_access
from tradewind.app.lab_process import Lab
from tradewind.app.supervision import keep_running
from tradewind.market import Ground, SpotCollector, StockCollector, VenueHealth
from tradewind.settings import Settings, rooms
from tradewind.telemetry.health import HealthBoard

SPOT, STOCKS = "binanceus", "alpaca"


class MarketVenues:
    """Spot and stocks; a crash of one is logged and followed by a restart, and touches nothing else."""

    def __init__(
        self, ground: Ground, collectors: Mapping[str, SpotCollector | StockCollector], off: Mapping[str, str]
    ) -> None:
        self._ground = ground
        self._collectors = collectors
        self.off = off
        """Venues that are not asked, and why."""

    async def run(self) -> None:
        """Collect until cancelled."""
        board = HealthBoard(self._ground.clock, tuple(self._collectors))
        async with asyncio.TaskGroup() as tasks:
            for name, collector in self._collectors.items():
                kept = keep_running(name, collector.run, board, self._ground.metrics, self._ground.clock)
                tasks.create_task(kept, name=name)

    def health(self) -> tuple[VenueHealth, ...]:
        """Return every venue that is asked."""
        return tuple(collector.health() for collector in self._collectors.values())


def market_venues(settings: Settings, ground: Ground, lab: Lab | None) -> MarketVenues:
    """Return the venues as configured; `lab` None asks the real ones."""
    collectors: dict[str, SpotCollector | StockCollector] = {}
    off: dict[str, str] = {}
    spot = _spot(settings, ground, lab)
    stocks = _stocks(settings, ground, lab)
    for name, built in ((SPOT, spot), (STOCKS, stocks)):
        if isinstance(built, str):
            off[name] = built
        else:
            collectors[name] = built
    return MarketVenues(ground, collectors, off)


def _spot(settings: Settings, ground: Ground, lab: Lab | None) -> SpotCollector | str:
    if not settings.app.spot.enabled:
        return "spot.enabled is false in app.yaml"
    return SpotCollector(ground, rooms.spot_config(settings, lab.binanceus if lab else None))


def _stocks(settings: Settings, ground: Ground, lab: Lab | None) -> StockCollector | str:
    if not settings.app.stocks.enabled:
        return "stocks.enabled is false in app.yaml"
    access = alpaca_access(settings, lab)
    if isinstance(access, str):
        return access
    return StockCollector(ground, rooms.stocks_config(settings, access))
