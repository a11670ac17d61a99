"""Use, cost and state of the models."""

from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from tradewind.decision.breaker import Circuit
from tradewind.decision.model_line import ModelStanding
from tradewind.decision.report import ModelReport
from tradewind.domain.model_usage import ModelUse
from tradewind.web.schemas.shape import Money, Shape, Time


class ModelUseView(Shape):
    """What one model was used for today."""

    model: str
    calls: int
    failed_calls: int
    prompt_tokens: int
    cached_tokens: int
    """A part of `prompt_tokens`."""
    completion_tokens: int
    cost_usd: Money
    """Of the calls whose cost is known."""
    unpriced_calls: int

    @classmethod
    def of(cls, use: ModelUse) -> "ModelUseView":
        """Return the shape of `use`."""
        return cls(
            model=use.model,
            calls=use.calls,
            failed_calls=use.failed_calls,
            prompt_tokens=use.prompt_tokens,
            cached_tokens=use.cached_tokens,
            completion_tokens=use.completion_tokens,
            cost_usd=use.cost_usd,
            unpriced_calls=use.unpriced_calls,
        )


class ModelStandingView(Shape):
    """Whether a model is asked."""

    model: str
    circuit: Circuit
    failures: int
    """In a row."""

    @classmethod
    def of(cls, standing: ModelStanding) -> "ModelStandingView":
        """Return the shape of `standing`."""
        return cls(model=standing.model, circuit=standing.circuit, failures=standing.failures)


class ModelUsageView(Shape):
    """The models today, by UTC."""

    day: date
    uses: tuple[ModelUseView, ...]
    spent_usd: Money
    """Calls of unknown cost included, at the price set for them."""
    daily_budget_usd: Money | None  # null: no limit
    budget_used_up: bool
    safe_mode: bool
    failed_decisions: int
    """In a row."""
    manage_only: tuple[str, ...]
    """Why the models keep the desk from opening; none: they do not."""
    models: tuple[ModelStandingView, ...]
    """In the order in which they are asked."""

    @classmethod
    def of(cls, report: ModelReport) -> "ModelUsageView":
        """Return the shape of `report`."""
        budget = report.budget
        return cls(
            day=budget.day,
            uses=tuple(map(ModelUseView.of, budget.uses)),
            spent_usd=budget.spent_usd,
            daily_budget_usd=budget.daily_usd,
            budget_used_up=budget.is_used_up,
            safe_mode=report.safe_mode is not None,
            failed_decisions=report.failed_decisions,
            manage_only=tuple(reason for reason in (budget.opening_block, report.safe_mode) if reason),
            models=tuple(map(ModelStandingView.of, report.models)),
        )


class ReleaseBody(Shape):
    """Who ends safe mode."""

    by: Annotated[str, StringConstraints(min_length=1, max_length=100)]


class Thinking(Shape):
    """What a model has said to one question so far; the next frame replaces it."""

    model: str
    started_at: Time
    """Names the question together with the model."""
    reasoning: str
    answer: str
    is_over: bool
    """Nothing follows; the decision comes as a decision_update."""
