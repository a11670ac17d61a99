"""The trader's role: what an earlier run left is settled first, then the venue, orders, cycle, equity and projections run."""

import asyncio
from collections.abc import Callable
from decimal import Decimal

from tradewind.app.brokers import TradingVenue
from tradewind.app.manage_only import ManageOnly
from tradewind.bus.cache import BusUnavailable
from tradewind.cycle.aftermath import Aftermath
from tradewind.cycle.by_hand import ByHand
from tradewind.cycle.prompt_desk import PromptDesk
from tradewind.cycle.schedule import CycleSchedule
from tradewind.decision.thinking import Broadcast
from tradewind.domain.ids import PortfolioId
from tradewind.ledger import Ledger
from tradewind.orders import DailyResult, OrderDesk
from tradewind.orders.tenancy import Tenancy
from tradewind.portfolio import AccountReader, EquityRecorder, Projector


class Trader:
    """Everything that trades one portfolio."""

    def __init__(
        self,
        *,
        portfolio_id: PortfolioId,
        ledger: Ledger,
        venue: TradingVenue,
        tenancy: Tenancy,
        orders: OrderDesk,
        schedule: CycleSchedule,
        by_hand: ByHand,
        prompts: PromptDesk,
        recorder: EquityRecorder,
        projector: Projector,
        manage_only: ManageOnly,
        broadcast: Broadcast,
        aftermath: Aftermath,
    ) -> None:
        self.schedule = schedule
        self.by_hand = by_hand
        self.prompts = prompts
        self.orders = orders
        self.manage_only = manage_only
        self._broadcast = broadcast
        self._aftermath = aftermath
        self._portfolio_id = portfolio_id
        self._ledger = ledger
        self._venue = venue
        self._tenancy = tenancy
        self._recorder = recorder
        self._projector = projector
        self._is_restored = False

    async def run(self, running: Callable[[], None]) -> None:
        """Trade until cancelled; `running` is called once desk and venue have been compared.

        LedgerUnavailable; AccountTaken as soon as another desk trades the account.
        """
        await self._tenancy.take()
        await self._restore()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._tenancy.keep(), name="whose account")
            tasks.create_task(self._venue.run(), name="venue")
            tasks.create_task(self.orders.run(), name="orders")
            await self.orders.is_settled.wait()
            running()
            tasks.create_task(self._broadcast.run(), name="thinking aloud")
            tasks.create_task(self.schedule.run(), name="cycle")
            tasks.create_task(self._recorder.run(), name="equity")
            tasks.create_task(self._aftermath.run(), name="aftermath")
            tasks.create_task(self._projector.run(), name="projections")

    async def _restore(self) -> None:
        if self._is_restored:  # the simulated venue outlives a crash of this role, as a real one would
            return
        await self._venue.restore(self._ledger, self._portfolio_id)
        self._is_restored = True


def daily_result(accounts: AccountReader, portfolio_id: PortfolioId) -> DailyResult:
    """Return a question for today's profit, None where the prices to answer it are missing."""

    async def ask() -> Decimal | None:
        try:
            return (await accounts.snapshot(portfolio_id)).daily_pnl
        except BusUnavailable:
            return None

    return ask
