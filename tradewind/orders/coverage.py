"""What protects a position and what is wrong with it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tradewind.brokers.port import VenueOrder
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import OrderPurpose, Side

ZERO = Decimal(0)
PROTECTIVE = frozenset({OrderPurpose.STOP, OrderPurpose.TAKE_PROFIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One kind of protection that a position should have."""

    symbol: Symbol
    purpose: OrderPurpose  # STOP or TAKE_PROFIT
    side: Side  # that closes the position
    quantity: BaseQty  # of the position, unsigned
    trigger_price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far the waiting orders meet what is wanted."""

    missing: BaseQty  # to be placed; 0: exactly the position is covered, at the wanted price
    surplus: tuple[VenueOrder, ...]
    """Of another price, side or size, and only listed once nothing is missing without them."""
    is_covered: bool
    """Every unit is covered by something of that kind, at whatever price."""


def is_protection(order: VenueOrder) -> bool:
    """Return whether the order waits to protect a position."""
    return order.purpose in PROTECTIVE


def coverage(wanted: Wanted, waiting: Sequence[VenueOrder]) -> Coverage:
    """Return what is missing and what is too much among the orders that wait on the instrument.

    Too large or cut into pieces that do not fit: one order of the whole size is asked for first, and the others are
    surplus once it stands, so that the position is covered at every moment.
    """
    alike = [order for order in waiting if order.purpose is wanted.purpose]
    right = [order for order in alike if _is_right(wanted, order)]
    is_covered = _reaches(wanted, [order for order in alike if order.side in (None, wanted.side)])
    kept = _kept(wanted, right)
    if kept is None:
        covered = sum((order.quantity for order in right if order.quantity is not None), ZERO)
        missing = wanted.quantity - covered if covered < wanted.quantity else wanted.quantity
        return Coverage(missing=BaseQty(missing), surplus=(), is_covered=is_covered)
    surplus = tuple(order for order in alike if order not in kept)
    return Coverage(missing=BaseQty(ZERO), surplus=surplus, is_covered=True)


def _reaches(wanted: Wanted, orders: Sequence[VenueOrder]) -> bool:
    if any(order.quantity is None for order in orders):
        return True
    return sum((order.quantity for order in orders if order.quantity is not None), ZERO) >= wanted.quantity


def _is_right(wanted: Wanted, order: VenueOrder) -> bool:
    return order.trigger_price == wanted.trigger_price and order.side in (None, wanted.side)


def _kept(wanted: Wanted, right: Sequence[VenueOrder]) -> list[VenueOrder] | None:
    """Return the orders that together cover the position exactly; None when there are none."""
    for order in right:
        if order.quantity is None or order.quantity == wanted.quantity:
            return [order]
    total = sum((order.quantity for order in right if order.quantity is not None), ZERO)
    return list(right) if right and total == wanted.quantity else None
