"""Keeps file descriptors for trading: of what the process may open, the last few are not for visitors."""

import asyncio
import resource

from uvicorn.protocols.http.h11_impl import H11Protocol

RESERVED = 24
"""Descriptors for the venue, the ledger, Redis and the log: what a desk opens anew when every connection was lost."""
LONGEST_BACKLOG = 2048
SHORTEST_BACKLOG = 8
ANSWER = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nretry-after: 10\r\nconnection: close\r\n\r\n"
)


def backlog() -> int:
    """Return how many connections may wait: they are taken all at once, and judged after that."""
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return min(LONGEST_BACKLOG, max(SHORTEST_BACKLOG, limit // 16))


class ReservingProtocol(H11Protocol):
    """Turns a connection away, live sockets included, that would take a reserved descriptor."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Serve the connection if there is room."""
        super().connection_made(transport)
        # The kernel hands out the lowest free number: a high one says that everything below is taken.
        limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        sock = transport.get_extra_info("socket")
        if sock is not None and sock.fileno() >= limit - RESERVED:
            transport.write(ANSWER)
            transport.close()
