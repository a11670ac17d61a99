"""What may be set about the models together: who answers when the first does not, and what a day may cost."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from tradewind.decision.config import ModelConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakerConfig:
    """When a model is left alone for a while."""

    failures: int = 3
    """So many in a row open the circuit."""
    open_for: timedelta = timedelta(seconds=120)
    """Until one question is tried again."""

    def __post_init__(self) -> None:
        if not 1 <= self.failures <= 100:
            raise ValueError(f"breaker.failures must be in 1..100, was {self.failures}")
        if not timedelta(0) < self.open_for <= timedelta(days=1):
            raise ValueError(f"breaker.open_for must be in (0, 1 day], was {self.open_for}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsConfig:
    """The models of one desk in the order in which they are asked."""

    models: tuple[ModelConfig, ...]
    """The first decides; each of the others stands in when all before it fail."""
    total: timedelta = timedelta(seconds=120)
    """For one decision: all models, retries and the second question together."""
    breaker: BreakerConfig = field(default_factory=BreakerConfig)

    def __post_init__(self) -> None:
        if not self.models:
            raise ValueError("models must name at least one model, was empty")
        places = [(each.base_url, each.model) for each in self.models]
        if len(set(places)) != len(places):
            raise ValueError(f"a fallback must differ from the models before it, were {places}")
        if not timedelta(0) < self.total <= timedelta(hours=1):
            raise ValueError(f"total must be in (0, 1 hour], was {self.total}")


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetConfig:
    """What the models may cost on one day, by UTC."""

    daily_usd: Decimal | None = None  # None: no limit
    worst_case_usd: Decimal | None = None
    """What a call of unknown cost counts; None: it is worked out of the model's prices."""

    def __post_init__(self) -> None:
        for name in ("daily_usd", "worst_case_usd"):
            value: Decimal | None = getattr(self, name)
            if value is not None and not (value.is_finite() and value >= 0):
                raise ValueError(f"{name} must not be negative, was {value}")


def budget_of(
    daily_usd: Decimal | None, worst_case_usd: Decimal | None, models: tuple[ModelConfig, ...]
) -> BudgetConfig:
    """Return the budget for `models`; ValueError when it is set and the price of one is unknown."""
    dearest = [each.worst_case_usd for each in models]
    known = [price for price in dearest if price is not None]
    if daily_usd is not None and worst_case_usd is None and len(known) < len(dearest):
        nameless = ", ".join(each.model for each in models if each.worst_case_usd is None)
        raise ValueError(
            f"daily_budget_usd is {daily_usd} and the price of {nameless} is unknown: set its "
            "prompt_usd_per_million and completion_usd_per_million, or worst_case_usd_per_call"
        )
    return BudgetConfig(
        daily_usd=daily_usd,
        worst_case_usd=worst_case_usd if worst_case_usd is not None else max(known, default=None),
    )
