"""The two halves of the analyst role: the swaps' indicators and the scanner, each kept running on its own.

Of several analysts on one Redis one does each half; the others stand by.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import Any

import structlog

from tradewind.analysis import Analyst, Scanner
from tradewind.app.stations import REPORT_EVERY, Shift
from tradewind.app.supervision import keep_running
from tradewind.bus.cache import Batch, BusUnavailable, Cache
from tradewind.bus.channels import Heartbeat
from tradewind.bus.coordination import analysis_report_key
from tradewind.bus.keys import Source
from tradewind.bus.lease import Lease
from tradewind.domain.analysis_report import AnalysisReport
from tradewind.domain.instrument import Symbol
from tradewind.settings import Settings, rooms
from tradewind.telemetry.health import HealthBoard

ANALYST, SCANNER = "analyst", "scanner"

_log = structlog.get_logger(__name__)


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
            first = partial(self._work, self._analyze_swaps, ANALYST, swaps, self._of_swaps)
            tasks.create_task(swaps.hold(first), name=ANALYST)
            if (scanner := self.scanner) is not None:
                second = partial(self._work, scanner.run, SCANNER, coins, partial(self._of_coins, scanner))
                kept = keep_running(
                    SCANNER,
                    lambda: coins.hold(second),
                    board,
                    self._shift.metrics,
                    self._shift.clock,
                )
                tasks.create_task(kept, name=SCANNER)

    async def _analyze_swaps(self) -> None:
        beat = Heartbeat(self._shift.redis, Source.TA_SERVICE, self._shift.clock)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.analyst.run(), name="swaps")
            tasks.create_task(beat.run(), name="analyst's heartbeat")

    async def _work(
        self,
        work: Callable[[], Coroutine[Any, Any, None]],
        name: str,
        lease: Lease,
        report: Callable[[], AnalysisReport],
    ) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(work(), name=f"{name} works")
            tasks.create_task(self._tell(self._shift.cache(lease), report), name=f"{name} reports")

    async def _tell(self, cache: Cache, report: Callable[[], AnalysisReport]) -> None:
        while True:
            value = report()
            batch = Batch(Source.TA_SERVICE)
            batch.put(analysis_report_key(value.half), value)
            try:
                await cache.write(batch)
            except BusUnavailable as e:
                _log.warning("analysis_not_reported", half=value.half, error=str(e))
            await asyncio.sleep(REPORT_EVERY.total_seconds())

    def _of_swaps(self) -> AnalysisReport:
        health = self.analyst.health()
        return AnalysisReport(
            half=ANALYST,
            holder=self._shift.holder,
            timestamp=self._shift.clock.now(),
            runs=health.runs,
            failed_runs=health.failed_runs,
            last_run_at=health.last_run_at,
            last_failure=health.last_failure,
            without_candles=len(health.without_candles),
        )

    def _of_coins(self, scanner: Scanner) -> AnalysisReport:
        health = scanner.health()
        return AnalysisReport(
            half=SCANNER,
            holder=self._shift.holder,
            timestamp=self._shift.clock.now(),
            runs=health.runs,
            failed_runs=health.failed_runs,
            last_run_at=health.last_run_at,
            last_failure=health.last_failure,
            without_candles=health.without_candles,
        )


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
