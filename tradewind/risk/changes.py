"""The review of what a decision does to a position that is held: close it, close a part, move its protection. Pure.

A close runs whenever something is held. A part must be whole lots. A stop only moves so that less can be lost.
"""

from decimal import Decimal

from tradewind.domain.account import OpenPosition
from tradewind.domain.decision import Action, GateVerdict, Proposal
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderPurpose, Side
from tradewind.risk.limits import RiskLimits
from tradewind.risk.opening import Opening, allow, deny
from tradewind.risk.price_gates import market, stop, take_profit
from tradewind.risk.situation import Situation, is_usable
from tradewind.risk.verdict import Approved, Refused

_ONE = Decimal(1)


def review_change(proposal: Proposal, situation: Situation, limits: RiskLimits) -> Approved | Refused:
    """Judge a close, a reduction or a move of the protection."""
    held = situation.account.position(proposal.symbol)
    if held is None:
        what = proposal.action.value.replace("_", " ")
        return _refused(
            proposal, deny(proposal.action, f"nothing to {what}: no position in {proposal.symbol}")
        )
    match proposal.action:
        case Action.CLOSE:
            verdict = allow("close", f"closes the whole {held.side} of {held.quantity:f}")
            return _closing(proposal, held, held.quantity, situation, verdict)
        case Action.REDUCE:
            return _review_part(proposal, held, situation)
        case _:
            return _review_move(proposal, held, situation, limits)


def _review_part(proposal: Proposal, held: OpenPosition, situation: Situation) -> Approved | Refused:
    fraction, instrument = proposal.close_fraction, situation.instrument
    if fraction is None or not is_usable(fraction) or fraction >= _ONE:
        reason = f"the part to close must be above 0 and below 1, was {fraction}"
        return _refused(proposal, deny("reduce", reason))
    if instrument is None:
        return _refused(proposal, deny("reduce", "the instrument's rules are unknown"))
    part = instrument.on_lot(BaseQty(held.quantity * fraction))
    least = instrument.min_quantity
    if part < least:
        reason = (
            f"{fraction:.2%} of {held.quantity:f} is below the smallest order, {least:f} {instrument.base}"
        )
        return _refused(proposal, deny("reduce", reason))
    if held.quantity - part < least:
        reason = f"what is left of {held.quantity:f} could not be closed any more: close the whole"
        return _refused(proposal, deny("reduce", reason))
    verdict = allow("reduce", f"closes {part:f} of {held.quantity:f} {instrument.base}, in whole lots")
    return _closing(proposal, held, part, situation, verdict)


def _closing(
    proposal: Proposal, held: OpenPosition, quantity: BaseQty, situation: Situation, verdict: GateVerdict
) -> Approved:
    return Approved(
        proposal=proposal,
        side=held.side.opening_side.opposite,
        purpose=OrderPurpose.CLOSE,
        quantity=quantity,
        leverage=held.leverage,
        stop_price=None,
        take_profit_price=None,
        is_reduce_only=True,
        snapshot_price=situation.snapshot_price,
        judged_at=situation.account.as_of,
        verdicts=(verdict,),
    )


def _review_move(
    proposal: Proposal, held: OpenPosition, situation: Situation, limits: RiskLimits
) -> Approved | Refused:
    """Judge the new prices by the gates of an opening of the same side, and the stop against the one that stands."""
    if situation.instrument is None:
        return _refused(proposal, deny("move_stop", "the instrument's rules are unknown"))
    opening = Opening(proposal=_as_opening(proposal, held), situation=situation, limits=limits)
    verdicts = [market(opening)]
    if proposal.stop_price is not None:
        verdicts += [stop(opening), _tightens(opening.stop_price, held)]
    if proposal.take_profit_price is not None:
        verdicts.append(take_profit(opening))
    if (still := _unmoved(opening, held)) is not None:
        verdicts.append(still)
    refusal = next((verdict for verdict in verdicts if not verdict.passed), None)
    if refusal is not None:
        return Refused(proposal=proposal, reason=refusal.reason, verdicts=tuple(verdicts))
    return Approved(
        proposal=proposal,
        side=held.side.opening_side.opposite,
        purpose=OrderPurpose.STOP,
        quantity=held.quantity,
        leverage=held.leverage,
        stop_price=held.stop_price if proposal.stop_price is None else opening.stop_price,
        take_profit_price=held.take_profit_price
        if proposal.take_profit_price is None
        else opening.take_profit_price,
        is_reduce_only=True,
        snapshot_price=situation.snapshot_price,
        judged_at=situation.account.as_of,
        verdicts=tuple(verdicts),
    )


def _as_opening(proposal: Proposal, held: OpenPosition) -> Proposal:
    """Return an opening of the held side with the new prices, for the gates that judge prices."""
    return Proposal(
        symbol=proposal.symbol,
        action=Action.BUY if held.side.opening_side is Side.BUY else Action.SELL,
        confidence=None,
        notional=None,
        leverage=None,
        stop_price=proposal.stop_price,
        take_profit_price=proposal.take_profit_price,
        rationale=proposal.rationale,
    )


def _tightens(price: Decimal | None, held: OpenPosition) -> GateVerdict:
    """The stop goes nearer to the price, never away from it."""
    standing = held.stop_price
    if standing is None:
        return allow("tighter", "no stop stands yet")
    if price is None:
        return deny("tighter", "the new stop cannot be judged")
    is_wider = held.side.tighter(price, standing) != price
    reason = f"stop {price:f} beside {standing:f} of a {held.side}"
    return deny("tighter", f"{reason} would lose more") if is_wider else allow("tighter", reason)


def _unmoved(opening: Opening, held: OpenPosition) -> GateVerdict | None:
    """Refuse a move to where the prices stand already, or to nowhere."""
    asked = opening.proposal
    is_stop_new = asked.stop_price is not None and opening.stop_price != held.stop_price
    is_target_new = (
        asked.take_profit_price is not None and opening.take_profit_price != held.take_profit_price
    )
    if is_stop_new or is_target_new:
        return None
    return deny("move_stop", "neither the stop nor the target would move")


def _refused(proposal: Proposal, verdict: GateVerdict) -> Refused:
    return Refused(proposal=proposal, reason=verdict.reason, verdicts=(verdict,))
