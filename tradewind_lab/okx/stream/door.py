"""Where clients come in: the three addresses, and how many may come at once."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from tradewind_lab.clock import Clock
from tradewind_lab.faults import FaultKind, FaultRule, Faults
from tradewind_lab.market import Market
from tradewind_lab.okx.stream.client import Client
from tradewind_lab.okx.stream.config import StreamConfig
from tradewind_lab.okx.stream.mailroom import Mailroom
from tradewind_lab.okx.stream.switchboard import Switchboard
from tradewind_lab.okx.stream.topic import Endpoint

_SECOND_MS: Final = 1_000
_NOTICE_MS: Final = 60_000  # between notice 64008 and the end


class StreamDoor:
    """An ASGI layer that answers WebSockets itself and passes everything else on."""

    def __init__(
        self, market: Market, mail: Mailroom, clock: Clock, config: StreamConfig, faults: Faults
    ) -> None:
        self._clock = clock
        self._config = config
        self._mail = mail
        self._board = Switchboard(market, clock, config, faults)
        self._faults = faults
        self._numbers = count(1)
        self._arrivals: dict[str, deque[int]] = defaultdict(deque)
        self._clients: dict[Client, None] = {}
        faults.watch(self._disturb)

    @asynccontextmanager
    async def open(self, _app: object) -> AsyncIterator[None]:
        """Let the feeds speak while the block lasts: the application's lifespan."""
        async with asyncio.TaskGroup() as tasks:
            speaking = tasks.create_task(self._board.run(), name="market stream")
            delivering = tasks.create_task(self._mail.run(), name="private stream")
            yield
            speaking.cancel()
            delivering.cancel()

    def in_front_of(self, app: ASGIApp) -> ASGIApp:
        """Return an application whose WebSockets are answered here."""

        async def venue(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "websocket":
                await self._admit(scope, receive, send)
            else:
                await app(scope, receive, send)

        return venue

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        try:
            endpoint = Endpoint(scope["path"])
        except ValueError:
            await _refuse(send, 404)
            return
        refused = self._faults.take_stream({FaultKind.REFUSE}, channel="", symbol=None)
        if refused is not None:
            await _refuse(send, refused.status or 500)
            return
        if self._is_crowded(scope["client"][0]):
            await _refuse(send, 429)
            return
        await send({"type": "websocket.accept"})
        client = Client(
            number=next(self._numbers),
            endpoint=endpoint,
            is_demo=_is_demo(scope),
            board=self._board,
            mail=self._mail,
            clock=self._clock,
            config=self._config,
            faults=self._faults,
        )
        self._clients[client] = None
        try:
            await client.run(receive, send)
        finally:
            del self._clients[client]

    def _disturb(self, rule: FaultRule) -> None:
        chosen = [one for one in self._clients if one.endpoint.value.startswith(rule.path)]
        for client in chosen[: rule.count]:
            match rule.kind:
                case FaultKind.SILENCE:
                    client.fall_silent()
                case FaultKind.NOTICE:
                    client.give_notice(rule.delay_ms or _NOTICE_MS)
                case _:
                    client.end(1001, "Going away.")

    def _is_crowded(self, address: str) -> bool:
        now_ms, arrivals = self._clock.now_ms(), self._arrivals[address]
        while arrivals and arrivals[0] <= now_ms - _SECOND_MS:
            arrivals.popleft()
        if len(arrivals) >= self._config.connections_per_second:
            return True
        arrivals.append(now_ms)
        return False


def _is_demo(scope: Scope) -> bool:
    """Tell whether a connection means the demo accounts: by the query of OKX's demo address, or as over REST."""
    return b"brokerId=9999" in scope["query_string"] or (b"x-simulated-trading", b"1") in scope["headers"]


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "websocket.http.response.start", "status": status, "headers": []})
    await send({"type": "websocket.http.response.body", "body": b""})
