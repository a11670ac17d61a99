"""The lab's OKX exchange behind a real socket, over a market that goes where a test says, and clients that trade there."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.lab.exchange.scripted import BTC, START_MS, ScriptedMarket
from tradewind.brokers.okx import (
    DemoKey,
    LiveKey,
    OkxClient,
    OkxConfig,
    demo_client,
    live_client,
    read_arm_file,
)
from tradewind.domain.clock import Instant
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.fault_layer import FaultLayer
from tradewind_lab.faults import FaultKind, FaultRule, Faults
from tradewind_lab.okx.auth import BUILT_IN_KEYS, DEMO_KEY, LIVE_KEY, ApiKey, KeyRing
from tradewind_lab.okx.private import DEPOSIT, exchange_routes, opened
from tradewind_lab.okx.wire import answer, number

FAST = OkxConfig(
    is_streaming=False,
    request_timeout=timedelta(seconds=10),
    poll_every=timedelta(milliseconds=50),
    flows_every=timedelta(milliseconds=100),
)


@dataclass(slots=True)
class VenueClock:
    """The venue's wall time moved by hand; `ahead` of it where the desk's clock is wrong. Intervals are real."""

    at_ms: int = START_MS + 60_000
    ahead: timedelta = timedelta(0)

    def now_ms(self) -> int:
        return self.at_ms

    def now(self) -> Instant:
        return Instant.of(Instant.from_ms(self.at_ms) + self.ahead)

    def monotonic(self) -> float:
        return time.monotonic()


@dataclass(slots=True, kw_only=True)
class OkxVenue:
    """A running venue and the strings to pull on it."""

    url: str
    market: ScriptedMarket
    clock: VenueClock
    exchange: Exchange
    faults: Faults
    requests: list[str]
    folder: Path
    clients: list[OkxClient] = field(default_factory=list)

    def move(self, price: str, *, seconds: int = 1) -> None:
        """Let the market trade at `price`, `seconds` later."""
        self.clock.at_ms += seconds * 1000
        self.market.tell(self.clock.at_ms, price)

    def fail(self, kind: FaultKind, path: str, **conditions: Any) -> None:
        """Have requests whose path begins with `path` fail."""
        self.faults.arm([FaultRule(kind=kind, path=f"/api/v5/{path}", **conditions)])

    def demo(self, key: ApiKey = DEMO_KEY, **changes: Any) -> OkxClient:
        """Return a client of demo trading."""
        return self._kept(demo_client(DemoKey(**_parts(key)), self._config(changes), self.clock))

    def live(self, key: ApiKey = LIVE_KEY, **changes: Any) -> OkxClient:
        """Return a client of live trading, armed."""
        armed = self.folder / "armed"
        armed.write_text("live\n", encoding="utf-8")
        token = read_arm_file(armed)
        return self._kept(live_client(LiveKey(**_parts(key)), token, self._config(changes), self.clock))

    def orders(self, account: str = "demo") -> list[str | None]:
        """Return the client ids of every order that the venue ever took."""
        return [order.ticket.client_id for order in self.exchange.accounts[account].orders.values()]

    def _config(self, changes: dict[str, Any]) -> OkxConfig:
        return replace(FAST, **({"rest_url": self.url} | changes))

    def _kept(self, client: OkxClient) -> OkxClient:
        self.clients.append(client)
        return client


@asynccontextmanager
async def running_okx(
    folder: Path,
    price: str = "50000",
    *,
    depth: str = "1000",
    keys: tuple[ApiKey, ...] = BUILT_IN_KEYS,
    tls: tuple[Path, Path] | None = None,
) -> AsyncIterator[OkxVenue]:
    market, clock = ScriptedMarket(price, spread="0.2", depth=depth), VenueClock()
    faults, requests = Faults(), list[str]()
    exchange = opened(market, clock, keys, DEPOSIT, faults=faults)
    app = Starlette(
        routes=[
            *_public(market, clock, faults),
            *exchange_routes(exchange, clock, KeyRing(keys, faults), faults),
        ]
    )

    def witness(_method: str, path: str, _body: bytes, _kind: FaultKind | None) -> None:
        requests.append(path.removeprefix("/api/v5/"))

    config = uvicorn.Config(
        FaultLayer(app, faults, delay_ms=0, witness=witness),
        log_level="critical",
        http="h11",
        ws="none",
        lifespan="off",
        timeout_graceful_shutdown=1,
        ssl_certfile=tls[0] if tls else None,
        ssl_keyfile=tls[1] if tls else None,
    )
    server = uvicorn.Server(config)
    # Named as TCP, so that asyncio sends answers at once instead of waiting for acknowledgements.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    url = f"http{'s' if tls else ''}://127.0.0.1:{listener.getsockname()[1]}"
    venue = OkxVenue(
        url=url,
        market=market,
        clock=clock,
        exchange=exchange,
        faults=faults,
        requests=requests,
        folder=folder,
    )
    with listener:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(server.serve(sockets=[listener]))
            try:
                yield venue
            finally:
                for client in venue.clients:
                    await client.aclose()
                for connection in list(server.server_state.connections):
                    connection.transport.abort()
                server.should_exit = True


def _parts(key: ApiKey) -> dict[str, str]:
    return {"key": key.key, "secret": key.secret, "passphrase": key.passphrase}


def _public(market: ScriptedMarket, clock: VenueClock, faults: Faults) -> list[Route]:
    async def instruments(_request: Request) -> Response:
        return answer([LISTED])

    async def venue_time(_request: Request) -> Response:
        return answer([{"ts": str(clock.now_ms() + faults.skew_ms())}])

    async def ticker(request: Request) -> Response:
        symbol = request.query_params["instId"]
        if symbol != BTC:
            return answer([], code="51001", message="Instrument ID doesn't exist.")
        book = market.book(symbol, clock.now_ms(), 1)
        return answer(
            [
                {
                    "instId": symbol,
                    "last": number(market.last(symbol, clock.now_ms())),
                    "bidPx": number(book.bids[0].price),
                    "askPx": number(book.asks[0].price),
                    "ts": str(clock.now_ms()),
                }
            ]
        )

    return [
        Route("/api/v5/public/instruments", instruments),
        Route("/api/v5/public/time", venue_time),
        Route("/api/v5/market/ticker", ticker),
    ]


LISTED = {
    "instId": BTC,
    "instType": "SWAP",
    "ctType": "linear",
    "ctVal": "0.01",
    "ctMult": "1",
    "ctValCcy": "BTC",
    "settleCcy": "USDT",
    "lotSz": "0.01",
    "minSz": "0.01",
    "tickSz": "0.1",
    "lever": "100",
    "state": "live",
}
