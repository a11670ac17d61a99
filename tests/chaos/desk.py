"""A desk without market data, model and web: ledger, order side and the real OKX adapter, built anew for every life."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from tests.brokers.orders import DESK
from tests.chaos.venue import RealClock, key_of
from tests.lab.exchange.scripted import START_MS
from tests.orders.desks import CASH
from tests.risk.situations import BTC, BTC_RULES, a_position, a_proposal, a_situation, an_account
from tradewind.brokers.okx import DemoKey, Environment, OkxClient, OkxConfig
from tradewind.brokers.port import BrokerEvent
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.domain.account import HeldPosition, Portfolio, RuntimeMode
from tradewind.domain.clock import Instant
from tradewind.domain.decision import Action
from tradewind.domain.ids import ClientOrderId, DecisionId
from tradewind.domain.instrument import BaseQty, Contracts
from tradewind.domain.order import Order, OrderKind, OrderPurpose, Side
from tradewind.domain.position import PositionSide
from tradewind.ledger import Ledger, LedgerConfig, open_ledger
from tradewind.orders import OrderDesk, OrderDeskConfig, OrderGround, OrdersConfig
from tradewind.orders.config import ProtectionConfig, ReconciliationConfig, StopConfig
from tradewind.orders.failpoints import Failpoints
from tradewind.orders.runaway import RunawayCaps
from tradewind.risk import Approved, RiskLimits, review
from tradewind.telemetry.metrics import Metrics

MS = timedelta(milliseconds=1)
LIMIT = timedelta(seconds=3)
"""No position may stand without its stop for longer; the desk closes one itself after a third of it."""
QUICK = OrderDeskConfig(
    orders=OrdersConfig(
        answer_timeout=400 * MS,
        query_delays=(20 * MS, 40 * MS, 80 * MS, 160 * MS),
        settle_every=30 * MS,
        recheck_after=400 * MS,
        ledger_retry=20 * MS,
        resend_after=50 * MS,
    ),
    protection=ProtectionConfig(
        limit=LIMIT / 3, check_every=150 * MS, confirm_after=30 * MS, answer_timeout=500 * MS
    ),
    reconciliation=ReconciliationConfig(
        every=250 * MS, answer_timeout=500 * MS, first_pause=30 * MS, longest_pause=150 * MS
    ),
    stop=StopConfig(answer_timeout=500 * MS, first_pause=30 * MS, longest_pause=100 * MS),
    caps=RunawayCaps(orders_per_minute=100_000, notional_per_hour=Decimal(10**12)),
)
IMPATIENT = LedgerConfig(busy_timeout=60 * MS, answer_timeout=5000 * MS)
START_OF_BOOKS = Instant.from_ms(START_MS)
LOTS = replace(BTC_RULES, lot_size=Contracts(Decimal("0.01")), min_size=Contracts(Decimal("0.01")))


class Telling(StrEnum):
    """What the desk hears of its venue between two comparisons."""

    IN_ORDER = "in order"
    DISORDERED = "disordered"  # everything twice, backwards
    NOTHING = "nothing"  # a socket that stays open and is silent


class SpoiledClient(OkxClient):
    """The real adapter, whose news reach the desk as `telling` says."""

    telling = Telling.IN_ORDER
    chance = random.Random(0)

    async def events(self) -> AsyncIterator[BrokerEvent]:
        if self.telling is Telling.NOTHING:
            await asyncio.Event().wait()
        kept: list[BrokerEvent] = []
        async for event in super().events():
            if self.telling is Telling.IN_ORDER:
                yield event
                continue
            kept.append(event)
            if len(kept) >= self.chance.randint(1, 4):
                for told in [*reversed(kept), *kept]:
                    yield told
                kept.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What outlives the desk: where its ledger lies, where its venue answers, and as whom."""

    folder: Path
    venue_url: str
    account: str
    origin: float
    redis_url: str


async def an_empty_ledger(path: Path) -> None:
    """Make the ledger that every run begins with a copy of: migrations take longer than a run."""
    clock = RealClock(0)
    async with open_ledger(f"sqlite:///{path}", clock) as ledger:
        portfolio = Portfolio(portfolio_id=DESK, name="Desk", mode=RuntimeMode.PAPER, currency="USDT")
        await ledger.portfolios.open(portfolio, CASH, START_OF_BOOKS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """One desk from its start to its end."""

    desk: OrderDesk
    ledger: Ledger
    clock: RealClock
    client: OkxClient


@asynccontextmanager
async def a_life(
    home: Home, failpoints: Failpoints, telling: Telling = Telling.IN_ORDER, seed: int = 0
) -> AsyncIterator[Life]:
    """Yield a desk that does not run yet."""
    clock = RealClock(home.origin)
    key = key_of(home.account)
    config = OkxConfig(
        rest_url=home.venue_url,
        is_streaming=False,
        request_timeout=400 * MS,
        poll_every=30 * MS,
        flows_every=200 * MS,
        longest_pause=100 * MS,
        failures_to_pause=50,
    )
    credentials = DemoKey(key=key.key, secret=key.secret, passphrase=key.passphrase)
    client = SpoiledClient(Environment.DEMO, credentials, config, clock)
    client.telling, client.chance = telling, random.Random(seed)
    redis = connect(home.redis_url)
    async with open_ledger(f"sqlite:///{home.folder}/ledger.db", clock, IMPATIENT) as ledger:
        ground = OrderGround(
            broker=client,
            ledger=ledger,
            cache=Cache(redis, clock),
            clock=clock,
            portfolio_id=DESK,
            metrics=Metrics(),
            latch_file=home.folder / "kill-switch.json",
            failpoints=failpoints,
        )
        try:
            yield Life(desk=OrderDesk(ground, QUICK), ledger=ledger, clock=clock, client=client)
        finally:
            await client.aclose()
            await redis.aclose()


def an_opening(clock: RealClock, *, is_long: bool, price: Decimal) -> Approved:
    """What risk makes of a wish for a position at `price`, with a stop and a target 3 % away."""
    tick, sign = Decimal("0.1"), 1 if is_long else -1
    proposal = a_proposal(
        action=Action.BUY if is_long else Action.SELL,
        stop_price=(price * (1 - sign * Decimal("0.03"))).quantize(tick),
        take_profit_price=(price * (1 + sign * Decimal("0.03"))).quantize(tick),
        notional=Decimal(2000),
    )
    situation = a_situation(
        account=an_account(as_of=clock.now()),
        instrument=LOTS,
        bid=price - tick,
        ask=price + tick,
        last_price=price,
        snapshot_price=price,
    )
    return _approved(proposal, situation)


def a_close(clock: RealClock, held: HeldPosition) -> Approved:
    """What risk makes of a wish to close."""
    side = held.position.side or PositionSide.LONG
    position = a_position(side=side, quantity=BaseQty(abs(held.position.quantity)), leverage=held.leverage)
    account = an_account(as_of=clock.now(), positions=(position,))
    return _approved(a_proposal(action=Action.CLOSE), a_situation(account=account))


def a_resting_close(clock: RealClock, held: HeldPosition, identity: str) -> Order:
    """A limit order far from the market that would close a part."""
    is_long = held.position.quantity > 0
    now = clock.now()
    return Order(
        client_order_id=ClientOrderId(identity),
        portfolio_id=DESK,
        decision_id=None,
        symbol=BTC,
        side=Side.SELL if is_long else Side.BUY,
        kind=OrderKind.LIMIT,
        purpose=OrderPurpose.CLOSE,
        quantity=BaseQty(Decimal("0.01")),
        limit_price=Decimal(90_000 if is_long else 30_000),
        is_reduce_only=True,
        leverage=held.leverage,
        stop_price=None,
        take_profit_price=None,
        snapshot_price=None,
        created_at=now,
        expires_at=Instant.of(now + timedelta(seconds=30)),
    )


def decision_of(account: str, step: int) -> DecisionId:
    return DecisionId(f"{account}|{step}")


def _approved(proposal: object, situation: object) -> Approved:
    answer = review(proposal, situation, RiskLimits())  # type: ignore[arg-type]
    if not isinstance(answer, Approved):
        raise TypeError(f"risk refused: {answer.reason}")
    return answer
