"""The lab's OKX exchange behind a real socket, over a market that goes where a test says, and clients that trade there."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.lab.exchange.scripted import START_MS, ScriptedMarket
from tests.okx_exchange import public_routes, serving
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
from tradewind_lab.faults import FaultKind, FaultRule, Faults
from tradewind_lab.okx.auth import BUILT_IN_KEYS, DEMO_KEY, LIVE_KEY, ApiKey, KeyRing
from tradewind_lab.okx.private import DEPOSIT, exchange_routes, opened

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
    stands_at: float | None = None
    """Where intervals stand, in monotonic seconds; None while they pass."""

    def now_ms(self) -> int:
        return self.at_ms

    def now(self) -> Instant:
        return Instant.of(Instant.from_ms(self.at_ms) + self.ahead)

    def monotonic(self) -> float:
        return time.monotonic() if self.stands_at is None else self.stands_at


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

    def witness(_method: str, path: str, _body: bytes, _kind: FaultKind | None) -> None:
        requests.append(path.removeprefix("/api/v5/"))

    routes = [
        *public_routes(market, clock, faults),
        *exchange_routes(exchange, clock, KeyRing(keys, faults), faults),
    ]
    async with serving(routes, faults, witness, tls) as url:
        venue = OkxVenue(
            url=url,
            market=market,
            clock=clock,
            exchange=exchange,
            faults=faults,
            requests=requests,
            folder=folder,
        )
        try:
            yield venue
        finally:
            for client in venue.clients:
                await client.aclose()


def _parts(key: ApiKey) -> dict[str, str]:
    return {"key": key.key, "secret": key.secret, "passphrase": key.passphrase}
