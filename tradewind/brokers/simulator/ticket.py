"""An order as the simulated venue keeps it."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Self

from tradewind.brokers.port import VenueOrder
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

ZERO = Decimal(0)
_RESTING = (TimeInForce.GTC, TimeInForce.POST_ONLY)
_PROTECTIVE = (OrderPurpose.STOP, OrderPurpose.TAKE_PROFIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What was asked, and how far it has come."""

    client_order_id: ClientOrderId
    symbol: Symbol
    side: Side
    purpose: OrderPurpose
    quantity: BaseQty
    limit_price: Decimal | None  # None: at the market
    time_in_force: TimeInForce
    is_reduce_only: bool
    leverage: Decimal
    stop_price: Decimal | None
    take_profit_price: Decimal | None
    state: OrderState
    filled: BaseQty
    cost: Decimal  # notional of what is filled
    reason: str | None
    updated_at: Instant

    @classmethod
    def of(cls, order: Order, at: Instant) -> Self:
        """Return the ticket of an order that the venue takes at `at`."""
        return cls(
            client_order_id=order.client_order_id,
            symbol=order.symbol,
            side=order.side,
            purpose=order.purpose,
            quantity=order.quantity,
            limit_price=order.limit_price if order.kind is OrderKind.LIMIT else None,
            time_in_force=order.time_in_force,
            is_reduce_only=order.is_reduce_only,
            leverage=order.leverage,
            stop_price=order.stop_price,
            take_profit_price=order.take_profit_price,
            state=OrderState.ACCEPTED,
            filled=BaseQty(ZERO),
            cost=ZERO,
            reason=None,
            updated_at=at,
        )

    @classmethod
    def remembered(cls, record: OrderRecord) -> Self:
        """Return the ticket of an order that the ledger remembers."""
        state = OrderState.PARTIAL if record.filled else OrderState.ACCEPTED
        return replace(
            cls.of(record.order, record.updated_at),
            state=state,
            filled=record.filled,
            cost=(record.average_price or ZERO) * record.filled,
        )

    @property
    def remaining(self) -> BaseQty:
        """What is still to fill."""
        return BaseQty(self.quantity - self.filled)

    @property
    def may_rest(self) -> bool:
        """True when what does not trade at once waits for the market."""
        return self.limit_price is not None and self.time_in_force in _RESTING

    @property
    def venue_order_id(self) -> str:
        """The venue's name for the order."""
        return f"sim-{self.client_order_id}"

    @property
    def next_trade_id(self) -> str:
        """The id of the execution that begins where the order stands: the same after a restart."""
        return f"{self.client_order_id}-{self.filled.normalize():f}"

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
        """Return the ticket with another whole size or limit price; None leaves it."""
        return replace(
            self,
            quantity=self.quantity if quantity is None else quantity,
            limit_price=self.limit_price if price is None else price,
            updated_at=at,
        )

    def canceled(self, reason: str, at: Instant) -> Self:
        """Return the ticket with its rest taken out."""
        return replace(self, state=OrderState.CANCELED, reason=reason, updated_at=at)

    def report(self) -> VenueOrder:
        """Return the order as the port tells it."""
        return VenueOrder(
            client_order_id=self.client_order_id,
            venue_order_id=self.venue_order_id,
            symbol=self.symbol,
            state=self.state,
            filled=self.filled,
            average_price=self.cost / self.filled if self.filled else None,
            reason=self.reason,
            updated_at=self.updated_at,
            purpose=self.purpose if self.purpose in _PROTECTIVE else None,
            side=self.side,
            quantity=self.quantity,
            limit_price=self.limit_price,
        )
