"""Every venue that market data come from: which are asked, why the others are not, and each kept running on its own."""

import asyncio
from collections.abc import Callable, Mapping, Sequence

from tradewind.app.alpaca_access import alpaca_access
from tradewind.app.lab_process import Lab
from tradewind.app.stations import Shift, Station
from tradewind.app.supervision import keep_running
from tradewind.app.swaps import SWAPS, Swaps
from tradewind.domain.instrument import Symbol
from tradewind.market import Ground, SpotCollector, StockCollector, VenueHealth
from tradewind.market.venues.okx_stream import StreamHealth
from tradewind.settings import Settings, rooms
from tradewind.telemetry.health import HealthBoard

SPOT, STOCKS = "binanceus", "alpaca"

OtherStation = Station[SpotCollector] | Station[StockCollector]


class MarketVenues:
    """Swaps, spot and stocks; a crash of spot or stocks is logged and followed by a restart, and touches nothing else."""

    def __init__(
        self, shift: Shift, swaps: Station[Swaps], others: Mapping[str, OtherStation], off: Mapping[str, str]
    ) -> None:
        self._shift = shift
        self._swaps = swaps
        self._others = others
        self._stations: dict[str, Station[Swaps] | OtherStation] = {SWAPS: swaps, **others}
        self.off = off
        """Venues that are not asked, and why."""

    @property
    def names(self) -> tuple[str, ...]:
        """The venues that are asked, by us or by somebody else."""
        return tuple(self._stations)

    @property
    def watched(self) -> tuple[Symbol, ...]:
        """The swaps that are collected."""
        return self._swaps.collects.config.symbols

    @property
    def standing_by(self) -> dict[str, str]:
        """Venues that somebody else collects, and who."""
        held = {name: station.held_by for name, station in self._stations.items()}
        return {name: holder for name, holder in held.items() if holder is not None}

    async def run_swaps(self) -> None:
        """Collect the swaps until cancelled."""
        await self._swaps.run()

    async def run_others(self) -> None:
        """Collect spot and stocks until cancelled."""
        board = HealthBoard(self._shift.clock, tuple(self._others))
        async with asyncio.TaskGroup() as tasks:
            for name, station in self._others.items():
                kept = keep_running(name, station.run, board, self._shift.metrics, self._shift.clock)
                tasks.create_task(kept, name=name)

    def health(self) -> tuple[VenueHealth, ...]:
        """Return every venue that we collect, or would if Redis answered."""
        standing_by = self.standing_by
        return tuple(station.health() for name, station in self._stations.items() if name not in standing_by)

    def stream_health(self) -> StreamHealth | None:
        """Return how the stream of the swaps stands; None where there is none, or it is somebody else's."""
        return None if SWAPS in self.standing_by else self._swaps.collects.collector.stream_health()


def market_venues(
    settings: Settings, shift: Shift, lab: Lab | None, symbols: Sequence[Symbol]
) -> MarketVenues:
    """Return the venues as configured, with the swaps `symbols`; `lab` None asks the real ones."""
    off: dict[str, str] = {}
    others: dict[str, OtherStation] = {}
    spot, stocks = _spot(settings, lab), _stocks(settings, lab)
    if isinstance(spot, str):
        off[SPOT] = spot
    else:
        others[SPOT] = Station(SPOT, shift, spot)
    if isinstance(stocks, str):
        off[STOCKS] = stocks
    else:
        others[STOCKS] = Station(STOCKS, shift, stocks)
    swaps = Station(SWAPS, shift, lambda ground: Swaps(settings, ground, lab, symbols))
    return MarketVenues(shift, swaps, others, off)


def _spot(settings: Settings, lab: Lab | None) -> Callable[[Ground], SpotCollector] | str:
    if not settings.app.spot.enabled:
        return "spot.enabled is false in app.yaml"
    config = rooms.spot_config(settings, lab.binanceus if lab else None)
    return lambda ground: SpotCollector(ground, config)


def _stocks(settings: Settings, lab: Lab | None) -> Callable[[Ground], StockCollector] | str:
    if not settings.app.stocks.enabled:
        return "stocks.enabled is false in app.yaml"
    access = alpaca_access(settings, lab)
    if isinstance(access, str):
        return access
    config = rooms.stocks_config(settings, access)
    return lambda ground: StockCollector(ground, config)
