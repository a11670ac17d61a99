"""An opening at a price of its own meets the same gates, at the price that it would trade at. Pure."""

from dataclasses import replace
from decimal import Decimal

from tradewind.domain.decision import Action, GateVerdict, Proposal
from tradewind.risk.gates import review
from tradewind.risk.limits import RiskLimits
from tradewind.risk.situation import Situation, is_usable
from tradewind.risk.verdict import Approved, Refused

PRICED_GATES = frozenset({"price_drift", "size", "stop", "take_profit"})
"""What they say depends on the price of the entry alone, and an order that waits enters at its own."""


def review_at_limit(
    limit_price: Decimal, proposal: Proposal, situation: Situation, limits: RiskLimits
) -> Approved | Refused:
    """Judge an opening that buys or sells at `limit_price` or better.

    One that waits is judged at its own price, and by the market for everything that does not hang on a price;
    one that trades at once is judged as if it got its worst.
    """
    if (verdict := _price_verdict(limit_price, situation)) is not None:
        return Refused(proposal=proposal, reason=verdict.reason, verdicts=(verdict,))
    if not _waits(limit_price, proposal, situation):
        return review(proposal, _at_worst(limit_price, proposal, situation), limits)
    now = review(proposal, situation, limits)
    unmet = [verdict for verdict in now.verdicts if _binds(verdict)]
    if unmet:
        return Refused(proposal=proposal, reason=unmet[0].reason, verdicts=now.verdicts)
    return review(proposal, _once_reached(limit_price, situation), limits)


def _price_verdict(limit_price: Decimal, situation: Situation) -> GateVerdict | None:
    instrument = situation.instrument
    if not is_usable(limit_price):
        reason = f"the limit price must be a positive number, was {limit_price}"
    elif instrument is not None and limit_price % instrument.tick_size:
        reason = f"limit price {limit_price:f} is not on the tick {instrument.tick_size:f}"
    else:
        return None
    return GateVerdict(gate="limit_price", passed=False, reason=reason)


def _waits(limit_price: Decimal, proposal: Proposal, situation: Situation) -> bool:
    if situation.bid is None or situation.ask is None:
        return False
    return limit_price < situation.ask if proposal.action is Action.BUY else limit_price > situation.bid


def _binds(verdict: GateVerdict) -> bool:
    return not (verdict.passed or verdict.is_observed or verdict.gate in PRICED_GATES)


def _once_reached(limit_price: Decimal, situation: Situation) -> Situation:
    return replace(
        situation, bid=limit_price, ask=limit_price, last_price=limit_price, snapshot_price=limit_price
    )


def _at_worst(limit_price: Decimal, proposal: Proposal, situation: Situation) -> Situation:
    if proposal.action is Action.BUY:
        return replace(situation, ask=None if situation.ask is None else limit_price)
    return replace(situation, bid=None if situation.bid is None else limit_price)
