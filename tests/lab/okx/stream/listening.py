"""A plain WebSocket client of the lab, for tests that look at the very messages."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import orjson
from websockets.asyncio.client import ClientConnection, connect

from tests.lab_process import RunningLab

BTC = "BTC-USDT-SWAP"
PATIENCE_S = 30


class Ear:
    """One connection; messages are JSON except `pong`."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def say(self, asked: object) -> None:
        await self.socket.send(asked if isinstance(asked, str) else orjson.dumps(asked).decode())

    async def hear(self) -> Any:
        async with asyncio.timeout(PATIENCE_S):
            text = await self.socket.recv()
        return text if text == "pong" else orjson.loads(text)

    async def hear_until(self, is_wanted: Callable[[Any], bool]) -> Any:
        while not is_wanted(message := await self.hear()):
            pass
        return message

    async def subscribe(self, channel: str, symbol: str = BTC) -> Any:
        """Ask for one channel and return the answer to it."""
        name = "instType" if channel == "instruments" else "instId"
        await self.say({"op": "subscribe", "args": [{"channel": channel, name: symbol}]})
        return await self.hear_until(lambda message: "event" in message)

    async def push(self, channel: str) -> Any:
        """Return the next message of a channel that carries rows."""
        return await self.hear_until(
            lambda message: "data" in message and message["arg"]["channel"] == channel
        )


@asynccontextmanager
async def listening(lab: RunningLab, endpoint: str = "public") -> AsyncIterator[Ear]:
    async with connect(
        f"{lab.okx_ws}/ws/v5/{endpoint}", ping_interval=None, open_timeout=PATIENCE_S, close_timeout=1
    ) as socket:
        yield Ear(socket)


async def rows(lab: RunningLab, path: str) -> Any:
    """Return what a REST route answers."""
    async with httpx2.AsyncClient(base_url=lab.okx, timeout=20) as client:
        return (await client.get(path)).json()["data"]


async def arm(lab: RunningLab, **rule: object) -> None:
    async with httpx2.AsyncClient(base_url=lab.url, timeout=20) as client:
        (await client.post("/lab/faults", json=rule)).raise_for_status()


async def disarm(lab: RunningLab) -> None:
    async with httpx2.AsyncClient(base_url=lab.url, timeout=20) as client:
        (await client.delete("/lab/faults")).raise_for_status()
