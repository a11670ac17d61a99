"""The trader's role: what an earlier run left is settled first, then the venue, orders, cycle, equity and projections run."""

import asyncio
from collections.abc import Callable
from decimal import Decimal

from tradewind.brokers.simulator import Simulator
from tradewind.bus.cache import BusUnavailable
from tradewind.cycle.schedule import CycleSchedule
from tradewind.domain.ids import PortfolioId
from tradewind.ledger import Ledger
from tradewind.orders import DailyResult, OrderDesk
from tradewind.portfolio import AccountReader, EquityRecorder, Projector


class Trader:
    """Everything that trades one portfolio."""

    def __init__(
        self,
        *,
        portfolio_id: PortfolioId,
        ledger: Ledger,
        simulator: Simulator,
        orders: OrderDesk,
        schedule: CycleSchedule,
        recorder: EquityRecorder,
        projector: Projector,
    ) -> None:
        self.schedule = schedule
        self.orders = orders
        self._portfolio_id = portfolio_id
        self._ledger = ledger
        self._simulator = simulator
        self._recorder = recorder
        self._projector = projector
        self._is_restored = False

    async def run(self, running: Callable[[], None]) -> None:
        """Trade until cancelled; `running` is called once desk and venue have been compared. LedgerUnavailable."""
        await self._restore()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._simulator.run(), name="simulated venue")
            tasks.create_task(self.orders.run(), name="orders")
            await self.orders.is_settled.wait()
            running()
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


def daily_result(accounts: AccountReader, portfolio_id: PortfolioId) -> DailyResult:
    """Return a question for today's profit, None where the prices to answer it are missing."""

    async def ask() -> Decimal | None:
        try:
            return (await accounts.snapshot(portfolio_id)).daily_pnl
        except BusUnavailable:
            return None

    return ask
