"""Where desk and venue differ. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tradewind.brokers.port import VenueOrder, VenuePosition
from tradewind.domain.account import HeldPosition
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderRecord, OrderState
from tradewind.orders.coverage import is_protection

ZERO = Decimal(0)
AT_THE_VENUE = frozenset({OrderState.ACCEPTED, OrderState.PARTIAL, OrderState.PENDING_CANCEL})
"""States in which the venue should list an order that can wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionGap:
    """One instrument on which both do not hold the same; signed base units."""

    symbol: Symbol
    ours: Decimal
    theirs: Decimal
    sides: tuple[Decimal, ...] = ()
    """A long and a short that the venue holds at once; the books keep one position an instrument."""

    def __str__(self) -> str:
        """Return it for people."""
        if self.sides:
            both = " and ".join(f"{side.normalize():f}" for side in self.sides)
            return f"{self.symbol}: the venue holds {both} at once, the desk keeps one position; close one of them there"
        return (
            f"{self.symbol}: the desk holds {self.ours.normalize():f}, the venue {self.theirs.normalize():f}"
        )


def position_gaps(
    held: Sequence[HeldPosition], positions: Sequence[VenuePosition]
) -> Mapping[Symbol, PositionGap]:
    """Return the gaps by symbol; empty when both agree to the last digit."""
    ours = {one.position.symbol: one.position.quantity for one in held}
    theirs: dict[Symbol, list[Decimal]] = {}
    for position in positions:
        theirs.setdefault(position.symbol, []).append(position.quantity)
    gaps = (
        PositionGap(
            symbol=symbol,
            ours=ours.get(symbol, ZERO),
            theirs=sum(theirs.get(symbol, ()), ZERO),
            sides=tuple(sorted(theirs[symbol])) if is_both_ways(theirs.get(symbol, ())) else (),
        )
        for symbol in sorted({*ours, *theirs})
    )
    return {gap.symbol: gap for gap in gaps if gap.ours != gap.theirs or gap.sides}


def is_both_ways(quantities: Iterable[Decimal]) -> bool:
    """Return whether there is a long and a short among what is held of one instrument."""
    return len({quantity > 0 for quantity in quantities if quantity}) == 2


def unlisted(unfinished: Sequence[OrderRecord], listed: Sequence[VenueOrder]) -> list[OrderRecord]:
    """Return our orders that should wait at the venue and are not listed there."""
    names = {order.client_order_id for order in listed}
    return [
        record
        for record in unfinished
        if record.state in AT_THE_VENUE and record.order.client_order_id not in names
    ]


def foreign(listed: Sequence[VenueOrder], ours: set[ClientOrderId]) -> list[VenueOrder]:
    """Return the resting orders that somebody else sent; protection is judged apart."""
    return [
        order
        for order in listed
        if not is_protection(order) and (order.client_order_id is None or order.client_order_id not in ours)
    ]
