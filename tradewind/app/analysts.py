"""The two halves of the analyst role: the swaps' indicators and the scanner, each kept running on its own.

Of several analysts on one Redis one does each half; the others stand by.
"""

import asyncio
from dataclasses import replace

from tradewind.analysis import Analyst, Scanner
from tradewind.app.stations import Shift
from tradewind.app.supervision import keep_running
from tradewind.bus.lease import Lease
from tradewind.domain.instrument import Symbol
from tradewind.settings import Settings, rooms
from tradewind.telemetry.health import HealthBoard

ANALYST, SCANNER = "analyst", "scanner"


class Analysts:
    """A crash of the scanner is logged and followed by its restart; the swaps' indicators go on."""

    def __init__(
        self, analyst: Analyst, scanner: Scanner | None, shift: Shift, leases: tuple[Lease, Lease]
    ) -> None:
        self.analyst = analyst
        self.scanner = scanner
        """None: no coins are collected."""
        self._shift = shift
        self._leases = leases

    async def run(self) -> None:
        """Analyze until cancelled."""
        board = HealthBoard(self._shift.clock, (SCANNER,))
        swaps, coins = self._leases
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(swaps.hold(self.analyst.run), name=ANALYST)
            if (scanner := self.scanner) is not None:
                kept = keep_running(
                    SCANNER,
                    lambda: coins.hold(scanner.run),
                    board,
                    self._shift.metrics,
                    self._shift.clock,
                )
                tasks.create_task(kept, name=SCANNER)


def analysts(settings: Settings, swaps: tuple[Symbol, ...], shift: Shift) -> Analysts:
    """Return the role as configured; `swaps` are the instruments whose indicators are kept."""
    scanner = rooms.scanner_config(settings)
    leases = shift.lease(ANALYST), shift.lease(SCANNER)
    ours, coins = (shift.cache(lease) for lease in leases)
    return Analysts(
        Analyst(shift.redis, ours, shift.clock, replace(rooms.analysis_config(settings), symbols=swaps)),
        Scanner(shift.redis, coins, shift.clock, scanner) if scanner is not None else None,
        shift,
        leases,
    )
