"""Which decisions a request asks for, of which of the desk's accounts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from fastapi import Depends, Query
from pydantic import AwareDatetime

from tradewind.domain.account import Portfolio, RuntimeMode
from tradewind.domain.clock import Instant
from tradewind.domain.decision import Action, Outcome, Trigger
from tradewind.domain.ids import PortfolioId
from tradewind.ledger.decision_search import DecisionFilter
from tradewind.web.dependencies import DeskAtHand
from tradewind.web.desk import Desk

Symbol = Annotated[str | None, Query(min_length=1, max_length=64, description="proposed something for it")]
Verdict = Annotated[Literal["approved", "refused"] | None, Query(description="of a proposal")]
Model = Annotated[str | None, Query(min_length=1, max_length=200, description="only what it decided")]
Mode = Annotated[
    RuntimeMode | None, Query(description="the desk's account in that mode; absent: in the mode in force")
]
Since = Annotated[AwareDatetime | None, Query(description="ISO-8601 with zone")]
Until = Annotated[AwareDatetime | None, Query(description="ISO-8601 with zone, not itself")]


async def own_portfolios(desk: Desk) -> Sequence[Portfolio]:
    """Return the accounts that this desk has on its market, one for each mode it ever traded in; LedgerUnavailable."""
    every = await desk.ledger.portfolios.every()
    names = {each.name for each in every if each.portfolio_id == desk.portfolio_id}
    return [each for each in every if each.name in names]


async def wanted_decisions(
    *,
    desk: DeskAtHand,
    symbol: Symbol = None,
    action: Action | None = None,
    verdict: Verdict = None,
    outcome: Outcome | None = None,
    model: Model = None,
    trigger: Trigger | None = None,
    mode: Mode = None,
    since: Since = None,
    until: Until = None,
) -> DecisionFilter:
    """Read the filter of a request."""
    return DecisionFilter(
        portfolio_ids=await _accounts(desk, mode),
        symbol=symbol,
        action=action,
        is_approved=None if verdict is None else verdict == "approved",
        outcome=outcome,
        model=model,
        trigger=trigger,
        since=_instant(since),
        until=_instant(until),
    )


Wanted = Annotated[DecisionFilter, Depends(wanted_decisions)]


async def _accounts(desk: Desk, mode: RuntimeMode | None) -> tuple[PortfolioId, ...]:
    if mode is None:
        return (desk.portfolio_id,)
    return tuple(each.portfolio_id for each in await own_portfolios(desk) if each.mode is mode)


def _instant(moment: datetime | None) -> Instant | None:
    return None if moment is None else Instant.of(moment)
