"""From a request to an order by hand, and from what became of it to an answer; shared by orders and positions."""

from decimal import Decimal
from typing import Annotated

from fastapi import Header
from fastapi.exceptions import RequestValidationError

from tradewind.cycle.by_hand import CloseOnItsWay, KeyReused, Placed
from tradewind.cycle.hand_order import HandOrder
from tradewind.domain.decision import Action
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import OrderKind, OrderRecord, OrderState, TimeInForce
from tradewind.web.desk import Desk
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.schemas.orders import CloseBody, OrderBody, PlacedView, objections

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=100,
        pattern=r"^[\x21-\x7e]+$",
        description="the same key with the same body gives the same order, with another body 409",
    ),
]
UNDECIDED = frozenset({OrderState.INTENT, OrderState.SENDING, OrderState.UNKNOWN})
"""States in which nobody knows whether the venue has the order."""
UNSENT = frozenset({OrderState.REJECTED, OrderState.EXPIRED})
ACTIONS = {"buy": Action.BUY, "sell": Action.SELL, "close": Action.CLOSE}


def order_of(body: OrderBody) -> HandOrder:
    """Return what `body` asks for; RequestValidationError where its parts do not fit together."""
    action, kind = ACTIONS[body.side], OrderKind(body.kind)
    faults = list(_faults(body))
    if faults:
        raise RequestValidationError(
            [
                {"type": "value_error", "loc": ("body", field), "msg": message, "input": None}
                for field, message in faults
            ]
        )
    return HandOrder(
        symbol=Symbol(body.symbol),
        action=action,
        notional=body.notional,
        quantity=None if body.quantity is None else BaseQty(body.quantity),
        leverage=body.leverage if action.is_opening else None,
        stop_price=body.stop_price,
        take_profit_price=body.take_profit_price,
        kind=kind,
        limit_price=body.limit_price,
        time_in_force=TimeInForce(body.time_in_force),
        by=body.by,
        reason=body.reason,
    )


def close_of(symbol: str, body: CloseBody) -> HandOrder:
    """Return a close at the market."""
    return HandOrder(
        symbol=Symbol(symbol),
        action=Action.CLOSE,
        notional=None,
        quantity=None if body.quantity is None else BaseQty(Decimal(body.quantity)),
        leverage=None,
        stop_price=None,
        take_profit_price=None,
        kind=OrderKind.MARKET,
        limit_price=None,
        time_in_force=TimeInForce.GTC,
        by=body.by,
        reason=body.reason,
    )


async def place(desk: Desk, asked: HandOrder, idempotency_key: str | None) -> PlacedView:
    """Place `asked`; Refusal with every objection where it does not leave. BusUnavailable, LedgerUnavailable."""
    require_settled(desk)
    try:
        placed = await desk.by_hand.place(asked, idempotency_key)
    except (KeyReused, CloseOnItsWay) as e:
        raise Refusal(ProblemType.REFUSED, 409, f"Nothing was sent: {e}.") from e
    return PlacedView.of(placed, _sent(placed))


def require_settled(desk: Desk) -> None:
    """Raise Refusal (503) until desk and venue have been compared; before that nothing leaves."""
    if not desk.orders.is_settled.is_set():
        raise Refusal(
            ProblemType.NOT_READY,
            503,
            "The trader has not compared desk and venue yet, or does not run in this process.",
            reasons=[block.reason for block in desk.orders.opening_blocks()],
            headers={"Retry-After": "5"},
        )


def _sent(placed: Placed) -> OrderRecord:
    if not placed.item.is_approved:
        raise Refusal(
            ProblemType.REFUSED,
            409,
            f"Refused: {placed.item.reason}. The record is {placed.decision_id}.",
            reasons=objections(placed.item),
        )
    if placed.order is None:
        raise Refusal(
            ProblemType.REFUSED,
            409,
            f"The order of this key was approved and never sent (record {placed.decision_id}): use another key.",
        )
    if placed.order.state in UNSENT and not placed.order.filled:
        order_id, state = placed.order.order.client_order_id, placed.order.state
        raise Refusal(
            ProblemType.REFUSED,
            409,
            f"Order {order_id} is {state}: {placed.order.reason}.",
            reasons=[str(placed.order.reason)],
        )
    return placed.order


def _faults(body: OrderBody) -> list[tuple[str, str]]:
    return [*_size_faults(body), *_price_faults(body)]


def _size_faults(body: OrderBody) -> list[tuple[str, str]]:
    if body.side == "close":
        return [] if body.notional is None else [("notional", "a close names a quantity, or nothing")]
    if (body.notional is None) is (body.quantity is None):
        return [("notional", "an opening names either notional or quantity")]
    return []


def _price_faults(body: OrderBody) -> list[tuple[str, str]]:
    faults = []
    if body.kind == "limit" and body.limit_price is None:
        faults.append(("limit_price", "a limit order needs its price"))
    if body.kind == "market" and body.limit_price is not None:
        faults.append(("limit_price", "a market order has no price"))
    if body.kind == "market" and body.time_in_force != "gtc":
        faults.append(("time_in_force", "only a limit order can wait"))
    if body.side == "close":
        named = [("stop_price", body.stop_price), ("take_profit_price", body.take_profit_price)]
        faults += [(name, "a close leaves nothing to protect") for name, price in named if price is not None]
    return faults
