"""An order as the simulated venue keeps it."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Self

from tradewind.brokers.port import PositionMode, VenueOrder
from tradewind.brokers.simulator.matching import Trade
from tradewind.domain.clock import Instant
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import (
    Order,
    OrderKind,
    OrderPurpose,
    OrderRecord,
    OrderState,
    Side,
    TimeInForce,
)
from tradewind.domain.position import PositionSide

ZERO = Decimal(0)
PROTECTIVE = (OrderPurpose.STOP, OrderPurpose.TAKE_PROFIT)
OPEN_STATES = (OrderState.ACCEPTED, OrderState.PARTIAL)
_LASTING = (TimeInForce.GTC, TimeInForce.POST_ONLY)
_TOLD = (*PROTECTIVE, OrderPurpose.LIQUIDATION)

HoldingKey = tuple[Symbol, PositionSide | None]
"""A position: in net mode there is one per instrument, and its side is None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What was asked, and how far it has come."""

    venue_order_id: str
    client_order_id: ClientOrderId | None  # None: the venue's own
    symbol: Symbol
    held_as: PositionSide | None  # the position that it belongs to; None in net mode
    side: Side
    purpose: OrderPurpose
    quantity: BaseQty
    is_for_all: bool  # it protects whatever the position is when it goes off
    limit_price: Decimal | None  # None: at the market
    trigger_price: Decimal | None  # None: does not wait for a price
    time_in_force: TimeInForce
    is_reduce_only: bool
    leverage: Decimal
    stop_price: Decimal | None
    take_profit_price: Decimal | None
    pair: str | None  # protection of the same pair ends together
    state: OrderState
    filled: BaseQty
    cost: Decimal  # notional of what is filled
    reason: str | None
    updated_at: Instant

    @classmethod
    def of(cls, order: Order, mode: PositionMode, at: Instant) -> Self:
        """Return the ticket of an order that the venue takes at `at`."""
        return cls(
            venue_order_id=f"sim-{order.client_order_id}",
            client_order_id=order.client_order_id,
            symbol=order.symbol,
            held_as=held_as(order.side, mode, is_reducing=order.is_reduce_only),
            side=order.side,
            purpose=order.purpose,
            quantity=order.quantity,
            is_for_all=False,
            limit_price=order.limit_price if order.kind is OrderKind.LIMIT else None,
            trigger_price=order.trigger_price if order.kind is OrderKind.TRIGGER else None,
            time_in_force=order.time_in_force if order.kind is OrderKind.LIMIT else TimeInForce.IOC,
            is_reduce_only=order.is_reduce_only,
            leverage=order.leverage,
            stop_price=order.stop_price,
            take_profit_price=order.take_profit_price,
            pair=None,
            state=OrderState.ACCEPTED,
            filled=BaseQty(ZERO),
            cost=ZERO,
            reason=None,
            updated_at=at,
        )

    @classmethod
    def remembered(cls, record: OrderRecord, mode: PositionMode) -> Self:
        """Return the ticket of an order that the ledger remembers."""
        state = OrderState.PARTIAL if record.filled else OrderState.ACCEPTED
        return replace(
            cls.of(record.order, mode, record.updated_at),
            state=state,
            filled=record.filled,
            cost=(record.average_price or ZERO) * record.filled,
        )

    @property
    def key(self) -> HoldingKey:
        """The position that it belongs to."""
        return (self.symbol, self.held_as)

    @property
    def remaining(self) -> BaseQty:
        """What is still to fill."""
        return BaseQty(self.quantity - self.filled)

    @property
    def is_open(self) -> bool:
        """True while more can happen to it."""
        return self.state in OPEN_STATES

    @property
    def is_waiting(self) -> bool:
        """True while it waits for its trigger price."""
        return self.is_open and self.trigger_price is not None

    @property
    def may_rest(self) -> bool:
        """True when what does not trade at once waits for the market."""
        return self.limit_price is not None and self.time_in_force in _LASTING

    @property
    def next_trade_id(self) -> str:
        """The id of the execution that begins where the order stands: the same after a restart."""
        return f"{self.client_order_id or self.venue_order_id}-{self.filled.normalize():f}"

    def after(self, trade: Trade, at: Instant) -> Self:
        """Return the ticket with `trade` filled."""
        filled = BaseQty(self.filled + trade.quantity)
        return replace(
            self,
            state=OrderState.FILLED if filled == self.quantity else OrderState.PARTIAL,
            filled=filled,
            cost=self.cost + trade.quantity * trade.price,
            updated_at=at,
        )

    def amended(self, quantity: BaseQty | None, price: Decimal | None, at: Instant) -> Self:
        """Return the ticket with another whole size or another price (trigger or limit); None leaves it."""
        changed = replace(self, quantity=self.quantity if quantity is None else quantity, updated_at=at)
        if price is None:
            return changed
        is_waiting = self.trigger_price is not None
        return replace(changed, trigger_price=price) if is_waiting else replace(changed, limit_price=price)

    def canceled(self, reason: str, at: Instant) -> Self:
        """Return the ticket with its rest taken out."""
        return replace(self, state=OrderState.CANCELED, reason=reason, updated_at=at)

    def guard(self, purpose: OrderPurpose, client_order_id: ClientOrderId, at: Instant) -> Self:
        """Return the stop or target attached to the order, for as much of it as has filled."""
        return replace(
            self,
            venue_order_id=f"{self.venue_order_id}-{purpose}",
            client_order_id=client_order_id,
            side=self.side.opposite,
            purpose=purpose,
            quantity=self.filled,
            limit_price=None,
            trigger_price=self.stop_price if purpose is OrderPurpose.STOP else self.take_profit_price,
            time_in_force=TimeInForce.IOC,
            is_reduce_only=True,
            stop_price=None,
            take_profit_price=None,
            pair=self.venue_order_id,
            state=OrderState.ACCEPTED,
            filled=BaseQty(ZERO),
            cost=ZERO,
            reason=None,
            updated_at=at,
        )

    def report(self) -> VenueOrder:
        """Return the order as the port tells it."""
        is_for_all = self.is_for_all and self.is_waiting
        return VenueOrder(
            client_order_id=self.client_order_id,
            venue_order_id=self.venue_order_id,
            symbol=self.symbol,
            state=self.state,
            filled=self.filled,
            average_price=self.cost / self.filled if self.filled else None,
            reason=self.reason,
            updated_at=self.updated_at,
            purpose=self.purpose if self.purpose in _TOLD else None,
            side=self.side,
            quantity=None if is_for_all else self.quantity,
            limit_price=self.limit_price,
            trigger_price=self.trigger_price,
        )


def held_as(side: Side, mode: PositionMode, *, is_reducing: bool) -> PositionSide | None:
    """Return the position that an order of `side` opens or, if `is_reducing`, closes; None in net mode."""
    if mode is PositionMode.NET:
        return None
    opening = side.opposite if is_reducing else side
    return PositionSide.LONG if opening is Side.BUY else PositionSide.SHORT
