"""The review: a proposal meets every gate and leaves as `Approved` or `Refused`.

Closing never meets a gate; an opening meets all of them, so that the record shows every verdict.
"""

from collections.abc import Callable

from tradewind.domain.decision import Action, GateVerdict, Proposal
from tradewind.domain.order import OrderPurpose
from tradewind.risk.account_gates import daily_loss, desk, drawdown, order_rate
from tradewind.risk.limits import RiskLimits
from tradewind.risk.opening import Opening, allow, deny
from tradewind.risk.price_gates import market, price_drift, stop, take_profit
from tradewind.risk.situation import Situation
from tradewind.risk.size_gates import confidence, direction, exposure, leverage, margin, notional, size
from tradewind.risk.verdict import Approved, Refused

Gate = Callable[[Opening], GateVerdict]

GATES: tuple[Gate, ...] = (
    desk,
    confidence,
    market,
    price_drift,
    direction,
    leverage,
    notional,
    size,
    exposure,
    margin,
    stop,
    take_profit,
    daily_loss,
    drawdown,
    order_rate,
)
"""In the order in which a reader wants to know; the first refusal names the reason."""


def review(proposal: Proposal, situation: Situation, limits: RiskLimits) -> Approved | Refused:
    """Judge a trade: a close runs whenever something is held, an opening must clear every gate.

    ValueError for a proposal that is no trade (hold, no entry): nobody asks risk about those.
    """
    if not proposal.action.is_trade:
        raise ValueError(f"only trades are reviewed, {proposal.action} on {proposal.symbol} is none")
    if proposal.action is Action.CLOSE:
        return _review_close(proposal, situation)
    return _review_opening(Opening(proposal=proposal, situation=situation, limits=limits))


def _review_close(proposal: Proposal, situation: Situation) -> Approved | Refused:
    held = situation.account.position(proposal.symbol)
    if held is None:
        verdict = deny("close", f"nothing to close: no position in {proposal.symbol}")
        return Refused(proposal=proposal, reason=verdict.reason, verdicts=(verdict,))
    return Approved(
        proposal=proposal,
        side=held.side.opening_side.opposite,
        purpose=OrderPurpose.CLOSE,
        quantity=held.quantity,
        leverage=held.leverage,
        stop_price=None,
        take_profit_price=None,
        is_reduce_only=True,
        snapshot_price=situation.snapshot_price,
        judged_at=situation.account.as_of,
        verdicts=(allow("close", f"closes the whole {held.side} of {held.quantity:f}"),),
    )


def _review_opening(opening: Opening) -> Approved | Refused:
    verdicts = tuple(gate(opening) for gate in GATES)
    refusal = next((verdict for verdict in verdicts if not verdict.passed), None)
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
        stop_price=opening.stop_price,
        take_profit_price=opening.take_profit_price,
        is_reduce_only=False,
        snapshot_price=opening.situation.snapshot_price,
        judged_at=opening.situation.account.as_of,
        verdicts=verdicts,
    )
