"""Derives from the record what a person should notice."""

from collections.abc import Iterable

from tradewind.domain.account import ClosedPosition
from tradewind.domain.decision import DecisionRecord, Outcome
from tradewind.domain.order import OrderPurpose, OrderRecord, OrderState
from tradewind.web.schemas.portfolio import DeskEvent, EventKind

_OF_STATE = {
    OrderState.REJECTED: (EventKind.ORDER_REJECTED, "was rejected"),
    OrderState.UNKNOWN: (EventKind.ORDER_UNKNOWN, "was sent, its outcome is not known yet"),
    OrderState.CANCELED: (EventKind.ORDER_CANCELED, "was canceled"),
    OrderState.EXPIRED: (EventKind.ORDER_EXPIRED, "was dropped as too old"),
}
_OF_PURPOSE = {
    OrderPurpose.STOP: (EventKind.STOP_HIT, "stop closed the"),
    OrderPurpose.TAKE_PROFIT: (EventKind.TAKE_PROFIT_HIT, "take profit closed the"),
}
_OF_OUTCOME = {
    Outcome.BLOCKED: (EventKind.CYCLE_BLOCKED, "Cycle blocked"),
    Outcome.ABSTAINED: (EventKind.CYCLE_ABSTAINED, "Cycle abstained"),
}


def events(
    orders: Iterable[OrderRecord],
    closed: Iterable[ClosedPosition],
    decisions: Iterable[DecisionRecord],
    limit: int,
) -> tuple[DeskEvent, ...]:
    """Return up to `limit` events, newest first."""
    decided = tuple(decisions)
    found = [
        *filter(None, map(_of_order, orders)),
        *filter(None, map(_of_closed, closed)),
        *filter(None, map(_of_decision, decided)),
        *(event for decision in decided for event in _of_refusals(decision)),
    ]
    return tuple(sorted(found, key=lambda event: event.time, reverse=True)[:limit])


def _of_order(record: OrderRecord) -> DeskEvent | None:
    if record.state not in _OF_STATE:
        return None
    kind, verb = _OF_STATE[record.state]
    order = record.order
    text = f"{order.symbol} {order.side} {order.quantity:f} {verb}" + _because(record.reason)
    return DeskEvent(time=record.updated_at, kind=kind, text=text)


def _of_closed(closed: ClosedPosition) -> DeskEvent | None:
    if closed.close_purpose not in _OF_PURPOSE:
        return None
    kind, verb = _OF_PURPOSE[closed.close_purpose]
    text = f"{closed.symbol} {verb} {closed.side} at {closed.exit_price:f}, PnL {closed.realized_pnl:f}"
    return DeskEvent(time=closed.closed_at, kind=kind, text=text)


def _of_decision(decision: DecisionRecord) -> DeskEvent | None:
    if decision.outcome not in _OF_OUTCOME:
        return None
    kind, verb = _OF_OUTCOME[decision.outcome]
    return DeskEvent(time=decision.created_at, kind=kind, text=verb + _because(decision.why))


def _of_refusals(decision: DecisionRecord) -> list[DeskEvent]:
    return [
        DeskEvent(
            time=decision.created_at,
            kind=EventKind.PROPOSAL_REFUSED,
            text=f"{item.proposal.symbol} {item.proposal.action} refused" + _because(item.reason),
        )
        for item in decision.items
        if not item.is_approved and item.proposal.action.is_trade
    ]


def _because(reason: str | None) -> str:
    return f": {reason}" if reason else ""
