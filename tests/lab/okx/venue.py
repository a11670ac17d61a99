"""The account routes behind a real socket over a scripted market, and ccxt's own client pointed at it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import ccxt.async_support as ccxt
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.lab.exchange.scripted import BTC, START_MS, ScriptedMarket
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.exchange.watch import Watch
from tradewind_lab.faults import Faults
from tradewind_lab.okx import truth
from tradewind_lab.okx.auth import BUILT_IN_KEYS, DEMO_KEY, ApiKey, KeyRing
from tradewind_lab.okx.inbox import Inbox
from tradewind_lab.okx.private import DEPOSIT, exchange_routes, opened
from tradewind_lab.okx.wire import answer


@dataclass(slots=True)
class HandClock:
    """The venue's time, moved by hand."""

    at_ms: int = START_MS + 60_000

    def now_ms(self) -> int:
        return self.at_ms


@dataclass(slots=True, kw_only=True)
class Venue:
    """A running venue and the strings to pull on it."""

    url: str
    market: ScriptedMarket
    clock: HandClock
    exchange: Exchange
    faults: Faults
    clients: list[Any] = field(default_factory=list)

    def move(self, price: str, *, seconds: int = 1, low: str | None = None, high: str | None = None) -> None:
        self.clock.at_ms += seconds * 1000
        self.market.tell(self.clock.at_ms, price, low=low, high=high)

    def client(self, key: ApiKey = DEMO_KEY) -> Any:
        """Ccxt's OKX client signed with `key`, closed with the venue; its clock follows the venue's."""
        clock = self.clock

        class ClockedOkx(ccxt.okx):  # type: ignore[misc]
            def milliseconds(self) -> int:
                return clock.now_ms()

        client = ClockedOkx(
            {
                "apiKey": key.key,
                "secret": key.secret,
                "password": key.passphrase,
                "enableRateLimit": False,
                "options": {"defaultType": "swap", "fetchMarkets": {"types": ["swap"]}},
            }
        )
        if key.is_demo:
            client.set_sandbox_mode(True)
        client.urls["api"]["rest"] = self.url
        self.clients.append(client)
        return client


@asynccontextmanager
async def running_venue(
    price: str = "50000", *, spread: str = "0.2", depth: str = "1000"
) -> AsyncIterator[Venue]:
    market, clock = ScriptedMarket(price, spread=spread, depth=depth), HandClock()
    faults = Faults()
    exchange = opened(market, clock, BUILT_IN_KEYS, DEPOSIT, faults=faults)
    listing = Route("/api/v5/public/instruments", _instruments)
    signed = exchange_routes(exchange, clock, KeyRing(BUILT_IN_KEYS, faults), faults)
    told = truth.routes(exchange, Watch(exchange), Inbox(clock), clock)
    app = Starlette(routes=[listing, *signed, *told])
    config = uvicorn.Config(app, log_level="warning", http="h11", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(server.serve(sockets=[listener]))
        venue = Venue(url=url, market=market, clock=clock, exchange=exchange, faults=faults)
        try:
            yield venue
        finally:
            for client in venue.clients:
                await client.close()
            server.should_exit = True


async def _instruments(_request: Request) -> Response:
    return answer(
        [
            {
                "instId": BTC,
                "instType": "SWAP",
                "uly": "BTC-USDT",
                "instFamily": "BTC-USDT",
                "ctType": "linear",
                "ctVal": "0.01",
                "ctMult": "1",
                "ctValCcy": "BTC",
                "settleCcy": "USDT",
                "baseCcy": "",
                "quoteCcy": "",
                "lotSz": "0.01",
                "minSz": "0.01",
                "tickSz": "0.1",
                "lever": "100",
                "state": "live",
                "listTime": "1573557408000",
                "expTime": "",
                "alias": "",
                "stk": "",
                "optType": "",
                "maxLmtSz": "100000000",
                "maxMktSz": "35000",
            }
        ]
    )
