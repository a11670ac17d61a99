"""Orders as short as a test wants to read them: 0.05 BTC at five times leverage unless it says otherwise."""

from decimal import Decimal
from typing import Any

from tests.brokers.orders import an_order
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import Order, OrderKind, OrderPurpose, Side, TimeInForce


def market(name: str, side: Side = Side.BUY, quantity: str = "0.05", **changes: Any) -> Order:
    plain = {"stop_price": None, "take_profit_price": None}
    return an_order(
        client_order_id=ClientOrderId(name),
        side=side,
        quantity=BaseQty(Decimal(quantity)),
        **(plain | changes),
    )


def limit(
    name: str,
    price: str,
    side: Side = Side.BUY,
    quantity: str = "0.05",
    lasting: TimeInForce = TimeInForce.GTC,
    **changes: Any,
) -> Order:
    return market(
        name,
        side,
        quantity,
        kind=OrderKind.LIMIT,
        limit_price=Decimal(price),
        time_in_force=lasting,
        **changes,
    )


def closing(name: str, side: Side = Side.SELL, quantity: str = "0.05", **changes: Any) -> Order:
    return market(name, side, quantity, purpose=OrderPurpose.CLOSE, is_reduce_only=True, **changes)


def waiting(
    name: str, purpose: OrderPurpose, trigger: str, side: Side = Side.SELL, quantity: str = "0.05"
) -> Order:
    return market(
        name,
        side,
        quantity,
        kind=OrderKind.TRIGGER,
        purpose=purpose,
        is_reduce_only=True,
        trigger_price=Decimal(trigger),
    )
