"""The routes that ask about orders, stops and executions."""

from starlette.routing import Route

from tradewind_lab.exchange.orders import AlgoOrder, AlgoState, Order, Rejected
from tradewind_lab.okx.session import Caller, Door, Rows
from tradewind_lab.okx.shapes import Shape, algo_shape, fill_shape, order_shape
from tradewind_lab.okx.trade_routes import find_algo, find_order


def query_routes(door: Door) -> list[Route]:
    """Return the routes that only read orders and fills."""
    return [
        door.reading("/api/v5/trade/order", one_order),
        door.reading("/api/v5/trade/orders-pending", open_orders),
        door.reading("/api/v5/trade/orders-history", finished_orders),
        door.reading("/api/v5/trade/orders-history-archive", finished_orders),
        door.reading("/api/v5/trade/order-algo", one_algo),
        door.reading("/api/v5/trade/orders-algo-pending", waiting_algos),
        door.reading("/api/v5/trade/orders-algo-history", finished_algos),
        door.reading("/api/v5/trade/fills", fills),
        door.reading("/api/v5/trade/fills-history", fills),
    ]


def one_order(caller: Caller) -> Rows:
    """Answer one order by its id or its client id."""
    order = find_order(caller, caller.query)
    if order is None:
        raise Rejected("51603", "Order does not exist")
    return [order_shape(order)]


def open_orders(caller: Caller) -> Rows:
    """Answer the orders that may still fill, newest first."""
    return _orders(caller, caller.account.open_orders())


def finished_orders(caller: Caller) -> Rows:
    """Answer the filled and canceled orders, newest first."""
    return _orders(caller, [o for o in caller.account.orders.values() if not o.state.is_open])


def _orders(caller: Caller, orders: list[Order]) -> Rows:
    query = caller.query
    chosen = [
        order
        for order in orders
        if query.matches(
            instId=order.ticket.symbol,
            instType="SWAP",
            ordType=order.ticket.type.value,
            state=order.state.value,
        )
    ]
    return [order_shape(order) for order in query.page(chosen, lambda o: o.id, lambda o: o.placed_ms)]


def one_algo(caller: Caller) -> Rows:
    """Answer one stop or target by its id or its client id."""
    algo = find_algo(caller, caller.query)
    if algo is None:
        raise Rejected("51603", "Order does not exist")
    return [_algo_row(caller, algo)]


def waiting_algos(caller: Caller) -> Rows:
    """Answer the stops and targets that wait, newest first."""
    caller.query.required("ordType")
    return _algos(caller, caller.account.live_algos())


def finished_algos(caller: Caller) -> Rows:
    """Answer the stops and targets that went off or were canceled, newest first."""
    caller.query.required("ordType")
    if caller.query.text("state") is None and caller.query.text("algoId") is None:
        raise Rejected("50015", "Either parameter state or algoId is required.")
    return _algos(caller, [a for a in caller.account.algos.values() if a.state is not AlgoState.LIVE])


def _algos(caller: Caller, algos: list[AlgoOrder]) -> Rows:
    rows = [(algo, _algo_row(caller, algo)) for algo in algos]
    chosen = [
        (algo, row)
        for algo, row in rows
        if caller.query.matches(
            **{
                name: str(row[name])
                for name in ("algoId", "algoClOrdId", "instId", "instType", "ordType", "state")
            }
        )
    ]
    page = caller.query.page(chosen, lambda each: each[0].id, lambda each: each[0].placed_ms)
    return [row for _, row in page]


def _algo_row(caller: Caller, algo: AlgoOrder) -> Shape:
    return algo_shape(algo, caller.account.orders.get(algo.order_id or ""))


def fills(caller: Caller) -> Rows:
    """Answer the executions, newest first; paging goes by bill id."""
    query = caller.query
    chosen = [
        fill
        for fill in caller.account.fills
        if query.matches(instId=fill.symbol, instType="SWAP", ordId=fill.order_id)
    ]
    return [fill_shape(fill) for fill in query.page(chosen, lambda f: f.bill_id, lambda f: f.at_ms)]
