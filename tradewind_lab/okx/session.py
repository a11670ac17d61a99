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
from tradewind_lab.faults import FaultKind, Faults
from tradewind_lab.okx.auth import ApiKey, KeyRing, SignedRequest, require_trade
from tradewind_lab.okx.fields import Fields
from tradewind_lab.okx.shapes import Shape
from tradewind_lab.okx.wire import OkxError, answer, refusal

BATCH_LIMIT = 20
UNAUTHORIZED = ("5010", "5011")
HONORING_EXPIRY = frozenset(
    f"/api/v5/trade/{name}" for name in ("order", "batch-orders", "amend-order", "amend-batch-orders")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A signed request: whose account, at what time, with which query and body."""

    exchange: Exchange
    account: Account
    key: ApiKey
    faults: Faults
    now_ms: int
    query: Fields
    body: object
    expires_ms: int | None
    """Until when an order or a change of one may be taken, by the venue's clock; None: whenever it comes."""

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
Act = Callable[["Caller", Fields], Shape]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Admits signed requests to the exchange."""

    exchange: Exchange
    keys: KeyRing
    clock: Clock
    faults: Faults

    def reading(self, path: str, act: Callable[[Caller], Rows]) -> Route:
        """Return a GET route that any key may call."""
        return Route(path, self._endpoint(lambda caller: answer(act(caller)), trades=False), methods=["GET"])

    def changing(self, path: str, act: Callable[[Caller], Rows]) -> Route:
        """Return a POST route for keys that may trade; a refusal is the whole answer."""
        return Route(path, self._endpoint(lambda caller: answer(act(caller)), trades=True), methods=["POST"])

    def ordering(self, path: str, act: Act, *, batch: bool) -> Route:
        """Return a POST route whose rows each tell their own success or refusal."""

        def every(caller: Caller) -> Response:
            asked = caller.batch() if batch else [caller.fields()]
            return _judged([self._row(caller, path, fields, act) for fields in asked])

        return Route(path, self._endpoint(every, trades=True), methods=["POST"])

    def _row(self, caller: Caller, path: str, fields: Fields, act: Act) -> Shape:
        text = fields.written()
        try:
            _refuse_late(caller, path)
            self._refuse_on_demand(path, text)
            row = act(caller, fields)
        except Rejected as e:
            return _refused_row(caller, fields, e)
        doubtful = self.faults.take_order(FaultKind.DOUBT, path, text)
        if doubtful is not None:
            return {**row, "ordId": "", "sCode": doubtful.code or "51149", "sMsg": "Order timed out."}
        return {**row, "sCode": "0", "sMsg": ""}

    def _refuse_on_demand(self, path: str, text: str) -> None:
        rule = self.faults.take_order(FaultKind.REJECT, path, text)
        if rule is not None:
            raise Rejected(rule.code or "51008", rule.body or "Order failed.")

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
            faults=self.faults,
            now_ms=now_ms,
            query=Fields(dict(request.query_params)),
            body=_parsed(body) if request.method == "POST" else None,
            expires_ms=_moment(request.headers.get("exptime")),
        )


def _refuse_late(caller: Caller, path: str) -> None:
    """https://www.okx.com/docs-v5/en/#overview-transaction-timeouts: orders and changes of orders, no others."""
    is_late = caller.expires_ms is not None and caller.now_ms + caller.faults.skew_ms() > caller.expires_ms
    if is_late and path in HONORING_EXPIRY:
        raise Rejected(
            "50036",
            "The expTime can't be earlier than the current system time. Please adjust the expTime and try again.",
        )


def _moment(header: str | None) -> int | None:
    if header is None:
        return None
    if not header.isdigit():
        raise Rejected("51000", "Parameter expTime error")
    return int(header)


def _parsed(body: str) -> object:
    if not body:
        raise Rejected("50000", "Body for POST request can not be empty.")
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Rejected("50002", "JSON syntax error") from None


def _refused_row(caller: Caller, fields: Fields, why: Rejected) -> Shape:
    given = {name: fields.text(name) or "" for name in ("ordId", "clOrdId", "algoId", "algoClOrdId", "tag")}
    return {**given, "ts": str(caller.now_ms), "sCode": why.code, "sMsg": why.message}


def _judged(rows: Rows) -> Response:
    failed = sum(row["sCode"] != "0" for row in rows)
    if not failed:
        return answer(rows)
    if failed == len(rows):
        return answer(rows, code="1", message="All operations failed")
    return answer(rows, code="2", message="Bulk operation partially succeeded")
