"""Visitors cannot take the last descriptors of the process: a server alone in a process that may open 64."""

import json
import socket
import subprocess
import sys
from contextlib import ExitStack

SERVER = """
import asyncio, json, resource, socket, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
from fastapi import FastAPI
from tradewind.web.config import WebConfig
from tradewind.web.server import address_of, answer, listen

app = FastAPI()
app.state.config = WebConfig()

@app.get("/lane")
async def lane():
    free = []
    try:
        while True:
            free.append(socket.socket())
    except OSError:
        return len(free)
    finally:
        for one in free:
            one.close()

async def main():
    listener = listen("127.0.0.1", 0)
    print(json.dumps(address_of(listener)), flush=True)
    await answer(app, listener)

asyncio.run(main())
"""
UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def status_of(client: socket.socket, request: bytes) -> str:
    """The first line of the answer; nothing where the connection was dropped."""
    try:
        client.sendall(request)
        return client.recv(4096).split(b"\r\n", maxsplit=1)[0].decode()
    except ConnectionError:
        return ""


def test_new_clients_are_refused_while_trading_has_its_descriptors_f74() -> None:
    process = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    with ExitStack() as stack:
        stack.callback(process.wait, 10)
        stack.callback(process.kill)
        assert process.stdout is not None
        stack.callback(process.stdout.close)
        address = tuple(json.loads(process.stdout.readline()))

        def connected() -> socket.socket:
            return stack.enter_context(socket.create_connection(address, timeout=30))

        early = connected()
        assert status_of(early, b"GET /lane HTTP/1.1\r\nHost: localhost\r\n\r\n") == "HTTP/1.1 200 OK"
        crowd = [connected() for _ in range(60)]
        answers = [status_of(client, UPGRADE) for client in crowd]

        assert answers[-1] in ("", "HTTP/1.1 503 Service Unavailable")
        early.sendall(b"GET /lane HTTP/1.1\r\nHost: localhost\r\n\r\n")
        text = b""
        while not text.rpartition(b"\r\n\r\n")[2].strip().isdigit():
            text += early.recv(4096)
        assert int(text.rpartition(b"\r\n\r\n")[2]) >= 16, "what is left for the venue, the ledger and Redis"
