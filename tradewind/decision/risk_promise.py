"""What the openings of a decision promise of their risk, before anything comes of them. Pure.

The forecast is the loss that the model names in its worst case, where it names exactly one amount of quote currency;
else the distance of the stop times the size. Prose is not guessed at: a price in it is no loss.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from tradewind.decision.context import context_of
from tradewind.domain.decision import DecisionRecord, Proposal, ReviewedProposal
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import Symbol
from tradewind.domain.outcome import ForecastSource, RiskPromise

MONEY_STEP = Decimal("1e-8")
_LOSS = re.compile(
    r"\b(?:loss|losses|lose|losing|drawdown)\b"
    r"(?:\s+(?:of|is|about|around|roughly|approximately|up|to|at|most|max|maximum|would|be|near|a|the)\b)*"
    r"\s*[:=~≈-]{0,2}\s*"
    r"(?P<dollar>\$)?\s?(?P<amount>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d{1,8})?)(?![\d,.]*\d)"
    r"\s?(?P<unit>USDT|USDC|USD|dollars)?(?![\w%])",
    re.IGNORECASE,
)


def promises_of(record: DecisionRecord, prices: Mapping[Symbol, Decimal]) -> tuple[RiskPromise, ...]:
    """Return what each approved opening of `record` promises; `prices`: those that it was judged by."""
    context = context_of(record.bundle)
    risks = context.risk.symbols if context and context.risk else ()
    atr_shares = {each.symbol: each.atr_share for each in risks}
    return tuple(
        _promise(record, item, item.client_order_id, prices, atr_shares)
        for item in record.items
        if item.is_approved and item.client_order_id is not None and item.proposal.action.is_opening
    )


def stated_loss(worst_case: str | None) -> Decimal | None:
    """Return the loss in quote currency that `worst_case` names, None where it names none, or several."""
    found = {
        Decimal(match["amount"].replace(",", ""))
        for match in _LOSS.finditer(worst_case or "")
        if match["dollar"] or match["unit"]
    }
    amounts = {amount for amount in found if amount > 0}
    return amounts.pop() if len(amounts) == 1 else None


def stop_loss(proposal: Proposal, entry_price: Decimal | None) -> Decimal | None:
    """Return what the stop lets a position lose from `entry_price`, before fees; None where a figure is missing."""
    if proposal.notional is None or proposal.stop_price is None or not entry_price:
        return None
    distance = abs(entry_price - proposal.stop_price) / entry_price
    return (proposal.notional * distance).quantize(MONEY_STEP)


def _promise(
    record: DecisionRecord,
    item: ReviewedProposal,
    order: ClientOrderId,
    prices: Mapping[Symbol, Decimal],
    atr_shares: Mapping[Symbol, float | None],
) -> RiskPromise:
    proposal = item.proposal
    entry_price = prices.get(proposal.symbol)
    stated = stated_loss(proposal.risk.max_pain if proposal.risk else None)
    by_stop = stop_loss(proposal, entry_price)
    source = ForecastSource.STOP if by_stop is not None else None
    return RiskPromise(
        client_order_id=order,
        decision_id=record.decision_id,
        portfolio_id=record.portfolio_id,
        symbol=proposal.symbol,
        action=proposal.action,
        model=record.model,
        recorded_at=record.created_at,
        confidence=proposal.confidence,
        narrative=proposal.risk,
        notional=proposal.notional,
        entry_price=entry_price,
        stop_price=proposal.stop_price,
        forecast_loss=by_stop if stated is None else stated,
        forecast_source=source if stated is None else ForecastSource.STATED,
        atr_share=atr_shares.get(proposal.symbol),
    )
