"""Gates on how sure the model is and how much it wants."""

from decimal import Decimal

from tradewind.domain.decision import GateVerdict
from tradewind.risk.opening import Opening, allow, deny
from tradewind.risk.situation import is_usable

NO_EQUITY = "the account's equity is unknown or not positive"
NO_NOTIONAL = "the notional is missing or not a positive number"
NO_PRICE = "the market price is unknown"
_ONE = Decimal(1)


def confidence(opening: Opening) -> GateVerdict:
    """The model is sure enough, on a scale of 0 to 1."""
    stated, needed = opening.proposal.confidence, opening.limits.min_confidence
    if stated is None or not 0 <= stated <= 1:
        return deny("confidence", f"confidence must be a number from 0 to 1, was {stated}")
    reason = f"confidence {stated}, at least {needed} is needed"
    return allow("confidence", reason) if stated >= needed else deny("confidence", reason)


def direction(opening: Opening) -> GateVerdict:
    """Nothing is held the other way: a reversal is a close first."""
    held = opening.held
    if held is None or held.side.opening_side is opening.side:
        return allow("direction", "no opposite position")
    return deny("direction", f"a {held.side} of {held.quantity:f} is open: close it first")


def leverage(opening: Opening) -> GateVerdict:
    """Leverage is at least 1 and within what the venue offers."""
    wanted = opening.proposal.leverage
    if wanted is None or not is_usable(wanted) or wanted < _ONE:
        return deny("leverage", f"leverage must be a number from 1 up, was {wanted}")
    if opening.situation.instrument is None:
        return deny("leverage", "the instrument's rules are unknown")
    offered = opening.situation.instrument.max_leverage
    reason = f"leverage {wanted:f}, the venue offers {offered:f}"
    return allow("leverage", reason) if wanted <= offered else deny("leverage", reason)


def leverage_limit(opening: Opening) -> GateVerdict:
    """Leverage is within the desk's own limit."""
    wanted, limit = opening.proposal.leverage, opening.limits.max_leverage
    if wanted is None or not is_usable(wanted):
        return deny("leverage_limit", f"leverage must be a number from 1 up, was {wanted}")
    reason = f"leverage {wanted:f}, limit {limit:f}"
    return allow("leverage_limit", reason) if wanted <= limit else deny("leverage_limit", reason)


def notional(opening: Opening) -> GateVerdict:
    """The whole position, what is held included, stays within its share of equity."""
    if opening.notional is None:
        return deny("notional", f"{NO_NOTIONAL}, was {opening.proposal.notional}")
    if opening.equity is None:
        return deny("notional", NO_EQUITY)
    if opening.entry_price is None:
        return deny("notional", NO_PRICE)
    held = opening.held.quantity * opening.entry_price if opening.held else Decimal(0)
    cap = opening.equity * opening.limits.max_notional_share
    reason = f"notional {opening.notional:f} with {held:f} held, cap {cap:f}"
    return allow("notional", reason) if held + opening.notional <= cap else deny("notional", reason)


def size(opening: Opening) -> GateVerdict:
    """The notional buys at least the smallest order in whole lots."""
    instrument = opening.situation.instrument
    if instrument is None:
        return deny("size", "the instrument's rules are unknown")
    if opening.notional is None:
        return deny("size", NO_NOTIONAL)
    if opening.entry_price is None:
        return deny("size", NO_PRICE)
    if opening.quantity is None:
        least = instrument.min_quantity
        return deny(
            "size", f"notional {opening.notional:f} is below the smallest order, {least:f} {instrument.base}"
        )
    return allow("size", f"{opening.quantity:f} {instrument.base} in whole lots")


def exposure(opening: Opening) -> GateVerdict:
    """All positions, orders on their way and this one stay within the total."""
    if opening.notional is None:
        return deny("exposure", NO_NOTIONAL)
    if opening.equity is None:
        return deny("exposure", NO_EQUITY)
    total = opening.notional + opening.situation.pending_notional
    for held in opening.situation.account.positions:
        if held.notional is None:
            return deny("exposure", f"the value of the position in {held.symbol} is unknown")
        total += abs(held.notional)
    cap = opening.equity * opening.limits.max_total_exposure_share
    reason = f"total exposure {total:f}, cap {cap:f}"
    return allow("exposure", reason) if total <= cap else deny("exposure", reason)


def margin(opening: Opening) -> GateVerdict:
    """The free part of the account carries the margin; a position takes on the leverage of what is added to it."""
    available, wanted = opening.situation.account.available, opening.proposal.leverage
    if available is None or not available.is_finite():
        return deny("margin", "the account's available margin is unknown")
    if opening.notional is None or wanted is None or not is_usable(wanted):
        return deny("margin", "notional or leverage is unusable")
    held, tied = Decimal(0), Decimal(0)
    if opening.held is not None:
        held, tied = opening.held.quantity * opening.held.entry_price, opening.held.margin
    needed = (held + opening.notional) / wanted - tied
    reason = f"margin {needed:f} of {available:f} available"
    return allow("margin", reason) if needed <= available else deny("margin", reason)
