"""One lab exchange behind one socket for thousands of runs: each run has an account of its own; time is real."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.lab.exchange.scripted import BTC, START_MS, ScriptedMarket
from tradewind.domain.clock import Instant
from tradewind_lab.exchange.account import Account
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.exchange.watch import Watch
from tradewind_lab.fault_layer import FaultLayer
from tradewind_lab.faults import FaultKind, FaultRule, Faults
from tradewind_lab.okx.auth import TRADE, ApiKey, KeyRing
from tradewind_lab.okx.inbox import Inbox
from tradewind_lab.okx.private import DEPOSIT, exchange_routes, opened
from tradewind_lab.okx.wire import answer, number

Endpoint = Callable[[Request], Awaitable[Response]]

PRICE = "60000"
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


class RealClock:
    """Moments that follow the event loop's clock from `origin` on, for venue and desk alike."""

    def __init__(self, origin: float) -> None:
        self.origin = origin

    def now_ms(self) -> int:
        return START_MS + 60_000 + int((self.monotonic() - self.origin) * 1000)

    def now(self) -> Instant:
        return Instant.from_ms(self.now_ms())

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()


def key_of(account: str) -> ApiKey:
    return ApiKey(
        key=f"key-{account}",
        secret=f"secret-{account}",
        passphrase="chaos",
        account=account,
        is_demo=True,
        permissions=("read_only", TRADE),
        label="chaos",
        addresses=(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaosVenue:
    """The strings to pull, and the venue's own record."""

    url: str
    clock: RealClock
    market: ScriptedMarket
    exchange: Exchange
    faults: Faults
    watch: Watch
    inbox: Inbox

    def account(self, name: str) -> Account:
        return self.exchange.accounts[name]

    def move(self, price: Decimal) -> None:
        self.market.tell(self.clock.now_ms(), price)

    def fail(self, kind: FaultKind, path: str, *, count: int = 1, **conditions: object) -> None:
        self.faults.arm([FaultRule(kind=kind, path=f"/api/v5/{path}", count=count, **conditions)])  # type: ignore[arg-type]

    def settle(self) -> None:
        self.exchange.settle(self.clock.now_ms())
        self.exchange.publish()


@asynccontextmanager
async def running_venue(accounts: list[str]) -> AsyncIterator[ChaosVenue]:
    """Serve the exchange with an account of 10,000 USDT for each name."""
    clock, faults = RealClock(asyncio.get_running_loop().time()), Faults()
    market = ScriptedMarket(PRICE, spread="0.2", depth="1000")
    keys = tuple(key_of(name) for name in accounts)
    exchange = opened(market, clock, keys, DEPOSIT, faults=faults)
    watch, inbox = Watch(exchange), Inbox(clock)
    routes = [
        Route("/api/v5/public/instruments", _instruments),
        Route("/api/v5/public/time", _time_of(clock)),
        Route("/api/v5/market/ticker", _ticker_of(market, clock)),
        *exchange_routes(exchange, clock, KeyRing(keys, faults), faults),
    ]
    config = uvicorn.Config(
        FaultLayer(Starlette(routes=routes), faults, delay_ms=0, witness=inbox.receive),
        log_level="critical",
        http="h11",
        ws="none",
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    with listener:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(server.serve(sockets=[listener]))
            try:
                yield ChaosVenue(
                    url=f"http://127.0.0.1:{listener.getsockname()[1]}",
                    clock=clock,
                    market=market,
                    exchange=exchange,
                    faults=faults,
                    watch=watch,
                    inbox=inbox,
                )
            finally:
                for connection in list(server.server_state.connections):
                    connection.transport.abort()
                server.should_exit = True


async def _instruments(_request: Request) -> Response:
    return answer([LISTED])


def _time_of(clock: RealClock) -> Endpoint:
    async def venue_time(_request: Request) -> Response:
        return answer([{"ts": str(clock.now_ms())}])

    return venue_time


def _ticker_of(market: ScriptedMarket, clock: RealClock) -> Endpoint:
    async def ticker(request: Request) -> Response:
        symbol, now_ms = request.query_params["instId"], clock.now_ms()
        return answer([{"instId": symbol, "last": number(market.last(symbol, now_ms)), "ts": str(now_ms)}])

    return ticker
