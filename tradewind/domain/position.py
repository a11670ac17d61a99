"""What is held, as the sum of its fills."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from tradewind.domain.fill import Fill
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import Side

ZERO = Decimal(0)
COST_QUANTUM = Decimal("1e-12")
"""Released cost is cut to this step of the quote currency, so that postings are finite decimals."""


class PositionSide(StrEnum):
    """Which way a position earns."""

    LONG = "long"
    SHORT = "short"

    @property
    def opening_side(self) -> Side:
        """The order side that adds to the position."""
        return Side.BUY if self is PositionSide.LONG else Side.SELL

    def tighter(self, one: Decimal | None, other: Decimal | None) -> Decimal | None:
        """Return which of two stops loses less; None: that one does not stand."""
        if one is None or other is None:
            return other if one is None else one
        return max(one, other) if self is PositionSide.LONG else min(one, other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Net holding of one instrument; `cost` carries the entry, so nothing is lost to an average."""

    symbol: Symbol
    quantity: BaseQty  # signed: long is positive
    cost: Decimal  # quote currency, signed like quantity

    @property
    def side(self) -> PositionSide | None:
        """None when flat."""
        if not self.quantity:
            return None
        return PositionSide.LONG if self.quantity > 0 else PositionSide.SHORT

    @property
    def entry_price(self) -> Decimal | None:
        """Average price of what is held; None when flat."""
        return self.cost / self.quantity if self.quantity else None

    def unrealized_pnl(self, mark_price: Decimal) -> Decimal:
        """Profit in quote currency if closed at `mark_price` without fees."""
        return self.quantity * mark_price - self.cost


@dataclass(frozen=True, slots=True, kw_only=True)
class FillEffect:
    """What one fill does to a position."""

    position: Position
    closed_quantity: BaseQty  # unsigned part of the fill that reduced the position
    released_cost: Decimal  # entry cost of that part, signed like the old position
    realized_pnl: Decimal  # quote currency, before fees


def flat(symbol: Symbol) -> Position:
    """Return the position of somebody who holds nothing."""
    return Position(symbol=symbol, quantity=BaseQty(ZERO), cost=ZERO)


def apply_fill(position: Position, fill: Fill) -> FillEffect:
    """Return `position` after `fill`; a fill beyond flat closes and opens the other way."""
    if fill.symbol != position.symbol:
        raise ValueError(f"fill of {fill.symbol} applied to a position in {position.symbol}")
    signed = fill.quantity * fill.side.sign
    is_reducing = position.quantity * signed < 0
    closed = min(abs(position.quantity), fill.quantity) if is_reducing else ZERO
    released = _released_cost(position, closed)
    realized = -closed * fill.side.sign * fill.price - released
    opened = signed + closed * -fill.side.sign
    after = Position(
        symbol=position.symbol,
        quantity=BaseQty(position.quantity + signed),
        cost=position.cost - released + opened * fill.price,
    )
    return FillEffect(
        position=after, closed_quantity=BaseQty(closed), released_cost=released, realized_pnl=realized
    )


def replay(symbol: Symbol, fills: Iterable[Fill]) -> Position:
    """Return the position that `fills`, in their order, add up to."""
    position = flat(symbol)
    for fill in fills:
        position = apply_fill(position, fill).position
    return position


def _released_cost(position: Position, closed: Decimal) -> Decimal:
    if not closed:
        return ZERO
    if closed == abs(position.quantity):
        return position.cost
    return (position.cost * closed / abs(position.quantity)).quantize(COST_QUANTUM, ROUND_HALF_EVEN)
