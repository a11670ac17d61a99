"""The routes that place, cancel and amend: trade/order, batch orders, stops and targets, closing, the dead man."""

from dataclasses import replace
from decimal import Decimal

from starlette.routing import Route

from tradewind_lab.exchange.amendments import Amendment, moved
from tradewind_lab.exchange.orders import (
    AlgoOrder,
    AlgoState,
    CancelSource,
    MarginMode,
    Order,
    OrderState,
    Rejected,
)
from tradewind_lab.faults import FaultKind
from tradewind_lab.okx.fields import Fields
from tradewind_lab.okx.session import Caller, Door, Rows
from tradewind_lab.okx.shapes import Shape, word
from tradewind_lab.okx.tickets import amendment, conditional, position_side, ticket
from tradewind_lab.quotes import Level


def trade_routes(door: Door) -> list[Route]:
    """Return the routes that change orders."""
    return [
        door.ordering("/api/v5/trade/order", place, batch=False),
        door.ordering("/api/v5/trade/batch-orders", place, batch=True),
        door.ordering("/api/v5/trade/cancel-order", cancel, batch=False),
        door.ordering("/api/v5/trade/cancel-batch-orders", cancel, batch=True),
        door.ordering("/api/v5/trade/amend-order", amend, batch=False),
        door.ordering("/api/v5/trade/amend-batch-orders", amend, batch=True),
        door.ordering("/api/v5/trade/order-algo", place_algo, batch=False),
        door.ordering("/api/v5/trade/cancel-algos", cancel_algo, batch=True),
        door.ordering("/api/v5/trade/amend-algos", amend_algo, batch=False),
        door.changing("/api/v5/trade/close-position", close_position),
        door.changing("/api/v5/trade/cancel-all-after", cancel_all_after),
    ]


def place(caller: Caller, fields: Fields) -> Shape:
    """Place one order."""
    asked, desk = ticket(caller, fields), caller.exchange.desk
    if caller.faults.take_order(FaultKind.STRIKE, "/api/v5/trade/order", fields.written()) is None:
        order = desk.place(caller.account, asked, caller.now_ms)
    else:
        order = desk.strike(caller.account, asked, caller.now_ms)
    return {**_named(order), "tag": order.ticket.tag, "ts": str(caller.now_ms)}


def cancel(caller: Caller, fields: Fields) -> Shape:
    """Cancel one open order."""
    order = find_order(caller, fields)
    if order is None:
        raise Rejected("51400", "Cancellation failed as the order doesn't exist.")
    if order.state is OrderState.CANCELED:
        raise Rejected("51401", "Cancellation failed as the order is already canceled.")
    if order.state is OrderState.FILLED:
        raise Rejected("51402", "Cancellation failed as the order is already completed.")
    desk = caller.exchange.desk
    if caller.faults.take_order(FaultKind.OVERTAKE, "/api/v5/trade/cancel-order", fields.written()) is None:
        desk.cancel(caller.account, order, CancelSource.USER, caller.now_ms)
    else:
        desk.fill(
            caller.account,
            order.id,
            Level(order.ticket.price or Decimal(0), order.remaining),
            caller.now_ms,
            is_maker=True,
        )
        desk.arm(caller.account, order.id, caller.now_ms)
    return {**_named(order), "ts": str(caller.now_ms)}


def amend(caller: Caller, fields: Fields) -> Shape:
    """Change one open order."""
    order = find_order(caller, fields)
    if order is None:
        raise Rejected("51503", "Order modification failed as the order doesn't exist.")
    if order.state is OrderState.CANCELED:
        raise Rejected("51509", "Order modification failed as the order has been canceled.")
    if order.state is OrderState.FILLED:
        raise Rejected("51510", "Order modification failed as the order has been completed.")
    caller.exchange.desk.amend(caller.account, order, amendment(fields), caller.now_ms)
    return {**_named(order), "reqId": word(fields.text("reqId")), "ts": str(caller.now_ms)}


def place_algo(caller: Caller, fields: Fields) -> Shape:
    """Place a stop, a target or both by themselves."""
    algo = caller.exchange.desk.protect(caller.account, conditional(caller, fields), caller.now_ms)
    return _named_algo(algo)


def cancel_algo(caller: Caller, fields: Fields) -> Shape:
    """Cancel one waiting stop or target."""
    algo = _live_algo(caller, fields, "51400", "Cancellation failed as the order doesn't exist.")
    caller.exchange.desk.cancel_algo(caller.account, algo, caller.now_ms)
    return _named_algo(algo)


def amend_algo(caller: Caller, fields: Fields) -> Shape:
    """Move the triggers or the size of one waiting stop or target."""
    algo = _live_algo(caller, fields, "51503", "Order modification failed as the order doesn't exist.")
    changes = amendment(fields)
    changed = caller.exchange.desk.protect(
        caller.account, _changed(algo, changes, caller.now_ms), caller.now_ms
    )
    return {**_named_algo(changed), "reqId": word(fields.text("reqId"))}


def close_position(caller: Caller) -> Rows:
    """Close one whole position at market."""
    fields = caller.fields()
    side = position_side(caller.account, fields)
    key = (fields.required("instId"), fields.choice("mgnMode", MarginMode), side)
    caller.exchange.desk.instrument(key[0])
    order = caller.exchange.close_position(
        caller.account, key, fields.text("clOrdId"), clear_orders=fields.flag("autoCxl"), at_ms=caller.now_ms
    )
    named = {"clOrdId": word(order.ticket.client_id), "tag": word(fields.text("tag"))}
    return [{"instId": key[0], "posSide": side.value, **named}]


def cancel_all_after(caller: Caller) -> Rows:
    """Arm or, with 0, disarm the timer that cancels every open order; in seconds, 10 to 120."""
    seconds = caller.fields().whole("timeOut")
    if seconds is None or (seconds != 0 and not 10 <= seconds <= 120):
        raise Rejected("51000", "Parameter timeOut error")
    due = caller.now_ms + seconds * 1000 if seconds else None
    caller.account.set_dead_man(due)
    return [{"triggerTime": str(due or 0), "tag": "", "ts": str(caller.now_ms)}]


def find_order(caller: Caller, fields: Fields) -> Order | None:
    """Return the order named by ordId, else by clOrdId, of the named instrument; None where there is none."""
    symbol, order_id, client_id = fields.required("instId"), fields.text("ordId"), fields.text("clOrdId")
    if order_id is not None:
        order = caller.account.orders.get(order_id)
    elif client_id is not None:
        order = caller.account.order_by_client_id(client_id)
    else:
        raise Rejected("51003", "Either client order ID or order ID is required.")
    return order if order is not None and order.ticket.symbol == symbol else None


def find_algo(caller: Caller, fields: Fields) -> AlgoOrder | None:
    """Return the stop or target named by algoId, else by algoClOrdId; None where there is none."""
    algo_id, client_id = fields.text("algoId"), fields.text("algoClOrdId")
    if algo_id is not None:
        return caller.account.algos.get(algo_id)
    if client_id is None:
        raise Rejected("50015", "Either parameter algoId or algoClOrdId is required.")
    named = (a for a in caller.account.algos.values() if a.protection.client_id == client_id)
    return next(named, None)


def _live_algo(caller: Caller, fields: Fields, code: str, message: str) -> AlgoOrder:
    algo = find_algo(caller, fields)
    if algo is None or algo.state is not AlgoState.LIVE:
        raise Rejected(code, message)
    return algo


def _changed(algo: AlgoOrder, changes: Amendment, at_ms: int) -> AlgoOrder:
    size: Decimal | None = algo.size if changes.size is None else changes.size
    return replace(algo, protection=moved(algo.protection, changes), size=size, updated_ms=at_ms)


def _named(order: Order) -> Shape:
    return {"ordId": order.id, "clOrdId": word(order.ticket.client_id)}


def _named_algo(algo: AlgoOrder) -> Shape:
    client_id = word(algo.protection.client_id)
    return {"algoId": algo.id, "algoClOrdId": client_id, "clOrdId": "", "tag": ""}
