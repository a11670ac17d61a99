"""Faults on demand: rules that delay, refuse, drop or falsify answers, and the layer that obeys them."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class FaultKind(StrEnum):
    """What goes wrong with a request."""

    DELAY = "delay"  # answered `delay_ms` later
    HANG = "hang"  # never answered
    STATUS = "status"  # `status` with `body`
    BODY = "body"  # 200 with `body`
    DROP = "drop"  # connection closed before the request is carried out
    LOSE = "lose"  # carried out, but the connection closes instead of an answer
    PROSE = "prose"  # chat only: text without JSON
    TRUNCATED = "truncated"  # chat only: half of the JSON
    NONSENSE = "nonsense"  # chat only: JSON of another shape
    SUSPEND = "suspend"  # the swap's state is `suspend`, over REST and stream
    REFUSE = "refuse"  # stream: the connection is refused with `status`
    NO_ACK = "no_ack"  # stream: a subscription is neither acknowledged nor served
    ACK_ERROR = "ack_error"  # stream: a subscription is answered with an error
    SILENCE = "silence"  # stream, at once: open connections stay open, and nothing is sent or read
    CLOSE = "close"  # stream, at once: open connections are closed
    NOTICE = "notice"  # stream, at once: notice 64008, then closed `delay_ms` later
    GAP = "gap"  # a change of a book is lost
    STILL = "still"  # a book does not change
    RESET = "reset"  # a change of a book has its seqId below its prevSeqId
    RESTART = "restart"  # a book begins again: a snapshot with a low seqId
    FREEZE = "freeze"  # the messages' timestamps stand
    OUTLIER = "outlier"  # prices are ten times what they are
    CROSSED = "crossed"  # the bid stands above the ask
    ZERO = "zero"  # a price is 0
    NEGATIVE = "negative"  # a price is below 0
    NAN = "nan"  # a price is NaN
    EMPTY = "empty"  # a price is an empty text
    DUPLICATE = "duplicate"  # a candle is told twice
    REVISED = "revised"  # the last closed candle is told again, with another close and volume
    DISORDERED = "disordered"  # the last closed candle is told again, after the open one


AT_ONCE_KINDS = frozenset({FaultKind.SILENCE, FaultKind.CLOSE, FaultKind.NOTICE})
STREAM_KINDS = frozenset(list(FaultKind)[list(FaultKind).index(FaultKind.SUSPEND) :])
CHAT_KINDS = frozenset({FaultKind.PROSE, FaultKind.TRUNCATED, FaultKind.NONSENSE})


class FaultRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which requests fail and how; every given condition must hold."""

    kind: FaultKind
    path: str = "/"  # the path begins with it
    method: str | None = None
    symbol: str | None = None  # named in the query or the body; for the stream the instrument
    channel: str | None = None  # of the stream
    count: int | None = None  # how often; None: until cleared
    delay_ms: int = 0
    status: int = 500
    body: str = ""
    headers: dict[str, str] = {}  # of `status` and `body`, such as Retry-After


@dataclass(slots=True)
class _Armed:
    rule: FaultRule
    left: int | None


class Faults:
    """The rules in force; the first that matches a request decides."""

    def __init__(self) -> None:
        self._armed: list[_Armed] = []
        self._watchers: list[Callable[[FaultRule], None]] = []

    def watch(self, act: Callable[[FaultRule], None]) -> None:
        """Have `act` called with every rule that takes effect at once."""
        self._watchers.append(act)

    def arm(self, rules: list[FaultRule]) -> None:
        """Add rules behind those in force; those that take effect at once do so and are not kept."""
        for rule in rules:
            if rule.kind not in AT_ONCE_KINDS:
                self._armed.append(_Armed(rule, rule.count))
                continue
            for act in self._watchers:
                act(rule)

    def clear(self) -> None:
        """Forget every rule; requests that hang stay so until their client leaves."""
        self._armed.clear()

    def rules(self) -> list[FaultRule]:
        """Return what is in force, with the counts that are left."""
        return [msgspec.structs.replace(one.rule, count=one.left) for one in self._armed]

    def take(self, method: str, path: str, text: str, *, is_chat: bool) -> FaultRule | None:
        """Return the rule for a request and count it; `text` is its query and body."""
        for one in self._armed:
            if _speaks_http(one.rule.kind, is_chat=is_chat) and _matches(one.rule, method, path, text):
                self._count(one)
                return one.rule
        return None

    def take_stream(
        self, kinds: Collection[FaultKind], *, channel: str, symbol: str | None
    ) -> FaultRule | None:
        """Return the rule of one of `kinds` for a topic of the stream and count it."""
        for one in self._armed:
            rule = one.rule
            if rule.kind in kinds and rule.channel in {None, channel} and rule.symbol in {None, symbol}:
                self._count(one)
                return rule
        return None

    def suspends(self, symbol: str) -> bool:
        """Tell whether a rule suspends a swap."""
        return any(
            one.rule.kind is FaultKind.SUSPEND and one.rule.symbol in {None, symbol} for one in self._armed
        )

    def _count(self, one: _Armed) -> None:
        if one.left is not None:
            one.left -= 1
            if one.left <= 0:
                self._armed.remove(one)


def _speaks_http(kind: FaultKind, *, is_chat: bool) -> bool:
    return kind not in STREAM_KINDS and (kind in CHAT_KINDS) == is_chat


def _matches(rule: FaultRule, method: str, path: str, text: str) -> bool:
    return (
        path.startswith(rule.path)
        and rule.method in {None, method}
        and (rule.symbol is None or rule.symbol in text)
    )


class FaultLayer:
    """The outermost ASGI layer: waits, then lets a rule act or the application answer. Never touches /lab."""

    def __init__(self, app: ASGIApp, faults: Faults, *, delay_ms: int) -> None:
        self._app = app
        self._faults = faults
        self._delay_s = delay_ms / 1000

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
        if rule is None or rule.kind is FaultKind.DELAY:
            await asyncio.sleep(rule.delay_ms / 1000 if rule else 0)
            await self._app(scope, _Replay(body, receive), send)
        elif rule.kind is FaultKind.LOSE:
            await self._app(scope, _Replay(body, receive), _swallow)
            await _hang_up(receive, send)
        elif rule.kind is FaultKind.DROP:
            await _hang_up(receive, send)
        elif rule.kind is FaultKind.HANG:
            await _disconnected(receive)
        else:
            await _reply(send, 200 if rule.kind is FaultKind.BODY else rule.status, rule)


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


async def _swallow(_message: Message) -> None:
    return None


async def _reply(send: Send, status: int, rule: FaultRule) -> None:
    body = rule.body.encode()
    headers = {"content-type": "application/json", "content-length": str(len(body))}
    headers.update((name.lower(), value) for name, value in rule.headers.items())
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _hang_up(receive: Receive, send: Send) -> None:
    """Close the socket without a byte; ASGI has no word for it, so uvicorn's own cycle is reached for."""
    send.__self__.transport.abort()  # type: ignore[attr-defined]
    await _disconnected(receive)
