"""How the models of a desk are doing, in one value."""

from dataclasses import dataclass

from tradewind.decision.budget import BudgetStanding
from tradewind.decision.model_line import ModelStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReport:
    """Use and cost of the day, and what keeps the desk from opening because of its models."""

    budget: BudgetStanding
    models: tuple[ModelStanding, ...]  # in the order in which they are asked
    failed_decisions: int  # in a row
    safe_mode: str | None  # why nothing opens; None: the desk is not in safe mode
