"""A client that never reads, and enough frames to fill every buffer between it and the server."""

import asyncio
import socket

from tests.web.stage import Stage, fresh_ticker
from tradewind.domain.instrument import Symbol


async def deaf_client(stage: Stage) -> socket.socket:
    """Shake hands and never read again."""
    host, _, port = stage.base.partition(":")
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(deaf, (host, int(port)))
    request = (
        f"GET /ws/market-data HTTP/1.1\r\nHost: {stage.base}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    await loop.sock_sendall(deaf, request.encode())
    return deaf


async def flood(stage: Stage, is_cut: asyncio.Event) -> None:
    """Ticks of many symbols, until the kernel's buffers of a deaf client are full."""
    price = 1.0
    symbols = [Symbol(f"S{number}-{'X' * 400}") for number in range(40)]
    while not is_cut.is_set():
        price += 1
        await stage.tick(*(fresh_ticker(stage, price, symbol) for symbol in symbols))
