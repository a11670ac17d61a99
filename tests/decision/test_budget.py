"""What the models may cost on one day, by UTC."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.clocks import START, FakeClock
from tradewind.decision.budget import Charged, DailyBudget
from tradewind.decision.config import ModelConfig
from tradewind.decision.models_config import BudgetConfig, budget_of
from tradewind.domain.clock import Instant
from tradewind.domain.decision import ModelCall, call_not_made
from tradewind.domain.model_usage import ModelUse

PRICED = ModelConfig(prompt_usd_per_million=Decimal(1), completion_usd_per_million=Decimal(2))


def a_use(cost: str = "0", unpriced: int = 0) -> ModelUse:
    return ModelUse(
        model="deepseek-chat",
        calls=1 + unpriced,
        failed_calls=unpriced,
        prompt_tokens=1000,
        cached_tokens=0,
        completion_tokens=200,
        cost_usd=Decimal(cost),
        unpriced_calls=unpriced,
    )


class Calls:
    """The uses on record, and from when they were asked for."""

    def __init__(self, *uses: ModelUse) -> None:
        self.uses = list(uses)
        self.asked_since: list[Instant] = []

    async def since(self, moment: Instant) -> Sequence[ModelUse]:
        self.asked_since.append(moment)
        return self.uses


def a_budget(calls: Calls, daily: str | None = "1", worst_case: str | None = "0.25") -> DailyBudget:
    config = BudgetConfig(
        daily_usd=None if daily is None else Decimal(daily),
        worst_case_usd=None if worst_case is None else Decimal(worst_case),
    )
    return DailyBudget(calls, FakeClock(), lambda: config)


async def test_a_day_begins_at_midnight_utc() -> None:
    calls = Calls()
    await a_budget(calls).refresh()

    assert calls.asked_since == [Instant.parse("2026-11-21T00:00:00Z")]


@pytest.mark.parametrize(("cost", "is_used_up"), [("0.9999", False), ("1", True), ("7", True)])
async def test_f93_a_budget_is_used_up_when_the_calls_have_cost_it(cost: str, is_used_up: bool) -> None:
    standing = await a_budget(Calls(a_use(cost))).refresh()

    assert standing.is_used_up is is_used_up
    assert (standing.opening_block is not None) is is_used_up


async def test_f93_a_call_of_unknown_cost_counts_the_worst_case() -> None:
    standing = await a_budget(Calls(a_use("0.5", unpriced=2))).refresh()

    assert standing.spent_usd == 1
    assert standing.is_used_up


async def test_without_a_limit_nothing_is_used_up() -> None:
    budget = a_budget(Calls(a_use("1000")), daily=None)
    standing = await budget.refresh()

    assert standing.opening_block is None
    assert budget.refusal(is_holding=False) is None


async def test_f93_a_used_up_budget_asks_nobody_where_nothing_is_held() -> None:
    budget = a_budget(Calls(a_use("1.2")))
    await budget.refresh()

    assert "nothing is held" in str(budget.refusal(is_holding=False))
    assert budget.refusal(is_holding=True) is None


async def test_f93_looking_after_positions_ends_at_half_as_much_again() -> None:
    budget = a_budget(Calls(a_use("1.5")))
    await budget.refresh()

    assert "half as much again" in str(budget.refusal(is_holding=True))


async def test_f93_the_next_day_and_a_higher_budget_end_it() -> None:
    clock, calls = FakeClock(), Calls(a_use("1"))
    config = [BudgetConfig(daily_usd=Decimal(1))]
    budget = DailyBudget(calls, clock, lambda: config[0])
    today = await budget.refresh()
    config[0] = BudgetConfig(daily_usd=Decimal(2))
    raised = await budget.refresh()
    config[0] = BudgetConfig(daily_usd=Decimal(1))
    clock.advance(timedelta(days=1))
    calls.uses = []
    tomorrow = await budget.refresh()

    assert [each.is_used_up for each in (today, raised, tomorrow)] == [True, False, False]
    assert tomorrow.day == (START + timedelta(days=1)).date()


class Answers:
    """A model that answers everything at one price."""

    model = "deepseek-chat"

    def __init__(self, cost: str | None) -> None:
        self.asked = 0
        self._cost = None if cost is None else Decimal(cost)

    async def ask(self, system_prompt: str, user_prompt: str, earlier: object = ()) -> tuple[ModelCall, ...]:  # noqa: ARG002
        self.asked += 1
        call = call_not_made(self.model, system_prompt, user_prompt, "")
        return (replace(call, raw_answer="{}", error=None, cost_usd=self._cost),)


@pytest.mark.parametrize(("cost", "asked"), [("0.5", 2), (None, 4)])
async def test_f93_what_a_replay_asks_counts_against_the_day(cost: str | None, asked: int) -> None:
    budget, model = a_budget(Calls()), Answers(cost)
    charged = Charged(model, budget)

    calls = [(await charged.ask("s", "u"))[-1] for _ in range(6)]

    assert model.asked == asked
    assert "the day's budget is 1" in str(calls[-1].error)
    assert (await budget.refresh()).is_used_up


async def test_f93_what_a_replay_asked_is_forgotten_the_next_day() -> None:
    clock = FakeClock()
    budget = DailyBudget(Calls(), clock, lambda: BudgetConfig(daily_usd=Decimal(1)))
    budget.charge([call_not_made("m", "s", "u", "")])
    await Charged(Answers("2"), budget).ask("s", "u")
    today = await budget.refresh()
    clock.advance(timedelta(days=1))

    assert today.spent_usd == Decimal(2)
    assert (await budget.refresh()).spent_usd == Decimal(0)


def test_a_budget_without_any_price_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="price of deepseek-chat is unknown"):
        budget_of(Decimal(1), None, (ModelConfig(),))


def test_a_worst_case_stands_in_for_a_price() -> None:
    assert budget_of(Decimal(1), Decimal("0.1"), (ModelConfig(),)).worst_case_usd == Decimal("0.1")


def test_the_worst_case_is_the_dearest_model_s_longest_call() -> None:
    dear = ModelConfig(
        model="dear", prompt_usd_per_million=Decimal(10), completion_usd_per_million=Decimal(20)
    )

    assert budget_of(Decimal(1), None, (PRICED, dear)).worst_case_usd == Decimal("1.36192")


def test_cached_tokens_cost_their_own_price() -> None:
    config = ModelConfig(
        prompt_usd_per_million=Decimal(1),
        cached_prompt_usd_per_million=Decimal("0.1"),
        completion_usd_per_million=Decimal(2),
    )

    assert config.cost_usd(1_000_000, 500_000, 0) == Decimal("0.55")
    assert PRICED.cost_usd(1_000_000, 500_000, 0) == 1
    assert config.cost_usd(100, 900, 0) == Decimal("0.00001")
