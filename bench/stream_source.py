"""A venue that pushes as fast as it is told: OKX's frames, made of the lab's own answers, over a real socket.

    python -m bench.stream_source LAB_URL SYMBOL...

Prints its port, then obeys lines on its input: "pace RATE SECONDS" or "flood COUNT". Every ticker carries in volCcy24h
the moment at which it left (monotonic seconds), every tenth frame is a trade. Answers with what it sent, as JSON.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count, cycle
from typing import Any

import httpx2
import msgspec
import uvloop
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from tradewind.app.clock import SystemClock

TRADE_EVERY = 10
CHUNK = 64
MOST_WAITING = 256 * 1024
WAIT_SECONDS = 0.0005


@dataclass(slots=True, kw_only=True)
class Sent:
    """What went out: the moments of every symbol's tickers, and how many trades."""

    moments: dict[str, list[float]] = field(default_factory=dict)
    trades: int = 0
    took_seconds: float = 0.0


class Frames:
    """Frames of the symbols in turn, each unlike the one before."""

    def __init__(self, rows: dict[str, dict[str, str]]) -> None:
        self._rows = rows
        self._clock = SystemClock()
        self._trade_ids = count(self._clock.now().epoch_ms)
        self._turns = cycle(rows)
        self._number = 0

    def following(self, sent: Sent) -> bytes:
        """Return the next frame as it goes over the wire, and note it."""
        self._number += 1
        symbol = next(self._turns)
        if self._number % TRADE_EVERY == 0:
            sent.trades += 1
            return framed("trades", symbol, self._trade(symbol))
        moment = f"{time.monotonic():.6f}"
        sent.moments.setdefault(symbol, []).append(float(moment))
        return framed("tickers", symbol, self._rows[symbol] | self._changes(symbol, moment))

    def _changes(self, symbol: str, moment: str) -> dict[str, str]:
        last = float(self._rows[symbol]["last"]) * (1 + self._number % 7 / 10_000)
        return {"last": f"{last:.6f}", "volCcy24h": moment, "ts": str(self._clock.now().epoch_ms)}

    def _trade(self, symbol: str) -> dict[str, str]:
        now_ms = str(self._clock.now().epoch_ms)
        trade_id = str(next(self._trade_ids))
        row = {"instId": symbol, "tradeId": trade_id, "px": self._rows[symbol]["last"], "sz": "1"}
        return row | {"side": "buy", "ts": now_ms, "count": "1"}


def framed(channel: str, symbol: str, row: dict[str, str]) -> bytes:
    """Return a push as one unmasked text frame."""
    body = msgspec.json.encode({"arg": {"channel": channel, "instId": symbol}, "data": [row]})
    return b"\x81\x7e" + len(body).to_bytes(2, "big") + body


class Source:
    """Everybody who is connected to /public gets every frame; subscriptions are only confirmed."""

    def __init__(self, rows: dict[str, dict[str, str]]) -> None:
        self.frames = Frames(rows)
        self._listeners: set[ServerConnection] = set()

    async def serve(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        if connection.request.path.endswith("/public"):
            self._listeners.add(connection)
        try:
            async for text in connection:
                await connection.send("pong" if text == "ping" else confirmation(text))
        except ConnectionClosed:
            pass
        finally:
            self._listeners.discard(connection)

    async def pace(self, rate: float, seconds: float) -> Sent:
        sent = Sent()
        began = time.monotonic()
        for number in range(int(rate * seconds)):
            early = began + number / rate - time.monotonic()
            if early > 0:
                await asyncio.sleep(early)
            self._write(self.frames.following(sent))
        sent.took_seconds = time.monotonic() - began
        return sent

    async def flood(self, frames: int) -> Sent:
        """Send as fast as the slowest listener reads."""
        sent = Sent()
        began = time.monotonic()
        for _ in range(frames // CHUNK):
            self._write(b"".join(self.frames.following(sent) for _ in range(CHUNK)))
            await self._read_down_to(MOST_WAITING)
        await self._read_down_to(0)
        sent.took_seconds = time.monotonic() - began
        return sent

    def _write(self, content: bytes) -> None:
        for listener in self._listeners:
            listener.transport.write(content)

    async def _read_down_to(self, waiting: int) -> None:
        while any(each.transport.get_write_buffer_size() > waiting for each in self._listeners):  # noqa: ASYNC110 -- uvloop tells nobody
            await asyncio.sleep(WAIT_SECONDS)


def confirmation(text: str | bytes) -> str:
    asked: dict[str, Any] = msgspec.json.decode(text)
    answer = {"id": asked["id"], "event": asked["op"], "arg": asked["args"][0], "connId": "bench"}
    return msgspec.json.encode(answer).decode()


async def lines() -> AsyncIterator[str]:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    while line := (await reader.readline()).decode():
        yield line


async def main(lab_url: str, symbols: list[str]) -> None:
    rows: dict[str, dict[str, str]] = {}
    async with httpx2.AsyncClient(base_url=lab_url) as http:
        for symbol in symbols:
            answer = await http.get("/api/v5/market/ticker", params={"instId": symbol})
            rows[symbol] = answer.json()["data"][0]
    source = Source(rows)
    async with serve(source.serve, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        print(next(iter(server.sockets)).getsockname()[1], flush=True)
        async for line in lines():
            what, *numbers = line.split()
            if what == "pace":
                sent = await source.pace(float(numbers[0]), float(numbers[1]))
            else:
                sent = await source.flood(int(numbers[0]))
            print(msgspec.json.encode(sent).decode(), flush=True)


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], sys.argv[2:]))
