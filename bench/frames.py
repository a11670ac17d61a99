"""Just enough of a WebSocket client to receive a great many frames: handshake, unmasked text frames, pings."""

import asyncio
import base64
import secrets
from collections.abc import Callable
from typing import cast

TEXT, PING, PONG = 0x1, 0x9, 0xA


class FrameReceiver(asyncio.Protocol):
    """Calls `taken` with every text frame and answers pings; nothing else is understood."""

    def __init__(self, host: str, path: str, taken: Callable[[memoryview], None]) -> None:
        self._host = host
        self._path = path
        self._taken = taken
        self._buffer = bytearray()
        self._is_open = False
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop has its own class
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        self.transport.write(
            f"GET {self._path} HTTP/1.1\r\nHost: {self._host}\r\nOrigin: http://{self._host}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def data_received(self, received: bytes) -> None:
        self._buffer += received
        if not self._is_open:
            head, separator, rest = bytes(self._buffer).partition(b"\r\n\r\n")
            if not separator:
                return
            if b" 101 " not in head.split(b"\r\n")[0]:
                self.opened.set_exception(ConnectionError(head.decode(errors="replace")))
                return
            self._is_open, self._buffer = True, bytearray(rest)
            self.opened.set_result(None)
        self._take_frames()

    def _take_frames(self) -> None:
        start = 0
        with memoryview(self._buffer) as view:
            while (end := _frame_end(view, start)) is not None:
                body, after = end
                opcode = view[start] & 0x0F
                if opcode == TEXT:
                    self._taken(view[body:after])
                elif opcode == PING:
                    self._pong(bytes(view[body:after]))
                start = after
        del self._buffer[:start]

    def _pong(self, payload: bytes) -> None:
        # A mask of zeros leaves the payload as it is.
        self.transport.write(bytes((0x80 | PONG, 0x80 | len(payload))) + bytes(4) + payload)


def _frame_end(view: memoryview, start: int) -> tuple[int, int] | None:
    """Return where the frame at `start` has its payload and where it ends; None while it is incomplete."""
    if len(view) < start + 2:
        return None
    length, body = view[start + 1] & 0x7F, start + 2
    if length >= 126:
        wide = 2 if length == 126 else 8
        if len(view) < body + wide:
            return None
        length, body = int.from_bytes(view[body : body + wide], "big"), body + wide
    return (body, body + length) if len(view) >= body + length else None
