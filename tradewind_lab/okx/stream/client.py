"""One client of the stream: its requests, its limits, and the queue in front of its socket."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import orjson
from starlette.types import Receive, Send

from tradewind_lab.clock import Clock
from tradewind_lab.faults import FaultKind, Faults
from tradewind_lab.okx.stream.config import StreamConfig
from tradewind_lab.okx.stream.mail_topic import is_private, mail_topic_of
from tradewind_lab.okx.stream.mailroom import Mailroom
from tradewind_lab.okx.stream.switchboard import Switchboard
from tradewind_lab.okx.stream.topic import Endpoint, topic_of
from tradewind_lab.okx.wire import Json, OkxError

# Close codes of https://www.okx.com/docs-v5/en/#overview-websocket-connect
_IDLE: Final = (4004, "No data received in 30s.")
_UPGRADE: Final = (1001, "Service upgrade.")
_SLOW: Final = (4005, "Buffer is full, cannot write data.")
_MOST_WAITING: Final = 10_000
_ACK_KINDS: Final = frozenset({FaultKind.NO_ACK, FaultKind.ACK_ERROR})
_HOUR_MS: Final = 3_600_000


class Client:
    """One open connection; `run` lasts as long as it does."""

    def __init__(
        self,
        *,
        number: int,
        endpoint: Endpoint,
        is_demo: bool,
        board: Switchboard,
        mail: Mailroom,
        clock: Clock,
        config: StreamConfig,
        faults: Faults,
    ) -> None:
        self.endpoint = endpoint
        self._id = f"{number:08x}"
        self._is_demo = is_demo
        self._account: str | None = None  # whose key logged in
        self._board = board
        self._mail = mail
        self._clock = clock
        self._config = config
        self._symbols = board.symbols
        self._waiting: deque[str] = deque()
        self._woken = asyncio.Event()
        self._faults = faults
        self._is_silent = False
        self._pause_reading: Callable[[], None] | None = None
        self._leaves_ms: int | None = None  # when a notice is up
        self._ending: tuple[int, str] | None = None
        self._heard_ms = clock.now_ms()
        self._asked_ms: deque[int] = deque()

    def offer(self, text: str) -> None:
        """Take one message without waiting; a client that does not read is closed."""
        if self._is_silent:
            return
        if len(self._waiting) >= _MOST_WAITING:
            self.end(*_SLOW)
            return
        self._waiting.append(text)
        self._woken.set()

    def end(self, code: int, reason: str) -> None:
        """Close the connection; what waits is dropped. A silent one stays open."""
        if self._ending is None and not self._is_silent:
            self._ending = (code, reason)
            self._waiting.clear()
            self._woken.set()

    def fall_silent(self) -> None:
        """Leave the connection open, but neither read nor write on it any more."""
        self._is_silent = True
        self._waiting.clear()
        if self._pause_reading is not None:
            self._pause_reading()

    def give_notice(self, delay_ms: int) -> None:
        """Say that the connection ends soon, and end it `delay_ms` later."""
        self._leaves_ms = self._clock.now_ms() + delay_ms
        text = "The connection will soon be closed for a service upgrade. Please reconnect."
        self._say({"event": "notice", "code": "64008", "msg": text}, None)

    async def run(self, receive: Receive, send: Send) -> None:
        """Answer requests and write what is offered until either side closes."""
        # ASGI has no word for a socket that is not read, so uvicorn's own protocol is reached for.
        self._pause_reading = send.__self__.transport.pause_reading  # type: ignore[attr-defined]
        try:
            async with asyncio.TaskGroup() as tasks:
                writer = tasks.create_task(self._write(send), name="stream writer")
                reader = tasks.create_task(self._read(receive), name="stream reader")
                await asyncio.wait({writer, reader}, return_when=asyncio.FIRST_COMPLETED)
                writer.cancel()
                reader.cancel()
        finally:
            self._board.forget(self)
            self._mail.forget(self)

    async def _write(self, send: Send) -> None:
        with suppress(OSError):  # ASGI's word for a client that is gone
            await self._write_all(send)

    async def _write_all(self, send: Send) -> None:
        while self._ending is None:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience_s()):
                    await self._woken.wait()
            self._woken.clear()
            while self._waiting:
                await send({"type": "websocket.send", "text": self._waiting.popleft()})
                self._heard_ms = self._clock.now_ms()
            self._watch_the_time()
        code, reason = self._ending
        await send({"type": "websocket.close", "code": code, "reason": reason})

    def _watch_the_time(self) -> None:
        now_ms = self._clock.now_ms()
        if self._leaves_ms is not None and now_ms >= self._leaves_ms:
            self.end(*_UPGRADE)
        elif now_ms >= self._heard_ms + self._config.idle_ms:
            self.end(*_IDLE)

    def _patience_s(self) -> float | None:
        if self._is_silent:
            return None
        ends_ms = self._heard_ms + self._config.idle_ms
        if self._leaves_ms is not None:
            ends_ms = min(ends_ms, self._leaves_ms)
        return max(0.001, (ends_ms - self._clock.now_ms()) / 1000)

    async def _read(self, receive: Receive) -> None:
        while (message := await receive())["type"] != "websocket.disconnect":
            self._heard_ms = self._clock.now_ms()
            text = message.get("text") or ""
            if text == "ping":
                self.offer("pong")
            else:
                self._obey(text)

    def _obey(self, text: str) -> None:
        asked: object = None
        try:
            asked = orjson.loads(text)
            self._carry_out(asked)
        except orjson.JSONDecodeError:
            self._object(OkxError("60012", f"Illegal request: {text}"), asked)
        except OkxError as e:
            self._object(e, asked)

    def _carry_out(self, asked: object) -> None:
        if not isinstance(asked, dict):
            raise OkxError("60012", f"Illegal request: {orjson.dumps(asked).decode()}")
        self._count()
        match asked.get("op"), asked.get("args"):
            case "login", [credentials]:
                self._log_in(credentials, asked)
            case ("subscribe" | "unsubscribe") as op, [*args] if args:
                for arg in args:
                    if is_private(arg, self.endpoint):
                        self._turn_mail(op, arg, asked)
                    else:
                        self._turn(op, arg, asked)
            case _:
                raise OkxError("60012", f"Illegal request: {orjson.dumps(asked).decode()}")

    def _log_in(self, credentials: object, asked: dict[str, object]) -> None:
        if self.endpoint is Endpoint.PUBLIC:
            raise OkxError("60009", "Login failed.")
        self._account = self._mail.login(credentials, is_demo=self._is_demo).account
        self._say({"event": "login", "code": "0", "msg": ""}, asked)

    def _turn_mail(self, op: str, arg: object, asked: dict[str, object]) -> None:
        if self._account is None:
            raise OkxError("60011", "Please log in")
        try:
            topic = mail_topic_of(arg, self.endpoint, self._symbols)
        except OkxError as e:
            self._object(e, asked)
            return
        if op == "unsubscribe":
            self._mail.leave(self._account, topic, self)
            self._acknowledge(op, topic.arg, asked)
        elif self._is_served(topic.channel, topic.symbol, asked):
            self._acknowledge(op, topic.arg, asked)
            self._mail.join(self._account, topic, self)

    def _turn(self, op: str, arg: object, asked: dict[str, object]) -> None:
        try:
            topic = topic_of(arg, self.endpoint, self._symbols)
        except OkxError as e:
            self._object(e, asked)
            return
        if op == "unsubscribe":
            self._board.leave(topic, self)
            self._acknowledge(op, topic.arg, asked)
        elif self._is_served(topic.channel, topic.about, asked):
            self._acknowledge(op, topic.arg, asked)
            self._board.join(topic, self)

    def _is_served(self, channel: str, symbol: str | None, asked: dict[str, object]) -> bool:
        rule = self._faults.take_stream(_ACK_KINDS, channel=channel, symbol=symbol)
        if rule is not None and rule.kind is FaultKind.ACK_ERROR:
            self._object(OkxError("60018", rule.body or f"channel:{channel} fails."), asked)
        return rule is None

    def _count(self) -> None:
        now_ms = self._clock.now_ms()
        while self._asked_ms and self._asked_ms[0] <= now_ms - _HOUR_MS:
            self._asked_ms.popleft()
        if len(self._asked_ms) >= self._config.requests_per_hour:
            raise OkxError("60014", "Requests too frequent")
        self._asked_ms.append(now_ms)

    def _acknowledge(self, op: str, arg: dict[str, Json], asked: dict[str, object]) -> None:
        self._say({"event": op, "arg": arg}, asked)

    def _object(self, error: OkxError, asked: object) -> None:
        self._say({"event": "error", "code": error.code, "msg": error.message}, asked)

    def _say(self, event: dict[str, object], asked: object) -> None:
        named = {"id": asked["id"]} if isinstance(asked, dict) and "id" in asked else {}
        self.offer(orjson.dumps({**named, **event, "connId": self._id}).decode())
