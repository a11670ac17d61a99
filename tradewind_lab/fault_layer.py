"""The outermost layer of the lab: waits, then lets a rule act or the application answer."""

import asyncio
from collections.abc import Callable

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tradewind_lab.faults import FaultKind, FaultRule, Faults

Witness = Callable[[str, str, bytes, FaultKind | None], None]
"""Told of every request: method, path, body and the fault that befalls it."""

_CARRIED_OUT = frozenset({FaultKind.DELAY, FaultKind.LOSE, FaultKind.STALL, FaultKind.TIMEOUT})


class FaultLayer:
    """Delays what comes, counts it with the witness, and obeys the rules. Never touches /lab."""

    def __init__(self, app: ASGIApp, faults: Faults, *, delay_ms: int, witness: Witness) -> None:
        self._app = app
        self._faults = faults
        self._delay_s = delay_ms / 1000
        self._witness = witness

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith("/lab"):
            await self._app(scope, receive, send)
            return
        body = await _body(receive)
        text = scope["query_string"].decode() + body.decode(errors="replace")
        if self._delay_s:
            await asyncio.sleep(self._delay_s)
        rule = self._faults.take(scope["method"], scope["path"], text, is_chat=False)
        self._witness(scope["method"], scope["path"], body, rule.kind if rule else None)
        if rule is None:
            await self._app(scope, _Replay(body, receive), send)
        elif rule.kind in _CARRIED_OUT:
            await self._carried_out(rule, scope, _Replay(body, receive), send)
        else:
            await _not_carried_out(rule, receive, send)

    async def _carried_out(self, rule: FaultRule, scope: Scope, receive: Receive, send: Send) -> None:
        if rule.kind is FaultKind.DELAY:
            await asyncio.sleep(rule.delay_ms / 1000)
            await self._app(scope, receive, send)
            return
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        await self._app(scope, receive, keep)
        if rule.kind is FaultKind.TIMEOUT:
            await _reply(send, rule, _envelope(rule, "50004", "API endpoint request timeout."))
        elif rule.kind is FaultKind.STALL and rule.delay_ms:
            await asyncio.sleep(rule.delay_ms / 1000)
            for message in answer:
                await send(message)
        elif rule.kind is FaultKind.STALL:
            await _disconnected(receive)
        else:
            await _hang_up(receive, send)


async def _not_carried_out(rule: FaultRule, receive: Receive, send: Send) -> None:
    match rule.kind:
        case FaultKind.DROP:
            await _hang_up(receive, send)
        case FaultKind.HANG:
            await _disconnected(receive)
        case FaultKind.ERROR:
            await _reply(send, rule, _envelope(rule, "50001", "Service temporarily unavailable."))
        case FaultKind.BODY:
            await _reply(send, rule, rule.body, status=200)
        case _:
            await _reply(send, rule, rule.body, status=rule.status or 500)


def _envelope(rule: FaultRule, code: str, message: str) -> str:
    return orjson.dumps({"code": rule.code or code, "msg": rule.body or message, "data": []}).decode()


class _Replay:
    """A receive channel that hands out a body already read, then the rest of the connection."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


async def _body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


async def _reply(send: Send, rule: FaultRule, text: str, *, status: int | None = None) -> None:
    body = text.encode()
    headers = {"content-type": "application/json", "content-length": str(len(body))}
    headers.update((name.lower(), value) for name, value in rule.headers.items())
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status or rule.status or 200, "headers": encoded})
    await send({"type": "http.response.body", "body": body})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _hang_up(receive: Receive, send: Send) -> None:
    """Close the socket without a byte; ASGI has no word for it, so uvicorn's own cycle is reached for."""
    send.__self__.transport.abort()  # type: ignore[attr-defined]
    await _disconnected(receive)
