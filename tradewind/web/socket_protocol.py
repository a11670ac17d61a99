"""uvicorn's WebSocket protocol, with a way to drop a client that takes nothing.

A graceful close waits for the client to read what is buffered, which a stalled client never does.
"""

from collections.abc import Callable

from starlette.types import Scope
from uvicorn._types import ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

_EXTENSION = "tradewind.abort"


class CuttableSocket(WebSocketsSansIOProtocol):
    """Offers the application `abort`, and uses it itself for clients that stall while the server stops."""

    async def run_asgi(self) -> None:
        """Run the application on this socket."""
        self.scope["extensions"][_EXTENSION] = {"abort": self.transport.abort}
        await super().run_asgi()

    async def send(self, message: ASGISendEvent) -> None:
        """Pass `message` on; a refusal in full ends the handshake, else uvicorn logs it as a defect."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body", False):
            self.handshake_complete = True

    def shutdown(self) -> None:
        """Close with 1012; a client that does not read is dropped."""
        super().shutdown()
        if not self.writable.is_set():
            self.transport.abort()


def abort_of(scope: Scope) -> Callable[[], None]:
    """Return what drops the connection of `scope`; KeyError under any other server."""
    abort: Callable[[], None] = scope["extensions"][_EXTENSION]["abort"]
    return abort
