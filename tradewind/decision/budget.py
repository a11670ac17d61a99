"""What the models may cost on one day, by UTC: once it is used up, nothing opens until the next day or a higher budget.

What was spent is read from the calls on record, so a restart changes nothing. Where positions are held, the model is
asked to look after them up to `OVERDRAFT` of the budget; beyond that, and where nothing is held, nobody is asked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Protocol

from tradewind.decision.decide import Asks
from tradewind.decision.models_config import BudgetConfig
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.decision import ModelCall, call_not_made
from tradewind.domain.model_usage import ModelUse

OVERDRAFT = Decimal("1.5")
"""Of the budget: what looking after open positions may bring the day's cost to."""
NOTHING = Decimal(0)


class CallLog(Protocol):
    """The calls on record."""

    async def since(self, moment: Instant) -> Sequence[ModelUse]:
        """Return what each model was used for from `moment` on."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetStanding:
    """How the day's budget stands."""

    day: date  # by UTC
    uses: tuple[ModelUse, ...]
    spent_usd: Decimal
    """Calls of unknown cost included, at the price set for them; where none is set they count nothing."""
    daily_usd: Decimal | None  # None: no limit

    @property
    def is_used_up(self) -> bool:
        """True when the day's budget is gone."""
        return self.daily_usd is not None and self.spent_usd >= self.daily_usd

    @property
    def opening_block(self) -> str | None:
        """Why nothing opens, None when the budget is not against it."""
        if not self.is_used_up:
            return None
        return (
            f"the models have cost {_usd(self.spent_usd)} today, the day's budget is {_usd(self.daily_usd)}: "
            "nothing opens before the next day (UTC) or a higher daily_budget_usd"
        )


class DailyBudget:
    """One desk's budget; `refresh` before every cycle."""

    def __init__(self, log: CallLog, clock: Clock, config: Callable[[], BudgetConfig]) -> None:
        self._log = log
        self._clock = clock
        self._config = config
        self._standing: BudgetStanding | None = None
        self._unrecorded: tuple[date, Decimal] | None = None

    def charge(self, calls: Sequence[ModelCall]) -> None:
        """Count calls that no decision records against today; a restart forgets them."""
        worst = self._config().worst_case_usd or NOTHING
        cost = sum((worst if call.cost_usd is None else call.cost_usd for call in calls), NOTHING)
        today = self._clock.now().date()
        self._unrecorded = today, self._unrecorded_of(today) + cost

    async def refresh(self) -> BudgetStanding:
        """Read what was spent and return how the budget stands; LedgerUnavailable."""
        config, today = self._config(), self._clock.now().date()
        midnight = Instant.of(datetime.combine(today, time(), tzinfo=self._clock.now().tzinfo))
        uses = tuple(await self._log.since(midnight))
        self._standing = BudgetStanding(
            day=today,
            uses=uses,
            spent_usd=_spent(uses, config) + self._unrecorded_of(today),
            daily_usd=config.daily_usd,
        )
        return self._standing

    def refusal(self, *, is_holding: bool) -> str | None:
        """Return why nobody is asked, None when a model may be; as of the last `refresh`."""
        standing = self._standing
        if standing is None or standing.daily_usd is None or not standing.is_used_up:
            return None
        if not is_holding:
            return f"{standing.opening_block}; nothing is held that a model could look after"
        if standing.spent_usd >= standing.daily_usd * OVERDRAFT:
            return f"{standing.opening_block}; looking after positions has used up half as much again"
        return None

    def _unrecorded_of(self, day: date) -> Decimal:
        return self._unrecorded[1] if self._unrecorded and self._unrecorded[0] == day else NOTHING


class Charged:
    """A model that is asked beside the desk's decisions, on the same budget: by replays."""

    def __init__(self, live: Asks, budget: DailyBudget) -> None:
        self._live = live
        self._budget = budget

    @property
    def model(self) -> str:
        """The name of the model that is asked."""
        return self._live.model

    async def ask(
        self, system_prompt: str, user_prompt: str, earlier: tuple[ModelCall, ...] = ()
    ) -> tuple[ModelCall, ...]:
        """Put a question while the day's budget lasts; else a call that was not made says why. LedgerUnavailable."""
        standing = await self._budget.refresh()
        if standing.opening_block is not None:
            return (call_not_made(self.model, system_prompt, user_prompt, standing.opening_block),)
        calls = await self._live.ask(system_prompt, user_prompt, earlier)
        self._budget.charge(calls)
        return calls


def _spent(uses: Sequence[ModelUse], config: BudgetConfig) -> Decimal:
    unpriced = sum(use.unpriced_calls for use in uses)
    return sum((use.cost_usd for use in uses), NOTHING) + unpriced * (config.worst_case_usd or NOTHING)


def _usd(amount: Decimal | None) -> str:
    return f"{amount or NOTHING:.4f} USD"
