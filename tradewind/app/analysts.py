"""The two halves of the analyst role: the swaps' indicators and the scanner, each kept running on its own."""

import asyncio
from dataclasses import replace

from tradewind.analysis import Analyst, Scanner
from tradewind.app.supervision import keep_running
from tradewind.bus.connection import BusClient
from tradewind.domain.clock import Clock
from tradewind.domain.instrument import Symbol
from tradewind.market import Ground
from tradewind.settings import Settings, rooms
from tradewind.telemetry.health import HealthBoard
from tradewind.telemetry.metrics import Metrics

SCANNER = "scanner"


class Analysts:
    """A crash of the scanner is logged and followed by its restart; the swaps' indicators go on."""

    def __init__(self, analyst: Analyst, scanner: Scanner | None, metrics: Metrics, clock: Clock) -> None:
        self.analyst = analyst
        self.scanner = scanner
        """None: no coins are collected."""
        self._metrics = metrics
        self._clock = clock

    async def run(self) -> None:
        """Analyze until cancelled."""
        board = HealthBoard(self._clock, (SCANNER,))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.analyst.run(), name="analyst")
            if self.scanner is not None:
                kept = keep_running(SCANNER, self.scanner.run, board, self._metrics, self._clock)
                tasks.create_task(kept, name=SCANNER)


def analysts(settings: Settings, swaps: tuple[Symbol, ...], ground: Ground, redis: BusClient) -> Analysts:
    """Return the role as configured; `swaps` are the instruments whose indicators are kept."""
    scanner = rooms.scanner_config(settings)
    return Analysts(
        Analyst(redis, ground.cache, ground.clock, replace(rooms.analysis_config(settings), symbols=swaps)),
        Scanner(redis, ground.cache, ground.clock, scanner) if scanner is not None else None,
        ground.metrics,
        ground.clock,
    )
