"""POST /lab/hand/ACT: trade for an account from outside, as a person in the venue's own app would; unsigned."""

from collections.abc import Awaitable, Callable
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tradewind_lab.clock import Clock
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.exchange.orders import Rejected
from tradewind_lab.faults import Faults
from tradewind_lab.okx.auth import TRADE, ApiKey
from tradewind_lab.okx.fields import Fields
from tradewind_lab.okx.session import Caller
from tradewind_lab.okx.shapes import Shape
from tradewind_lab.okx.trade_routes import cancel, cancel_algo, close_position, place, place_algo
from tradewind_lab.okx.venue_acts import named_account
from tradewind_lab.okx.wire import OkxError, answer, refusal


def _closed(caller: Caller, _fields: Fields) -> Shape:
    [row] = close_position(caller)
    return row


_ACTS: Final[dict[str, Callable[[Caller, Fields], Shape]]] = {
    "order": place,
    "cancel-order": cancel,
    "order-algo": place_algo,
    "cancel-algo": cancel_algo,
    "close-position": _closed,
}


def routes(exchange: Exchange, clock: Clock) -> list[Route]:
    """Return one route for each act; the body is what the signed route takes, and `account` beside it."""

    def route(name: str, act: Callable[[Caller, Fields], Shape]) -> Route:
        async def serve(request: Request) -> Response:
            try:
                caller = _by_hand(exchange, clock, orjson.loads(await request.body()))
                return answer([act(caller, caller.fields())])
            except orjson.JSONDecodeError:
                return refusal(OkxError("50002", "JSON syntax error", status=400))
            except Rejected as e:
                return refusal(OkxError(e.code, e.message, status=400))
            finally:
                exchange.publish()

        endpoint: Callable[[Request], Awaitable[Response]] = serve
        return Route(f"/lab/hand/{name}", endpoint, methods=["POST"])

    return [route(name, act) for name, act in _ACTS.items()]


def _by_hand(exchange: Exchange, clock: Clock, body: object) -> Caller:
    account = named_account(exchange, Fields(body))
    now_ms = clock.now_ms()
    exchange.settle(now_ms)
    key = ApiKey(
        key="",
        secret="",
        passphrase="",
        account=account.name,
        is_demo=account.name == "demo",
        permissions=(TRADE,),
        label="by hand",
        addresses=(),
    )
    return Caller(
        exchange=exchange,
        account=account,
        key=key,
        faults=Faults(),
        now_ms=now_ms,
        query=Fields({}),
        body=body,
        expires_ms=None,
    )
