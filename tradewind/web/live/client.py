"""One live socket: a sender, a receiver, and the outbox between hub and wire."""

import asyncio

from starlette.websockets import WebSocket, WebSocketDisconnect

from tradewind.domain.clock import Clock
from tradewind.web.live.frames import Frame
from tradewind.web.live.log_tail import LogTail
from tradewind.web.live.outbox import Outbox
from tradewind.web.live.requests import obey
from tradewind.web.rate_limit import Bucket
from tradewind.web.socket_protocol import Wire

TEXT_ONLY = 1003
TOO_MANY_MESSAGES = 1008
CLOSE_WITHIN_SECONDS = 1.0


class Client:
    """A connected socket; `first` is sent before anything from the outbox."""

    def __init__(
        self,
        *,
        address: str,
        outbox: Outbox,
        first: str | None,
        messages: Bucket,
        clock: Clock,
        wire: Wire,
        log_tail: LogTail,
    ) -> None:
        self.address = address
        self.outbox = outbox
        self._first = first
        self._messages = messages
        self._clock = clock
        self._wire = wire
        self._log_tail = log_tail
        self._sending_since: float | None = None
        self._is_begun = False

    def offer(self, frame: Frame, encoded: bytes) -> None:
        """Write `frame` at once where nothing waits before it, else leave it in the outbox; never waits.

        `encoded` is the frame as it goes over the wire.
        """
        is_free = self._is_begun and self._sending_since is None and not self.outbox
        if not (is_free and self._wire.write(encoded)):
            self.outbox.put(frame)

    def has_stalled(self, now: float, limit_seconds: float) -> bool:
        """True when one frame has been on its way for longer than the limit."""
        return self._sending_since is not None and now - self._sending_since > limit_seconds

    def cut(self) -> None:
        """Drop the connection with everything that was not sent."""
        self._wire.abort()

    async def converse(self, socket: WebSocket) -> None:
        """Send and receive until either side is done; the socket is closed afterwards."""
        async with asyncio.TaskGroup() as tasks:
            sender = tasks.create_task(self._send(socket), name="live sender")
            close_code = await self._receive(socket)
            sender.cancel()
        if close_code is not None:
            await self._close(socket, close_code)

    async def _close(self, socket: WebSocket, code: int) -> None:
        try:
            async with asyncio.timeout(CLOSE_WITHIN_SECONDS):
                await socket.close(code)
        except TimeoutError:
            self.cut()  # it talks too much and reads nothing

    async def _send(self, socket: WebSocket) -> None:
        try:
            if self._first is not None:
                await self._pass(socket, self._first)
            self._is_begun = True
            while True:
                await self._pass(socket, await self.outbox.take())
        except WebSocketDisconnect:
            return  # the receiver learns of it too and ends the conversation

    async def _pass(self, socket: WebSocket, text: str) -> None:
        self._sending_since = self._clock.monotonic()
        await socket.send({"type": "websocket.send", "text": text})
        self._sending_since = None

    async def _receive(self, socket: WebSocket) -> int | None:
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                return None
            text = message.get("text")
            if text is None:
                return TEXT_ONLY
            if self._messages.take(self._clock.monotonic()) is not None:
                return TOO_MANY_MESSAGES
            obey(text, self.outbox, self._log_tail)
