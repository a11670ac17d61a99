"""A WebSocket server that speaks OKX's public stream and does exactly what a test tells it to."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from tests.waiting import eventually

Named = tuple[str, str]
"""Channel and instrument."""


class ScriptedOkx:
    """The venue's side of every connection."""

    def __init__(self) -> None:
        self.server: Server | None = None
        self.port = 0
        self.opened: list[ServerConnection] = []
        self.subscribed: dict[ServerConnection, set[Named]] = {}
        self.subscriptions: Counter[Named] = Counter()
        self.endings: Counter[Named] = Counter()
        self.pings = 0
        self.mute: set[Named] = set()
        """Feeds whose subscription is never answered."""
        self.refused: set[Named] = set()
        self.answers_pings = True

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws/v5"

    @property
    def open_now(self) -> int:
        return len(self.subscribed)

    async def serve(self, connection: ServerConnection) -> None:
        self.opened.append(connection)
        self.subscribed[connection] = set()
        try:
            async for text in connection:
                await self._answer(connection, text)
        except ConnectionClosed:
            pass
        finally:
            del self.subscribed[connection]

    async def push(
        self,
        channel: str,
        symbol: str,
        rows: Sequence[Any],
        action: str | None = None,
        *,
        only: int | None = None,
    ) -> None:
        """Send rows to every connection with this feed, or only to the one at place `only`."""
        message = {"arg": {"channel": channel, "instId": symbol}, "data": rows}
        if action is not None:
            message["action"] = action
        await self.send(msgspec.json.encode(message).decode(), (channel, symbol), only=only)

    async def push_at_once(self, channel: str, symbol: str, pushes: Sequence[Sequence[Any]]) -> None:
        """Send a message for each of `pushes` in a single write."""
        await eventually(lambda: any((channel, symbol) in one for one in self.subscribed.values()))
        argument = {"channel": channel, "instId": symbol}
        bodies = [msgspec.json.encode({"arg": argument, "data": rows}) for rows in pushes]
        written = b"".join(b"\x81\x7e" + len(body).to_bytes(2, "big") + body for body in bodies)
        for connection, feeds in self.subscribed.items():
            if (channel, symbol) in feeds:
                connection.transport.write(written)

    async def send(self, text: str, feed: Named, *, only: int | None = None) -> None:
        """Send `text`, whatever it is, where `feed` is subscribed, once it is."""
        await eventually(lambda: any(feed in one for one in self.subscribed.values()))
        receivers = [connection for connection, feeds in self.subscribed.items() if feed in feeds]
        for connection in receivers if only is None else [receivers[only]]:
            await connection.send(text)

    async def notice(self, code: str = "64008") -> None:
        """Tell every connection that is open."""
        for connection in list(self.subscribed):
            await connection.send(
                f'{{"event":"notice","code":"{code}","msg":"the connection will be closed"}}'
            )

    async def stop(self) -> None:
        """Refuse connections from here on, and cut those that are open."""
        assert self.server is not None
        self.server.close(close_connections=False)
        self.cut()
        await eventually(lambda: not self.subscribed)

    def cut(self) -> None:
        """Abort every connection."""
        for connection in list(self.subscribed):
            connection.transport.abort()

    async def _answer(self, connection: ServerConnection, text: str | bytes) -> None:
        if text == "ping":
            self.pings += 1
            if self.answers_pings:
                await connection.send("pong")
            return
        asked = msgspec.json.decode(text)
        for argument in asked["args"]:
            await self._subscribe(connection, asked, argument)

    async def _subscribe(self, connection: ServerConnection, asked: Any, argument: Any) -> None:
        feed = (argument["channel"], argument["instId"])
        answer = {"id": asked["id"], "event": asked["op"], "arg": argument, "connId": "a4d3ae55"}
        if asked["op"] == "unsubscribe":
            self.endings[feed] += 1
            self.subscribed[connection].discard(feed)
        else:
            self.subscriptions[feed] += 1
            if feed in self.mute:
                return
            if feed in self.refused:
                answer = {"id": asked["id"], "event": "error", "code": "60018", "msg": "no such channel"}
            else:
                self.subscribed[connection].add(feed)
        await connection.send(msgspec.json.encode(answer).decode())


@asynccontextmanager
async def scripted_okx(port: int = 0) -> AsyncIterator[ScriptedOkx]:
    """Yield a venue that listens; every connection is aborted at the end."""
    venue = ScriptedOkx()
    async with serve(venue.serve, "127.0.0.1", port, compression=None, ping_interval=None) as server:
        venue.server = server
        venue.port = next(iter(server.sockets)).getsockname()[1]
        try:
            yield venue
        finally:
            venue.cut()
            await asyncio.sleep(0)
