"""The trader's role: what an earlier run left is settled first, then the venue, orders, cycle, equity and projections run."""

import asyncio
from collections.abc import Callable

from tradewind.brokers.simulator import Simulator
from tradewind.cycle.schedule import CycleSchedule
from tradewind.domain.ids import PortfolioId
from tradewind.ledger import Ledger
from tradewind.orders import Execution
from tradewind.portfolio import EquityRecorder, Projector


class Trader:
    """Everything that trades one portfolio."""

    def __init__(
        self,
        *,
        portfolio_id: PortfolioId,
        ledger: Ledger,
        simulator: Simulator,
        execution: Execution,
        schedule: CycleSchedule,
        recorder: EquityRecorder,
        projector: Projector,
    ) -> None:
        self.schedule = schedule
        self._portfolio_id = portfolio_id
        self._ledger = ledger
        self._simulator = simulator
        self._execution = execution
        self._recorder = recorder
        self._projector = projector
        self._is_restored = False

    async def run(self, running: Callable[[], None]) -> None:
        """Trade until cancelled; `running` is called once the books are settled. LedgerUnavailable, BrokerUnavailable."""
        await self._restore()
        await self._execution.recover()
        running()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._simulator.run(), name="simulated venue")
            tasks.create_task(self._execution.run(), name="orders")
            tasks.create_task(self.schedule.run(), name="cycle")
            tasks.create_task(self._recorder.run(), name="equity")
            tasks.create_task(self._projector.run(), name="projections")

    async def _restore(self) -> None:
        if self._is_restored:  # the simulated venue outlives a crash of this role, as a real one would
            return
        balances = await self._ledger.postings.balances(self._portfolio_id)
        self._simulator.restore(
            await self._ledger.orders.unfinished(self._portfolio_id),
            await self._ledger.positions.held(self._portfolio_id),
            balances.cash,
        )
        self._is_restored = True
