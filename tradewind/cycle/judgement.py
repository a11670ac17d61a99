"""From proposals to verdicts: the one review of a decision, at its time and in every replay of it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

from tradewind.cycle.review import ReviewInputs, in_review_order, review_all
from tradewind.domain.decision import GroundingFlag, Proposal, ReviewedProposal
from tradewind.domain.ids import DecisionId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderPurpose
from tradewind.orders import client_id_for
from tradewind.risk.verdict import Approved, Refused

NO_FLAGS: Mapping[Symbol, tuple[GroundingFlag, ...]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What came of the proposals of one decision."""

    verdicts: tuple[Approved | Refused, ...]
    """Of the trades, in review order."""
    items: tuple[ReviewedProposal, ...]
    """Everything that was proposed, with what was said to it."""


def judge(
    decision_id: DecisionId,
    proposals: Sequence[Proposal],
    inputs: ReviewInputs | None,
    flags: Mapping[Symbol, tuple[GroundingFlag, ...]] = NO_FLAGS,
) -> Judgement:
    """Judge the trades among `proposals`; `inputs` None: there are no trades, else ValueError. `flags` go along."""
    trades = [proposal for proposal in proposals if proposal.action.is_trade]
    if trades and inputs is None:
        raise ValueError(f"{len(trades)} trades of decision {decision_id} have nothing to be judged by")
    verdicts = review_all(trades, replace(inputs, flags=flags)) if inputs is not None else []
    by_proposal = {verdict.proposal: verdict for verdict in verdicts}
    items = (
        reviewed(decision_id, proposal, by_proposal.get(proposal), flags.get(proposal.symbol, ()))
        for proposal in in_review_order(proposals)
    )
    return Judgement(verdicts=tuple(verdicts), items=tuple(items))


def _has_order(verdict: Approved | Refused | None) -> TypeGuard[Approved]:
    """Return whether an order of this id leaves; a moved stop is sent by protection under ids of its own."""
    return isinstance(verdict, Approved) and verdict.purpose is not OrderPurpose.STOP


def reviewed(
    decision_id: DecisionId,
    proposal: Proposal,
    verdict: Approved | Refused | None,
    flags: tuple[GroundingFlag, ...] = (),
) -> ReviewedProposal:
    """Return the proposal with its verdict; holding and staying out (None) are nothing to refuse."""
    return ReviewedProposal(
        proposal=proposal,
        is_approved=not isinstance(verdict, Refused),
        reason=verdict.reason if isinstance(verdict, Refused) else None,
        verdicts=verdict.verdicts if verdict else (),
        client_order_id=client_id_for(decision_id, verdict) if _has_order(verdict) else None,
        flags=flags,
    )
