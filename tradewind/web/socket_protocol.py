"""uvicorn's WebSocket protocol, with two things that ASGI has no word for.

To drop a client that takes nothing: a graceful close waits for it to read what is buffered, which it never does. And to
write a frame that is the same for everybody, encoded once, without a task of each client having to run.
"""

import asyncio
import socket
from typing import Protocol

from starlette.types import Scope
from uvicorn._types import ASGISendEvent
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import State

MOST_UNSENT_BYTES = 32_768
"""What may wait in this process, and again in the kernel, before a client counts as lagging."""
NOTSENT_LOWAT: int | None = getattr(socket, "TCP_NOTSENT_LOWAT", None)
"""None where the system has no such option; the kernel then takes megabytes for a client that reads slowly."""
_EXTENSION = "tradewind.wire"


class Wire(Protocol):
    """The connection under a socket."""

    def abort(self) -> None:
        """Drop it with everything that was not sent."""
        ...

    def write(self, frame: bytes) -> bool:
        """Write a whole frame; False, and nothing was written, when it has to wait or the socket is not open."""
        ...


def text_frame(text: str) -> bytes:
    """Return `text` as a server sends it, uncompressed."""
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


class CuttableSocket(WebSocketsSansIOProtocol):
    """Offers the application its wire, and drops clients itself that stall while the server stops."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what waits before the wire short: there the latest wins no more, and a slow client would read the past."""
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=MOST_UNSENT_BYTES)
        sock = transport.get_extra_info("socket")
        if NOTSENT_LOWAT is not None and sock is not None:
            sock.setsockopt(socket.IPPROTO_TCP, NOTSENT_LOWAT, MOST_UNSENT_BYTES)

    async def run_asgi(self) -> None:
        """Run the application on this socket."""
        self.scope["extensions"][_EXTENSION] = {"wire": self}
        await super().run_asgi()

    def abort(self) -> None:
        """Drop the connection with everything that was not sent."""
        self.transport.abort()

    def write(self, frame: bytes) -> bool:
        """Write a whole frame; False, and nothing was written, when it has to wait or the socket is not open."""
        if not self.writable.is_set() or self.conn.state is not State.OPEN or self.transport.is_closing():
            return False
        self.transport.write(frame)
        return True

    async def send(self, message: ASGISendEvent) -> None:
        """Pass `message` on; a refusal in full ends the handshake, else uvicorn logs it as a defect."""
        if self.close_sent and message["type"] == "websocket.send":
            raise ClientDisconnected  # the library closed by itself: no defect of the application
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body", False):
            self.handshake_complete = True

    def keepalive_timeout(self) -> None:
        """Drop a client that answers no ping: it is half open, and a graceful close would wait for it to read."""
        super().keepalive_timeout()
        self.transport.abort()

    def shutdown(self) -> None:
        """Close with 1012; a client that does not read is dropped."""
        super().shutdown()
        if not self.writable.is_set():
            self.transport.abort()


def wire_of(scope: Scope) -> Wire:
    """Return the connection of `scope`; KeyError under any other server."""
    wire: Wire = scope["extensions"][_EXTENSION]["wire"]
    return wire
