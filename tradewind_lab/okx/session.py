"""One private request from socket to answer: signature, settlement up to now, the act, OKX's envelope."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tradewind_lab.clock import Clock
from tradewind_lab.exchange.account import Account
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.exchange.orders import Rejected
from tradewind_lab.okx.auth import ApiKey, KeyRing, SignedRequest, require_trade
from tradewind_lab.okx.fields import Fields
from tradewind_lab.okx.shapes import Shape
from tradewind_lab.okx.wire import OkxError, answer, refusal

BATCH_LIMIT = 20
UNAUTHORIZED = ("5010", "5011")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A signed request: whose account, at what time, with which query and body."""

    exchange: Exchange
    account: Account
    key: ApiKey
    now_ms: int
    query: Fields
    body: object

    def fields(self) -> Fields:
        """Return the body as one object."""
        return Fields(self.body)

    def batch(self) -> list[Fields]:
        """Return the body as a list of one to twenty objects."""
        if not isinstance(self.body, list) or not self.body:
            raise Rejected("50002", "JSON syntax error")
        if len(self.body) > BATCH_LIMIT:
            raise Rejected("51111", f"Maximum {BATCH_LIMIT} orders can be placed in bulk.")
        return [Fields(each) for each in self.body]


Rows = list[Shape]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Admits signed requests to the exchange."""

    exchange: Exchange
    keys: KeyRing
    clock: Clock

    def reading(self, path: str, act: Callable[[Caller], Rows]) -> Route:
        """Return a GET route that any key may call."""
        return Route(path, self._endpoint(lambda caller: answer(act(caller)), trades=False), methods=["GET"])

    def changing(self, path: str, act: Callable[[Caller], Rows]) -> Route:
        """Return a POST route for keys that may trade; a refusal is the whole answer."""
        return Route(path, self._endpoint(lambda caller: answer(act(caller)), trades=True), methods=["POST"])

    def ordering(self, path: str, act: Callable[[Caller, Fields], Shape], *, batch: bool) -> Route:
        """Return a POST route whose rows each tell their own success or refusal."""

        def every(caller: Caller) -> Response:
            asked = caller.batch() if batch else [caller.fields()]
            return _judged([_row(caller, fields, act) for fields in asked])

        return Route(path, self._endpoint(every, trades=True), methods=["POST"])

    def _endpoint(self, act: Callable[[Caller], Response], *, trades: bool) -> Endpoint:
        async def serve(request: Request) -> Response:
            body = (await request.body()).decode()
            try:
                caller = self._admit(request, body)
                if trades:
                    require_trade(caller.key)
                try:
                    return act(caller)
                finally:
                    self.exchange.publish()
            except Rejected as e:
                status = 401 if e.code.startswith(UNAUTHORIZED) else 200
                return refusal(OkxError(e.code, e.message, status=status))

        return serve

    def _admit(self, request: Request, body: str) -> Caller:
        now_ms = self.clock.now_ms()
        query = request.url.query
        target = request.url.path + (f"?{query}" if query else "")
        signed = SignedRequest(method=request.method, target=target, body=body, headers=request.headers)
        key = self.keys.signer(signed, now_ms)
        self.exchange.settle(now_ms)
        return Caller(
            exchange=self.exchange,
            account=self.exchange.accounts[key.account],
            key=key,
            now_ms=now_ms,
            query=Fields(dict(request.query_params)),
            body=_parsed(body) if request.method == "POST" else None,
        )


def _parsed(body: str) -> object:
    if not body:
        raise Rejected("50000", "Body for POST request can not be empty.")
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Rejected("50002", "JSON syntax error") from None


def _row(caller: Caller, fields: Fields, act: Callable[[Caller, Fields], Shape]) -> Shape:
    try:
        return {**act(caller, fields), "sCode": "0", "sMsg": ""}
    except Rejected as e:
        return {
            "ordId": fields.text("ordId") or "",
            "clOrdId": fields.text("clOrdId") or "",
            "algoId": fields.text("algoId") or "",
            "algoClOrdId": fields.text("algoClOrdId") or "",
            "tag": fields.text("tag") or "",
            "ts": str(caller.now_ms),
            "sCode": e.code,
            "sMsg": e.message,
        }


def _judged(rows: Rows) -> Response:
    failed = sum(row["sCode"] != "0" for row in rows)
    if not failed:
        return answer(rows)
    if failed == len(rows):
        return answer(rows, code="1", message="All operations failed")
    return answer(rows, code="2", message="Bulk operation partially succeeded")
