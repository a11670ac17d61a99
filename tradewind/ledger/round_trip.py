"""A position's life from flat to flat, pure: what one fill makes of it."""

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

from tradewind.domain.account import ClosedPosition, HeldPosition
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import DecisionId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import Order
from tradewind.domain.position import COST_QUANTUM, ZERO, FillEffect, Position, apply_fill, flat
from tradewind.ledger.journal import EXACT_DIGITS

UNLEVERAGED = Decimal(1)
"""What a position is margined at when its order is not known: the most cautious figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTrip:
    """An open position and what has happened to it since it was flat; quantities unsigned."""

    position: Position
    leverage: Decimal
    stop_price: Decimal | None
    take_profit_price: Decimal | None
    realized_pnl: Decimal
    fees: Decimal
    opened_at: Instant
    decision_id: DecisionId | None
    peak_quantity: Decimal
    opened_quantity: Decimal
    opened_notional: Decimal
    closed_quantity: Decimal
    closed_notional: Decimal

    def held(self) -> HeldPosition:
        """Return the part that others see."""
        return HeldPosition(
            position=self.position,
            leverage=self.leverage,
            stop_price=self.stop_price,
            take_profit_price=self.take_profit_price,
            realized_pnl=self.realized_pnl,
            fees=self.fees,
            opened_at=self.opened_at,
            decision_id=self.decision_id,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a fill did: to the books, to the open trip, and the trip that it ended."""

    effect: FillEffect
    trip: RoundTrip | None  # None: flat afterwards
    closed: ClosedPosition | None


def after_fill(
    trip: RoundTrip | None, fill: Fill, fee: Decimal, order: Order | None, *, is_first_of_order: bool
) -> Step:
    """Return what `fill` makes of `trip` (None: flat); a fill beyond flat ends one trip and starts another.

    `fee` is the fill's fee in the portfolio's currency; a fill beyond flat splits it by quantity. The stops of
    an order count with its first fill, so that a stop moved since then stays where it is, and with any that
    opens anew: no position is without its stop because the order had filled before.
    """
    with localcontext() as context:
        context.prec = EXACT_DIGITS
        before = trip.position if trip else flat(fill.symbol)
        effect = apply_fill(before, fill)
        reduced = effect.closed_quantity
        added = fill.quantity - reduced
        closing_fee = _closing_fee(fee, reduced, fill.quantity)
        closed = None
        if trip and reduced:
            trip = _reduced(trip, fill, effect, closing_fee)
            if trip.closed_quantity == trip.opened_quantity:
                closed = _closed(trip, fill, before, order)
                trip = None
        if added:
            is_new = trip is None
            trip = _extended(trip, fill, effect.position, added, fee - closing_fee)
            if order is not None and (is_first_of_order or is_new):
                trip = _with_terms(trip, order)
    return Step(effect=effect, trip=trip, closed=closed)


def _closing_fee(fee: Decimal, reduced: Decimal, quantity: Decimal) -> Decimal:
    if reduced in (ZERO, quantity):
        return fee if reduced else ZERO
    return (fee * reduced / quantity).quantize(COST_QUANTUM, ROUND_HALF_EVEN)


def _reduced(trip: RoundTrip, fill: Fill, effect: FillEffect, fee: Decimal) -> RoundTrip:
    return replace(
        trip,
        position=effect.position,
        realized_pnl=trip.realized_pnl + effect.realized_pnl,
        fees=trip.fees + fee,
        closed_quantity=trip.closed_quantity + effect.closed_quantity,
        closed_notional=trip.closed_notional + effect.closed_quantity * fill.price,
    )


def _extended(
    trip: RoundTrip | None, fill: Fill, position: Position, added: Decimal, fee: Decimal
) -> RoundTrip:
    if trip is None:
        return RoundTrip(
            position=position,
            leverage=UNLEVERAGED,
            stop_price=None,
            take_profit_price=None,
            realized_pnl=ZERO,
            fees=fee,
            opened_at=fill.exchange_time,
            decision_id=None,
            peak_quantity=added,
            opened_quantity=added,
            opened_notional=added * fill.price,
            closed_quantity=ZERO,
            closed_notional=ZERO,
        )
    return replace(
        trip,
        position=position,
        fees=trip.fees + fee,
        peak_quantity=max(trip.peak_quantity, abs(position.quantity)),
        opened_quantity=trip.opened_quantity + added,
        opened_notional=trip.opened_notional + added * fill.price,
    )


def _with_terms(trip: RoundTrip, order: Order) -> RoundTrip:
    side = trip.position.side
    return replace(
        trip,
        leverage=order.leverage,
        # What is added to a position never takes its stop further away.
        stop_price=order.stop_price if side is None else side.tighter(trip.stop_price, order.stop_price),
        take_profit_price=(
            trip.take_profit_price if order.take_profit_price is None else order.take_profit_price
        ),
        decision_id=trip.decision_id or order.decision_id,
    )


def _closed(trip: RoundTrip, fill: Fill, before: Position, order: Order | None) -> ClosedPosition:
    side = before.side
    if side is None:
        raise ValueError(f"fill {fill.trade_id} closes a position in {fill.symbol} that is flat")
    return ClosedPosition(
        symbol=fill.symbol,
        side=side,
        quantity=BaseQty(trip.peak_quantity),
        entry_price=trip.opened_notional / trip.opened_quantity,
        exit_price=trip.closed_notional / trip.closed_quantity,
        realized_pnl=trip.realized_pnl,
        fees=trip.fees,
        opened_at=trip.opened_at,
        closed_at=fill.exchange_time,
        decision_id=trip.decision_id,
        close_purpose=fill.purpose if order is None else order.purpose,
    )
