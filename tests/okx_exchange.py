"""The lab's OKX exchange behind a real socket, with the few public routes that a client of an account asks."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.lab.exchange.scripted import BTC, ScriptedMarket
from tradewind_lab.clock import Clock
from tradewind_lab.fault_layer import FaultLayer, Witness
from tradewind_lab.faults import Faults
from tradewind_lab.okx.wire import answer, number

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


def public_routes(market: ScriptedMarket, clock: Clock, faults: Faults) -> list[Route]:
    """Return the routes that need no key: the one instrument, the venue's time, its quote."""

    async def instruments(_request: Request) -> Response:
        return answer([LISTED])

    async def venue_time(_request: Request) -> Response:
        return answer([{"ts": str(clock.now_ms() + faults.skew_ms())}])

    async def ticker(request: Request) -> Response:
        symbol, now_ms = request.query_params["instId"], clock.now_ms()
        if symbol != BTC:
            return answer([], code="51001", message="Instrument ID doesn't exist.")
        book = market.book(symbol, now_ms, 1)
        quote = {
            "instId": symbol,
            "last": number(market.last(symbol, now_ms)),
            "bidPx": number(book.bids[0].price),
            "askPx": number(book.asks[0].price),
            "ts": str(now_ms),
        }
        return answer([quote])

    return [
        Route("/api/v5/public/instruments", instruments),
        Route("/api/v5/public/time", venue_time),
        Route("/api/v5/market/ticker", ticker),
    ]


@asynccontextmanager
async def serving(
    routes: Sequence[Route], faults: Faults, witness: Witness, tls: tuple[Path, Path] | None = None
) -> AsyncIterator[str]:
    """Yield the address of `routes` behind the faults; `tls`: its certificate and key. Connections end with the block."""
    config = uvicorn.Config(
        FaultLayer(Starlette(routes=list(routes)), faults, delay_ms=0, witness=witness),
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
    with listener:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(server.serve(sockets=[listener]))
            try:
                yield f"http{'s' if tls else ''}://127.0.0.1:{listener.getsockname()[1]}"
            finally:
                for connection in list(server.server_state.connections):
                    connection.transport.abort()
                server.should_exit = True
