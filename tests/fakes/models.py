"""Models behind the web that cost nothing and never fail, until a test says otherwise."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tradewind.decision.breaker import Circuit
from tradewind.decision.budget import BudgetStanding
from tradewind.decision.model_line import ModelStanding
from tradewind.decision.report import ModelReport

QUIET = ModelReport(
    budget=BudgetStanding(day=date(2026, 11, 21), uses=(), spent_usd=Decimal(0), daily_usd=None),
    models=(ModelStanding(model="rule-policy", circuit=Circuit.CLOSED, failures=0),),
    failed_decisions=0,
    safe_mode=None,
)


@dataclass(slots=True, kw_only=True)
class QuietModels:
    """What is reported, and who ended safe mode."""

    reported: ModelReport = QUIET
    released_by: list[str] = field(default_factory=list)

    async def report(self) -> ModelReport:
        return self.reported

    async def release_safe_mode(self, by: str) -> None:
        self.released_by.append(by)
