"""What protects a position and what is wrong with it. Pure."""

from collections.abc import Mapping, Sequence
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


def coverage(
    wanted: Wanted, waiting: Sequence[VenueOrder], outdated: frozenset[str] = frozenset()
) -> Coverage:
    """Return what is missing and what is too much among the orders that wait on the instrument.

    `outdated` are venue ids that have to go for the sake of another leg: a stop and a target may share one id.

    Too large or cut into pieces that do not fit: one order of the whole size is asked for first, and the others are
    surplus once it stands, so that the position is covered at every moment.
    """
    alike = [order for order in waiting if order.purpose is wanted.purpose]
    right = [o for o in alike if o.venue_order_id not in outdated and _is_right(wanted, o)]
    is_covered = _reaches(wanted, [order for order in alike if order.side in (None, wanted.side)])
    kept = _kept(wanted, right)
    if kept is None:
        covered = sum((order.quantity for order in right if order.quantity is not None), ZERO)
        missing = wanted.quantity - covered if covered < wanted.quantity else wanted.quantity
        return Coverage(missing=BaseQty(missing), surplus=(), is_covered=is_covered)
    surplus = tuple(order for order in alike if order not in kept)
    return Coverage(missing=BaseQty(ZERO), surplus=surplus, is_covered=True)


def outdated_ids(
    waiting: Sequence[VenueOrder], prices: Mapping[OrderPurpose, Decimal | None], quantity: BaseQty
) -> frozenset[str]:
    """Return the venue ids of which a leg stands at another price than wanted, or covers more than `quantity`.

    A price of None: nobody says where it belongs.
    """
    return frozenset(
        order.venue_order_id
        for order in waiting
        if order.purpose is not None
        and (price := prices.get(order.purpose)) is not None
        and (order.trigger_price != price or (order.quantity is not None and order.quantity > quantity))
    )


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
