"""GET /lab/exchange: the venue's own truth about every account, unsigned, for whoever checks a trader's books."""

from collections.abc import Awaitable, Callable

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tradewind_lab.clock import Clock
from tradewind_lab.exchange.account import Account
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.okx.position_shapes import closed_position_shape, position_shape
from tradewind_lab.okx.shapes import Shape, algo_shape, balance_shape, bill_shape, fill_shape, order_shape
from tradewind_lab.okx.wire import number


def truth_route(exchange: Exchange, clock: Clock) -> Route:
    """Return the route; what it tells is settled up to the moment of asking."""

    async def tell(_request: Request) -> Response:
        now_ms = clock.now_ms()
        exchange.settle(now_ms)
        truth = {
            "now_ms": now_ms,
            "accounts": {name: _whole(exchange, one, now_ms) for name, one in exchange.accounts.items()},
            "record": [
                {
                    "sequence": entry.sequence,
                    "at_ms": entry.at_ms,
                    "account": entry.account,
                    "kind": entry.kind.value,
                    **entry.facts,
                }
                for entry in exchange.record.entries()
            ],
        }
        return Response(orjson.dumps(truth), media_type="application/json")

    endpoint: Callable[[Request], Awaitable[Response]] = tell
    return Route("/lab/exchange", endpoint, methods=["GET"])


def _whole(exchange: Exchange, account: Account, now_ms: int) -> Shape:
    orders = account.orders
    at = exchange.standing(account, now_ms)
    return {
        "deposit": number(account.deposit),
        "wallet": number(account.wallet),
        "position_mode": account.position_mode.value,
        "balance": balance_shape(account, at, now_ms),
        "orders": [order_shape(order) for order in orders.values()],
        "algos": [algo_shape(algo, orders.get(algo.order_id or "")) for algo in account.algos.values()],
        "fills": [fill_shape(fill) for fill in account.fills],
        "positions": [position_shape(exchange, account, p, now_ms) for p in account.positions.values()],
        "closed_positions": [closed_position_shape(p) for p in account.closed_positions],
        "bills": [bill_shape(bill) for bill in account.bills],
    }
