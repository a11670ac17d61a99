"""The venue's own truth, unsigned, for whoever checks a trader's books: GET /lab/exchange in full, GET /lab/truth in short."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tradewind_lab.clock import Clock
from tradewind_lab.exchange.account import Account
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.exchange.record import Record
from tradewind_lab.exchange.watch import Gap, Watch
from tradewind_lab.okx.inbox import Inbox
from tradewind_lab.okx.position_shapes import closed_position_shape, position_shape
from tradewind_lab.okx.shapes import Shape, algo_shape, balance_shape, bill_shape, fill_shape, order_shape
from tradewind_lab.okx.wire import number


def routes(exchange: Exchange, watch: Watch, inbox: Inbox, clock: Clock) -> list[Route]:
    """Return both routes; what they tell is settled up to the moment of asking."""

    async def tell_all(_request: Request) -> Response:
        now_ms = clock.now_ms()
        exchange.settle(now_ms)
        accounts = {name: _whole(exchange, one, now_ms) for name, one in exchange.accounts.items()}
        return _json({"now_ms": now_ms, "accounts": accounts, "record": _entries(exchange.record)})

    async def tell_short(_request: Request) -> Response:
        now_ms = clock.now_ms()
        exchange.settle(now_ms)
        accounts = exchange.accounts.items()
        return _json(
            {
                "now_ms": now_ms,
                "received": [asdict(one) for one in inbox.received],
                "reposted": _more_than_once(inbox),
                "accounts": {name: _short(account, watch.gaps(), now_ms) for name, account in accounts},
            }
        )

    return [_route("/lab/exchange", tell_all), _route("/lab/truth", tell_short)]


def _route(path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> Route:
    return Route(path, endpoint, methods=["GET"])


def _json(told: object) -> Response:
    return Response(orjson.dumps(told), media_type="application/json")


def _more_than_once(inbox: Inbox) -> dict[str, int]:
    times = Counter(one.client_id for one in inbox.received if one.client_id)
    return {client_id: count for client_id, count in times.items() if count > 1}


def _entries(record: Record) -> list[Shape]:
    return [
        {
            "sequence": entry.sequence,
            "at_ms": entry.at_ms,
            "account": entry.account,
            "kind": entry.kind.value,
            **entry.facts,
        }
        for entry in record.entries()
    ]


def _short(account: Account, gaps: list[Gap], now_ms: int) -> Shape:
    mine = [gap for gap in gaps if gap.account == account.name]
    return {
        "wallet": number(account.wallet),
        "orders": [
            {
                "ordId": order.id,
                "clOrdId": order.ticket.client_id or "",
                "algoId": order.algo_id or "",
                "instId": order.ticket.symbol,
                "side": order.ticket.side.value,
                "sz": number(order.ticket.size),
                "accFillSz": number(order.filled),
                "state": order.state.value,
            }
            for order in account.orders.values()
        ],
        "trades": [fill.trade_id for fill in account.fills],
        "positions": [
            {
                "instId": held.symbol,
                "posSide": held.position_side.value,
                "mgnMode": held.margin_mode.value,
                "pos": number(held.quantity),
                "avgPx": number(held.average_price),
            }
            for held in account.positions.values()
        ],
        "unprotected": [
            {
                "instId": gap.symbol,
                "posSide": gap.position_side,
                "since_ms": gap.since_ms,
                "until_ms": gap.until_ms,
                "lasted_ms": (gap.until_ms or now_ms) - gap.since_ms,
            }
            for gap in mine
        ],
    }


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
