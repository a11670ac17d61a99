"""Runs the application on a socket until cancelled; signals belong to `app`."""

import asyncio
import socket

import uvicorn
from fastapi import FastAPI

from tradewind.web.config import WebConfig
from tradewind.web.descriptors import ReservingProtocol, backlog
from tradewind.web.desk import Desk
from tradewind.web.live.hub import Hub
from tradewind.web.socket_protocol import CuttableSocket

STOP_WITHIN_SECONDS = 1


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one. OSError when the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Without the protocol asyncio leaves Nagle's algorithm on, and a small answer waits 40 ms for an acknowledgment.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(backlog())
        listener.settimeout(0)
    except OSError:
        listener.close()
        raise
    return listener


def address_of(listener: socket.socket) -> tuple[str, int]:
    """Return host and port that `listener` is bound to."""
    host, port = listener.getsockname()[:2]
    return host, port


async def serve(app: FastAPI, listener: socket.socket) -> None:
    """Serve `app` and its hub until cancelled; then close within two seconds, open sockets included."""
    hub: Hub = app.state.hub
    desk: Desk = app.state.desk
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(hub.run(), name="live hub")
        tasks.create_task(desk.redis_watch.run(), name="state of Redis")
        tasks.create_task(answer(app, listener), name="http")


async def answer(app: FastAPI, listener: socket.socket) -> None:
    """Serve `app`, whose state holds its WebConfig, until cancelled."""
    config: WebConfig = app.state.config
    settings = uvicorn.Config(
        app,
        http=ReservingProtocol,
        ws=CuttableSocket,
        ws_max_size=config.max_message_bytes,
        ws_per_message_deflate=False,  # it cuts deliveries to a fifth: 137 k to 26 k a second on two cores
        ws_ping_interval=config.hub.ping_every.total_seconds(),
        ws_ping_timeout=config.hub.stall_limit.total_seconds(),
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=backlog(),
        timeout_graceful_shutdown=STOP_WITHIN_SECONDS,
    )
    settings.load()
    server = uvicorn.Server(settings)
    server.lifespan = settings.lifespan_class(settings)
    await server.startup(sockets=[listener])
    try:
        await server.main_loop()
    finally:
        await server.shutdown(sockets=[listener])
