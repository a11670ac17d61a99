"""Binance.us and Alpaca on a real socket: well-formed answers, and refusals where a test asks for them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tradewind.app.clock import SystemClock

STEPS_MS = {"5m": 300_000, "1h": 3_600_000, "4h": 14_400_000}
HOURS = {
    "timestamp": "2026-11-20T12:00:00-05:00",
    "is_open": True,
    "next_open": "2026-11-23T09:30:00-05:00",
    "next_close": "2099-11-20T16:00:00-05:00",
}
SNAPSHOT = {
    "latestTrade": {"t": "2026-11-20T17:00:00.123456789Z", "p": 101.5},
    "dailyBar": {"t": "2026-11-20T05:00:00Z", "o": 100, "h": 102, "l": 99.5, "c": 101.5, "v": 12345},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What a request gets instead of its answer."""

    status: int = 200
    text: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    is_hanging: bool = False


@dataclass(slots=True, kw_only=True)
class SpotVenue:
    """What the venue was asked, and what it will refuse."""

    url: str = ""
    asked: list[str] = field(default_factory=list)
    refusals: dict[str, Refusal] = field(default_factory=dict)
    """By the word that the path or the query holds."""
    headers: dict[str, str] = field(default_factory=dict)
    hours: dict[str, Any] = field(default_factory=lambda: dict(HOURS))
    snapshots: dict[str, Any] = field(default_factory=dict)
    bars: dict[str, Any] = field(default_factory=dict)
    """One page for each page token, the first under the empty one."""
    coins: tuple[str, ...] = ()
    keys: set[tuple[str | None, str | None]] = field(default_factory=set)

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path_qs)
        for word, refusal in self.refusals.items():
            if word in request.path_qs:
                if refusal.is_hanging:
                    await asyncio.Event().wait()
                return web.Response(status=refusal.status, text=refusal.text, headers=refusal.headers)
        return web.json_response(self._content(request), headers=self.headers)

    def _content(self, request: web.Request) -> object:
        match request.path:
            case "/api/v3/klines":
                return klines(request.query["interval"], int(request.query["limit"]))
            case "/api/v3/ticker/24hr":
                return [day_of(coin) for coin in self.coins]
            case "/v2/clock":
                return self.hours
        self.keys.add((request.headers.get("APCA-API-KEY-ID"), request.headers.get("APCA-API-SECRET-KEY")))
        if request.path == "/v2/stocks/bars":
            return self.bars.get(request.query.get("page_token", ""), {"bars": {}, "next_page_token": None})
        return self.snapshots


def klines(interval: str, count: int) -> list[list[object]]:
    """The newest `count` candles, the last still open."""
    step = STEPS_MS[interval]
    newest = SystemClock().now().epoch_ms // step * step
    return [
        [
            newest - back * step,
            "10",
            "12",
            "9",
            "11",
            "5",
            newest - back * step + step - 1,
            "55",
            3,
            "2",
            "22",
            "0",
        ]
        for back in reversed(range(count))
    ]


def day_of(symbol: str, **changes: object) -> dict[str, object]:
    """A row of the whole market's 24 hours."""
    row = {
        "symbol": symbol,
        "lastPrice": "11.5",
        "priceChangePercent": "-1.25",
        "volume": "1000",
        "closeTime": 1795262400123,
    }
    return row | changes


@asynccontextmanager
async def running_venue(*coins: str) -> AsyncIterator[SpotVenue]:
    """Yield a venue on a free loopback port that lists `coins`."""
    venue = SpotVenue(coins=coins)
    app = web.Application()
    app.router.add_get("/{path:.*}", venue.answer)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        venue.url = f"http://{host}:{port}"
        yield venue
    finally:
        await runner.cleanup()
