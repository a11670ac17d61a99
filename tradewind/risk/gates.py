"""The review: a proposal meets every gate and leaves as `Approved` or `Refused`.

Closing never meets a gate, what changes a position meets those of `changes`; an opening meets all of them, so that the record shows every verdict. Where the limits
are only observed, a governed gate's refusal is recorded and the opening goes on; every other gate binds always.
"""

from collections.abc import Callable
from dataclasses import replace

from tradewind.domain.decision import GateVerdict, Proposal
from tradewind.domain.order import OrderPurpose
from tradewind.risk.account_gates import daily_loss, desk, drawdown, grounding, order_rate
from tradewind.risk.changes import review_change
from tradewind.risk.limits import Enforcement, RiskLimits
from tradewind.risk.opening import Opening
from tradewind.risk.price_gates import market, price_drift, stop, stop_in_force, take_profit
from tradewind.risk.situation import Situation
from tradewind.risk.size_gates import (
    confidence,
    direction,
    exposure,
    leverage,
    leverage_limit,
    margin,
    notional,
    size,
)
from tradewind.risk.verdict import Approved, Refused

Gate = Callable[[Opening], GateVerdict]

GATES: tuple[Gate, ...] = (
    desk,
    confidence,
    market,
    price_drift,
    direction,
    leverage,
    leverage_limit,
    notional,
    size,
    exposure,
    margin,
    stop,
    take_profit,
    daily_loss,
    drawdown,
    order_rate,
    grounding,
)
"""In the order in which a reader wants to know; the first refusal names the reason."""
GOVERNED: frozenset[Gate] = frozenset(
    {confidence, price_drift, leverage_limit, notional, exposure, daily_loss, drawdown, grounding}
)
"""Gates that keep the operator's limits; the others keep what is possible, protected and asked by the desk itself."""


def review(proposal: Proposal, situation: Situation, limits: RiskLimits) -> Approved | Refused:
    """Judge a trade: a close runs whenever something is held, an opening must clear every gate.

    ValueError for a proposal that is no trade (hold, no entry): nobody asks risk about those.
    """
    if not proposal.action.is_trade:
        raise ValueError(f"only trades are reviewed, {proposal.action} on {proposal.symbol} is none")
    if not proposal.action.is_opening:
        return review_change(proposal, situation, limits)
    return _review_opening(Opening(proposal=proposal, situation=situation, limits=limits))


def _judge(gate: Gate, opening: Opening) -> GateVerdict:
    verdict = gate(opening)
    is_observed = opening.limits.enforcement is Enforcement.OBSERVED and gate in GOVERNED
    return replace(verdict, is_observed=is_observed and not verdict.passed)


def _review_opening(opening: Opening) -> Approved | Refused:
    verdicts = tuple(_judge(gate, opening) for gate in GATES)
    refusal = next((verdict for verdict in verdicts if not (verdict.passed or verdict.is_observed)), None)
    if refusal is not None:
        return Refused(proposal=opening.proposal, reason=refusal.reason, verdicts=verdicts)
    quantity, leverage_asked = opening.quantity, opening.proposal.leverage
    if quantity is None or leverage_asked is None:
        raise AssertionError(f"the gates passed an opening without size or leverage: {opening.proposal}")
    return Approved(
        proposal=opening.proposal,
        side=opening.side,
        purpose=OrderPurpose.OPEN,
        quantity=quantity,
        leverage=leverage_asked,
        stop_price=stop_in_force(opening),
        take_profit_price=opening.take_profit_price,
        is_reduce_only=False,
        snapshot_price=opening.situation.snapshot_price,
        judged_at=opening.situation.account.as_of,
        verdicts=verdicts,
    )
