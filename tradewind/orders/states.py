"""The life of an order as a table: state and news in, state out. Pure.

INTENT -> SENDING -> ACCEPTED | REJECTED | UNKNOWN; ACCEPTED -> PARTIAL -> FILLED | CANCELED | EXPIRED; a fill always
counts, whatever was said before it.
"""

from collections.abc import Mapping
from enum import StrEnum

from tradewind.domain.order import OrderState

_S = OrderState


class OrderEvent(StrEnum):
    """What can be learned about an order."""

    SEND = "send"
    """It is about to leave; committed before the first byte."""
    ACCEPT = "accept"
    REJECT = "reject"
    """Refused, here or there; nothing rests at the venue."""
    LOSE = "lose"
    """Sent, and no answer that means anything; news that came another way says more."""
    FILL_PART = "fill_part"
    FILL_ALL = "fill_all"
    ASK_CANCEL = "ask_cancel"
    CANCEL = "cancel"
    EXPIRE = "expire"
    """Too old to be sent, proved never to have arrived, or run out at the venue."""


_E = OrderEvent

STEPS: Mapping[OrderState, Mapping[OrderEvent, OrderState]] = {
    _S.INTENT: {
        _E.SEND: _S.SENDING,
        _E.REJECT: _S.REJECTED,
        _E.EXPIRE: _S.EXPIRED,
        _E.FILL_PART: _S.PARTIAL,
        _E.FILL_ALL: _S.FILLED,
    },
    _S.SENDING: {
        _E.ACCEPT: _S.ACCEPTED,
        _E.REJECT: _S.REJECTED,
        _E.LOSE: _S.UNKNOWN,
        _E.FILL_PART: _S.PARTIAL,
        _E.FILL_ALL: _S.FILLED,
        _E.CANCEL: _S.CANCELED,
        _E.EXPIRE: _S.EXPIRED,
    },
    _S.UNKNOWN: {
        _E.ACCEPT: _S.ACCEPTED,
        _E.REJECT: _S.REJECTED,
        _E.LOSE: _S.UNKNOWN,
        _E.FILL_PART: _S.PARTIAL,
        _E.FILL_ALL: _S.FILLED,
        _E.CANCEL: _S.CANCELED,
        _E.EXPIRE: _S.EXPIRED,
    },
    _S.ACCEPTED: {
        _E.ACCEPT: _S.ACCEPTED,
        _E.REJECT: _S.REJECTED,
        _E.LOSE: _S.ACCEPTED,
        _E.FILL_PART: _S.PARTIAL,
        _E.FILL_ALL: _S.FILLED,
        _E.ASK_CANCEL: _S.PENDING_CANCEL,
        _E.CANCEL: _S.CANCELED,
        _E.EXPIRE: _S.EXPIRED,
    },
    _S.PARTIAL: {
        _E.ACCEPT: _S.PARTIAL,
        _E.LOSE: _S.PARTIAL,
        _E.FILL_PART: _S.PARTIAL,
        _E.FILL_ALL: _S.FILLED,
        _E.ASK_CANCEL: _S.PENDING_CANCEL,
        _E.CANCEL: _S.CANCELED,
        _E.EXPIRE: _S.EXPIRED,
    },
    _S.PENDING_CANCEL: {
        _E.ACCEPT: _S.PENDING_CANCEL,
        _E.LOSE: _S.PENDING_CANCEL,
        _E.FILL_PART: _S.PENDING_CANCEL,
        _E.FILL_ALL: _S.FILLED,
        _E.ASK_CANCEL: _S.PENDING_CANCEL,
        _E.CANCEL: _S.CANCELED,
        _E.EXPIRE: _S.EXPIRED,
    },
    _S.FILLED: {
        _E.ACCEPT: _S.FILLED,
        _E.LOSE: _S.FILLED,
        _E.FILL_PART: _S.FILLED,
        _E.FILL_ALL: _S.FILLED,
        _E.CANCEL: _S.FILLED,
        _E.EXPIRE: _S.FILLED,
    },
    _S.CANCELED: {
        _E.ACCEPT: _S.CANCELED,
        _E.LOSE: _S.CANCELED,
        _E.CANCEL: _S.CANCELED,
        _E.FILL_PART: _S.CANCELED,
        _E.FILL_ALL: _S.FILLED,
    },
    _S.EXPIRED: {
        _E.ACCEPT: _S.ACCEPTED,
        _E.LOSE: _S.EXPIRED,
        _E.CANCEL: _S.CANCELED,
        _E.EXPIRE: _S.EXPIRED,
        _E.FILL_PART: _S.EXPIRED,
        _E.FILL_ALL: _S.FILLED,
    },
    _S.REJECTED: {
        _E.REJECT: _S.REJECTED,
        _E.LOSE: _S.REJECTED,
        _E.FILL_PART: _S.REJECTED,
        _E.FILL_ALL: _S.FILLED,
    },
}
"""Late news that changes nothing is legal and stays where it is; what a venue has, it has, even if we gave it up."""

NEWS: Mapping[OrderState, OrderEvent] = {
    _S.ACCEPTED: _E.ACCEPT,
    _S.PARTIAL: _E.ACCEPT,
    _S.FILLED: _E.ACCEPT,
    _S.PENDING_CANCEL: _E.ACCEPT,
    _S.CANCELED: _E.CANCEL,
    _S.EXPIRED: _E.EXPIRE,
    _S.REJECTED: _E.REJECT,
}
"""What a venue's report of a state tells us; what is filled is told by fills alone."""


class IllegalStep(ValueError):
    """News that cannot be true of an order in that state."""


def step(state: OrderState, event: OrderEvent) -> OrderState:
    """Return the state after `event`; IllegalStep when it cannot happen there."""
    after = STEPS[state].get(event)
    if after is None:
        raise IllegalStep(f"an order that is {state} cannot {event.replace('_', ' ')}")
    return after
