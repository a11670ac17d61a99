"""Our orders written as OKX's parameters, and what is denied before anything is sent. Pure."""

from decimal import Decimal
from typing import Final

from tradewind.brokers.port import MarginMode, PositionMode, VenueAccount
from tradewind.brokers.terms import broken_terms
from tradewind.domain.ids import ClientOrderId, DecisionId, client_order_id
from tradewind.domain.instrument import Instrument, InstrumentRules
from tradewind.domain.order import Order, OrderKind, OrderPurpose, Side, TimeInForce

Parameters = dict[str, object]
AT_MARKET: Final = "-1"
ORDER_TYPES: Final = {
    TimeInForce.GTC: "limit",
    TimeInForce.IOC: "ioc",
    TimeInForce.FOK: "fok",
    TimeInForce.POST_ONLY: "post_only",
}


def protection_id(entry: ClientOrderId) -> ClientOrderId:
    """Return the id of the stop and target attached to `entry`: known before the venue has made them."""
    return client_order_id(DecisionId(entry), "protection", 1)


def denial(order: Order, rules: InstrumentRules | None) -> str | None:
    """Return why `order` must not leave, None when it may."""
    if rules is None:
        return f"OKX lists no linear swap {order.symbol}"
    if not rules.is_live and not order.is_reduce_only:
        return f"{order.symbol} is suspended"
    if order.kind is OrderKind.LIMIT and order.limit_price is None:
        return "a limit order needs its price"
    if order.kind is OrderKind.TRIGGER and order.trigger_price is None:
        return "an order that waits for a price needs that price"
    return broken_terms(order, rules.instrument)


def order_parameters(
    order: Order, instrument: Instrument, account: VenueAccount, mode: MarginMode
) -> Parameters:
    """Return the body of trade/order."""
    is_limit = order.kind is OrderKind.LIMIT and order.limit_price is not None
    return {
        **_shared_parameters(order, instrument, account, mode),
        "clOrdId": order.client_order_id,
        "ordType": ORDER_TYPES[order.time_in_force] if is_limit else "market",
        **({"px": plain(order.limit_price)} if is_limit and order.limit_price is not None else {}),
        **({} if order.is_reduce_only else attached(order)),
    }


def algo_parameters(
    order: Order, instrument: Instrument, account: VenueAccount, mode: MarginMode
) -> Parameters:
    """Return the body of trade/order-algo for an order that waits for its trigger price."""
    trigger = plain(order.trigger_price or Decimal(0))
    match order.purpose:
        case OrderPurpose.STOP:
            kind, trade = (
                "conditional",
                {"slTriggerPx": trigger, "slOrdPx": AT_MARKET, "slTriggerPxType": "last"},
            )
        case OrderPurpose.TAKE_PROFIT:
            kind, trade = (
                "conditional",
                {"tpTriggerPx": trigger, "tpOrdPx": AT_MARKET, "tpTriggerPxType": "last"},
            )
        case _:
            kind, trade = "trigger", {"triggerPx": trigger, "orderPx": AT_MARKET, "triggerPxType": "last"}
    return {
        **_shared_parameters(order, instrument, account, mode),
        "algoClOrdId": order.client_order_id,
        # ccxt would else put a random id of its own here.
        "clOrdId": order.client_order_id,
        "ordType": kind,
        **trade,
    }


def attached(order: Order) -> Parameters:
    """Return the stop and target that the venue makes out of what `order` opens; one order, each ends the other."""
    if order.stop_price is None and order.take_profit_price is None:
        return {}
    legs: Parameters = {"attachAlgoClOrdId": protection_id(order.client_order_id)}
    for name, price in (("sl", order.stop_price), ("tp", order.take_profit_price)):
        if price is not None:
            legs |= {
                f"{name}TriggerPx": plain(price),
                f"{name}OrdPx": AT_MARKET,
                f"{name}TriggerPxType": "last",
            }
    return {"attachAlgoOrds": [legs]}


def position_side(side: Side, account: VenueAccount, *, is_reducing: bool) -> str:
    """Return which of the account's positions an order belongs to."""
    if account.position_mode is PositionMode.NET:
        return "net"
    opening = side.opposite if is_reducing else side
    return "long" if opening is Side.BUY else "short"


def plain(number: Decimal) -> str:
    """Write a number as OKX reads it: no exponent, no trailing zeros."""
    return f"{number.normalize():f}"


def _shared_parameters(
    order: Order, instrument: Instrument, account: VenueAccount, mode: MarginMode
) -> Parameters:
    is_net = account.position_mode is PositionMode.NET
    return {
        "instId": order.symbol,
        "tdMode": mode.value,
        "side": order.side.value,
        "posSide": position_side(order.side, account, is_reducing=order.is_reduce_only),
        "sz": plain(instrument.contracts(order.quantity)),
        # With a long and a short position the side says it already, and OKX takes the flag in net mode only.
        **({"reduceOnly": "true"} if order.is_reduce_only and is_net else {}),
    }
