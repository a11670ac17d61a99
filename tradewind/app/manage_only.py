"""Keeps the desk from opening while its models fail or their budget is used up; closes, stops and reductions go on."""

from collections.abc import Awaitable, Callable, Sequence

from tradewind.decision.budget import BudgetStanding, DailyBudget
from tradewind.decision.model_line import ModelStanding
from tradewind.decision.report import ModelReport
from tradewind.decision.safe_mode import SafeMode
from tradewind.domain.decision import Outcome
from tradewind.orders.blocks import BlockCause
from tradewind.telemetry.health import HealthBoard
from tradewind.telemetry.metrics import Metrics

Restrain = Callable[[BlockCause, str | None], None]
"""Opens nothing for a reason; None: opens again."""


class ManageOnly:
    """Looks before and after every cycle, and shows what it finds: as a block, on the health board, as metrics."""

    def __init__(
        self,
        budget: DailyBudget,
        safe_mode: SafeMode,
        restrain: Restrain,
        *,
        standings: Callable[[], Sequence[ModelStanding]],
        board: HealthBoard,
        metrics: Metrics,
    ) -> None:
        self._standings = standings
        self._budget = budget
        self._safe_mode = safe_mode
        self._restrain = restrain
        self._board = board
        self._metrics = metrics

    async def around(self, cycle: Callable[[], Awaitable[Outcome]]) -> Outcome:
        """Run one cycle under the blocks that stand; LedgerUnavailable: nobody was asked without a look at the cost."""
        await self.look()
        outcome = await cycle()
        self._safe_mode.note(outcome)
        await self.look()
        return outcome

    async def look(self) -> BudgetStanding:
        """Bring blocks, health and metrics in line with what was spent and how often the models failed."""
        standing = await self._budget.refresh()
        self._apply(BlockCause.BUDGET, standing.opening_block)
        self._apply(BlockCause.SAFE_MODE, self._safe_mode.opening_block)
        metrics = self._metrics
        metrics.safe_mode.set(self._safe_mode.opening_block is not None)
        metrics.model_spent_usd.set(float(standing.spent_usd))
        metrics.model_budget_usd.set(float(standing.daily_usd or "nan"))
        metrics.model_budget_used_up.set(standing.is_used_up)
        return standing

    async def report(self) -> ModelReport:
        """Return how the models are doing at this moment; LedgerUnavailable."""
        standing = await self.look()
        return ModelReport(
            budget=standing,
            models=tuple(self._standings()),
            failed_decisions=self._safe_mode.failures,
            safe_mode=self._safe_mode.opening_block,
        )

    async def release_safe_mode(self, by: str) -> None:
        """End safe mode by the operator's word; LedgerUnavailable: it ends, and shows with the next look."""
        self._safe_mode.release(by)
        await self.look()

    def _apply(self, cause: BlockCause, reason: str | None) -> None:
        self._restrain(cause, reason)
        if reason is None:
            self._board.settle(cause.value)
        else:
            self._board.object_to_ready(cause.value, reason)
