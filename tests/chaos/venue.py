"""One lab exchange behind one socket for thousands of runs: each run has an account of its own; time is real."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal

from tests.lab.exchange.scripted import START_MS, ScriptedMarket
from tests.okx_exchange import public_routes, serving
from tradewind.domain.clock import Instant
from tradewind_lab.exchange.account import Account
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.exchange.watch import Watch
from tradewind_lab.faults import FaultKind, FaultRule, Faults
from tradewind_lab.okx.auth import TRADE, ApiKey, KeyRing
from tradewind_lab.okx.inbox import Inbox
from tradewind_lab.okx.private import DEPOSIT, exchange_routes, opened

PRICE = "60000"


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
        *public_routes(market, clock, faults),
        *exchange_routes(exchange, clock, KeyRing(keys, faults), faults),
    ]
    async with serving(routes, faults, inbox.receive) as url:
        yield ChaosVenue(
            url=url,
            clock=clock,
            market=market,
            exchange=exchange,
            faults=faults,
            watch=watch,
            inbox=inbox,
        )
