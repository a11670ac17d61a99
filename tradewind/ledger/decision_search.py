"""Which decisions are meant, and their place in the log. What is asked here, one index answers without the records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, Select, Table, exists, func, select

from tradewind.domain.clock import Instant
from tradewind.domain.decision import Action, Outcome, ReviewedProposal, Trigger
from tradewind.domain.ids import DecisionId, PortfolioId
from tradewind.ledger.statements import before
from tradewind.ledger.tables import decision_items, decision_logs


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFilter:
    """What is asked of a decision; None: whatever it is."""

    portfolio_ids: tuple[PortfolioId, ...]
    symbol: str | None = None
    action: Action | None = None
    is_approved: bool | None = None
    """Of one proposal: what symbol, action and this ask for must be the same one's."""
    outcome: Outcome | None = None
    model: str | None = None
    trigger: Trigger | None = None
    since: Instant | None = None
    until: Instant | None = None  # not itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbors:
    """The decisions of the same portfolio beside one; None: it is the first, or the last."""

    earlier: DecisionId | None
    later: DecisionId | None


def matching(wanted: DecisionFilter, limit: int, cursor: str | None) -> Select[int]:
    """Return the numbers of up to `limit` decisions after `cursor`, newest first; ValueError for a foreign cursor."""
    seq = decision_logs.c.seq
    conditions = [*before(seq, cursor), *_of_the_decision(wanted), *_of_an_item(wanted)]
    return select(seq).where(*conditions).order_by(seq.desc()).limit(limit)


def beside(portfolio_id: PortfolioId, decision_id: DecisionId) -> Select[DecisionId, DecisionId]:
    """Return the question for the neighbors of a decision."""
    log = decision_logs.c
    its_own = select(log.seq).where(log.decision_id == decision_id).scalar_subquery()

    def nearest(number: ColumnElement[int]) -> ScalarSelect[DecisionId]:
        return select(log.decision_id).where(log.seq == number).scalar_subquery()

    def among(condition: ColumnElement[bool], end: ColumnElement[int]) -> ScalarSelect[int]:
        return select(end).where(log.portfolio_id == portfolio_id, condition).scalar_subquery()

    return select(
        nearest(among(log.seq < its_own, func.max(log.seq))),
        nearest(among(log.seq > its_own, func.min(log.seq))),
    )


def item_rows(decision_id: DecisionId, items: Sequence[ReviewedProposal]) -> list[dict[str, object]]:
    """Return what a decision proposed, as the rows that it is found by."""
    return [
        {
            "decision_id": decision_id,
            "ordinal": ordinal,
            "symbol": item.proposal.symbol,
            "action": item.proposal.action,
            "is_approved": item.is_approved,
        }
        for ordinal, item in enumerate(items, start=1)
    ]


def _of_the_decision(wanted: DecisionFilter) -> list[ColumnElement[bool]]:
    log = decision_logs.c
    equal = {"outcome": wanted.outcome, "model": wanted.model, "trigger": wanted.trigger}
    conditions = [log.portfolio_id.in_(wanted.portfolio_ids), *_equal(decision_logs, equal)]
    if wanted.since is not None:
        conditions.append(log.created_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(log.created_at < wanted.until)
    return conditions


def _of_an_item(wanted: DecisionFilter) -> list[ColumnElement[bool]]:
    equal = {"symbol": wanted.symbol, "action": wanted.action, "is_approved": wanted.is_approved}
    asked = _equal(decision_items, equal)
    is_of_it = decision_items.c.decision_id == decision_logs.c.decision_id
    return [exists().where(is_of_it, *asked)] if asked else []


def _equal(table: Table, values: Mapping[str, object]) -> list[ColumnElement[bool]]:
    return [table.c[name] == value for name, value in values.items() if value is not None]
