"""OKX's order parameters translated into tickets, protections and amendments of the exchange."""

from decimal import Decimal

from tradewind_lab.exchange.account import Account
from tradewind_lab.exchange.amendments import Amendment
from tradewind_lab.exchange.orders import (
    AlgoOrder,
    AlgoState,
    MarginMode,
    OrderType,
    PositionMode,
    PositionSide,
    Protection,
    Rejected,
    Side,
    Ticket,
)
from tradewind_lab.okx.fields import Fields
from tradewind_lab.okx.session import Caller


def ticket(caller: Caller, fields: Fields) -> Ticket:
    """Read one order of trade/order or trade/batch-orders."""
    order_type = fields.choice("ordType", OrderType)
    price = fields.amount("px")
    return Ticket(
        symbol=fields.required("instId"),
        side=fields.choice("side", Side),
        type=order_type,
        size=fields.required_amount("sz"),
        price=price if order_type.has_price else None,
        margin_mode=fields.choice("tdMode", MarginMode),
        position_side=position_side(caller.account, fields),
        reduce_only=fields.flag("reduceOnly"),
        client_id=fields.text("clOrdId"),
        tag=fields.text("tag") or "",
        protections=tuple(_attached(caller, each) for each in fields.rows("attachAlgoOrds")),
    )


def position_side(account: Account, fields: Fields) -> PositionSide:
    """Read posSide; one-way mode may leave it out."""
    is_net = account.position_mode is PositionMode.NET
    return fields.choice("posSide", PositionSide, PositionSide.NET if is_net else None)


def conditional(caller: Caller, fields: Fields) -> AlgoOrder:
    """Read one stop, target or both of trade/order-algo; other algo orders are not offered here."""
    if fields.required("ordType") not in {"conditional", "oco"}:
        raise Rejected("51000", "Parameter ordType error")
    whole = fields.text("closeFraction")
    if whole not in {None, "1"}:
        raise Rejected("51000", "Parameter closeFraction error")
    return AlgoOrder(
        protection=_protection(caller, fields, fields.text("algoClOrdId") or fields.text("clOrdId")),
        symbol=fields.required("instId"),
        side=fields.choice("side", Side),
        position_side=position_side(caller.account, fields),
        margin_mode=fields.choice("tdMode", MarginMode),
        size=None if whole else fields.required_amount("sz"),
        reduce_only=fields.flag("reduceOnly"),
        state=AlgoState.LIVE,
        leverage=Decimal(1),
        order_id=None,
        fired_by=None,
        placed_ms=caller.now_ms,
        updated_ms=caller.now_ms,
    )


def amendment(fields: Fields) -> Amendment:
    """Read what trade/amend-order and trade/amend-algos change."""
    return Amendment(
        size=fields.amount("newSz"),
        price=fields.amount("newPx"),
        stop_trigger=fields.amount("newSlTriggerPx"),
        stop_price=fields.price_or_market("newSlOrdPx"),
        target_trigger=fields.amount("newTpTriggerPx"),
        target_price=fields.price_or_market("newTpOrdPx"),
    )


def _attached(caller: Caller, fields: Fields) -> Protection:
    return _protection(caller, fields, fields.text("attachAlgoClOrdId"))


def _protection(caller: Caller, fields: Fields, client_id: str | None) -> Protection:
    stop, target = fields.amount("slTriggerPx"), fields.amount("tpTriggerPx")
    if stop is None and target is None:
        raise Rejected("50015", "Either parameter tpTriggerPx or slTriggerPx is required.")
    for name in ("slTriggerPxType", "tpTriggerPxType"):
        if fields.text(name) not in {None, "last"}:
            raise Rejected("51000", f"Parameter {name} error")
    return Protection(
        id=caller.exchange.desk.ids.next(caller.now_ms),
        client_id=client_id,
        stop_trigger=stop,
        stop_price=fields.price_or_market("slOrdPx"),
        target_trigger=target,
        target_price=fields.price_or_market("tpOrdPx"),
    )
