"""`tradewind drill failover`: a venue that goes away and comes back, played with the lab and the real adapter.

A small order side on a folder of its own: nothing of a running desk is touched.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import httpx2

from tradewind.app.brokers import LAB_KEYS
from tradewind.app.clock import SystemClock, TimeOrderedIds
from tradewind.app.lab_process import LabOptions, running_lab
from tradewind.brokers.okx import DemoKey, OkxClient, OkxConfig, demo_client
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.bus.server import embedded_valkey
from tradewind.domain.account import AccountSnapshot, Portfolio, RuntimeMode
from tradewind.domain.decision import Action, Proposal
from tradewind.domain.desk_state import DeskState
from tradewind.domain.ids import PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderRecord, OrderState
from tradewind.ledger import Ledger, open_ledger
from tradewind.orders import OrderDesk, OrderDeskConfig, OrderGround
from tradewind.orders.config import ReconciliationConfig
from tradewind.orders.coverage import is_protection
from tradewind.orders.latch_file import LATCH_NAME
from tradewind.risk import Approved, RiskLimits, review
from tradewind.risk.situation import Situation
from tradewind.telemetry.metrics import Metrics

SYMBOL = Symbol("BTC-USDT-SWAP")
DRILL = PortfolioId("drill")
STOP_SHARE = Decimal("0.05")
PATIENCE = timedelta(seconds=60)
POLL_SECONDS = 0.1
OFTEN = ReconciliationConfig(every=timedelta(seconds=1), longest_pause=timedelta(seconds=2))


class StepFailed(Exception):
    """The desk did not do what this step asks for; the message says what it did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillStep:
    """One line of the report."""

    what: str
    is_passed: bool
    found: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillDesk:
    """What the drill works with."""

    desk: OrderDesk
    client: OkxClient
    ledger: Ledger
    clock: SystemClock
    ids: TimeOrderedIds
    lab_url: str

    async def fail(self, *, is_away: bool) -> None:
        """Have the venue answer every request with 503, or answer again."""
        async with httpx2.AsyncClient(base_url=self.lab_url) as http:
            if is_away:
                rule = {"kind": "status", "path": "/api/v5/", "status": 503}
                await http.post("/lab/faults", json=rule)
            else:
                await http.delete("/lab/faults")

    async def truth(self) -> dict[str, list[dict[str, str]]]:
        """Return the demo account by the venue's own record."""
        async with httpx2.AsyncClient(base_url=self.lab_url) as http:
            account: dict[str, list[dict[str, str]]] = (await http.get("/lab/exchange")).json()["accounts"][
                "demo"
            ]
            return account

    async def open(self, price: Decimal) -> OrderRecord:
        """Buy a little with a stop, as a decision would; StepFailed where risk refuses the drill's own wish."""
        rules = await self.client.instrument(SYMBOL)
        proposal = Proposal(
            symbol=SYMBOL,
            action=Action.BUY,
            confidence=1.0,
            notional=Decimal(1000),
            leverage=Decimal(2),
            stop_price=price * (1 - STOP_SHARE),
            take_profit_price=None,
            rationale="a drill",
        )
        situation = Situation(
            account=await self._account(),
            instrument=rules.instrument if rules else None,
            bid=price,
            ask=price,
            last_price=price,
            snapshot_price=price,
            orders_last_minute=0,
            opening_block=None,
        )
        verdict = review(proposal, situation, RiskLimits())
        if not isinstance(verdict, Approved):
            raise StepFailed(f"risk refused the drill's own order: {verdict.reason}")
        return await self.desk.execution.execute(verdict, self.ids.decision_id())

    async def _account(self) -> AccountSnapshot:
        balances = await self.ledger.postings.balances(DRILL)
        return AccountSnapshot(
            portfolio_id=DRILL,
            as_of=self.clock.now(),
            currency="USDT",
            opening_cash=balances.opening_cash,
            cash=balances.cash,
            unrealized_pnl=Decimal(0),
            equity=balances.cash,
            margin_used=Decimal(0),
            available=balances.cash,
            realized_pnl=balances.realized_pnl,
            fees_paid=balances.fees_paid,
            funding_paid=balances.funding_paid,
            daily_pnl=Decimal(0),
            drawdown_share=Decimal(0),
            positions=(),
        )


async def failover_drill() -> list[DrillStep]:
    """Play the drill and return its report; the first step that fails ends it. LabFailed, ServerFailed."""
    async with _a_desk() as drill, asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(drill.desk.run()), tasks.create_task(drill.client.run())]
        steps = await _played(drill)
        for task in running:
            task.cancel()
    return steps


async def _played(drill: DrillDesk) -> list[DrillStep]:
    steps: list[DrillStep] = []
    for what, step in (
        ("desk and venue agree before anything is traded", _agree),
        ("an opening fills, and its stop stands at the venue", _opens),
        ("the venue goes away: the desk opens nothing", _goes_away),
        ("an opening meanwhile is refused before it leaves", _refuses),
        ("the stop has stayed at the venue", _keeps_its_stop),
        ("the venue is back: compared first, then opening again", _comes_back),
        ("halted and flattened, proven by the venue", _halts),
    ):
        began = drill.clock.monotonic()
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                found, is_passed = await step(drill), True
        except StepFailed as e:
            found, is_passed = str(e), False
        except TimeoutError:
            found, is_passed = f"not within {PATIENCE.total_seconds():g} s", False
        seconds = drill.clock.monotonic() - began
        steps.append(DrillStep(what=what, is_passed=is_passed, found=found, seconds=seconds))
        if not is_passed:
            break
    return steps


async def _agree(drill: DrillDesk) -> str:
    await drill.desk.is_settled.wait()
    await _until(lambda: drill.desk.reconciliation.agreed_at is not None)
    return f"cash {(await drill.client.balance()).cash:f} USDT"


async def _opens(drill: DrillDesk) -> str:
    price = (await drill.client.market_price(SYMBOL)).last
    record = await drill.open(price)
    while not (await drill.ledger.positions.held(DRILL) and await drill.desk.protection.check()):  # noqa: ASYNC110
        await asyncio.sleep(POLL_SECONDS)
    stops = [order for order in await drill.client.open_orders() if is_protection(order)]
    return f"order {record.order.client_order_id}, {len(stops)} stop at {stops[0].trigger_price if stops else None}"


async def _goes_away(drill: DrillDesk) -> str:
    await drill.fail(is_away=True)
    await _until(lambda: drill.desk.execution.opening_block(SYMBOL) is not None)
    return drill.desk.execution.opening_block(SYMBOL) or ""


async def _refuses(drill: DrillDesk) -> str:
    before = len((await drill.truth())["orders"])
    (held,) = await drill.ledger.positions.held(DRILL)
    record = await drill.open(held.position.entry_price or Decimal(1))
    after = len((await drill.truth())["orders"])
    if record.state is not OrderState.REJECTED or after != before:
        raise StepFailed(f"the order is {record.state}, the venue has {after} orders instead of {before}")
    return record.reason or ""


async def _keeps_its_stop(drill: DrillDesk) -> str:
    live = [algo for algo in (await drill.truth())["algos"] if algo["state"] == "live"]
    if not live:
        raise StepFailed("the venue has no live stop")
    return f"{len(live)} live"


async def _comes_back(drill: DrillDesk) -> str:
    await drill.fail(is_away=False)
    await _until(lambda: drill.desk.execution.opening_block(SYMBOL) is None)
    return f"agreed at {drill.desk.reconciliation.agreed_at}"


async def _halts(drill: DrillDesk) -> str:
    switch = drill.desk.kill_switch
    await switch.press(DeskState.HALTED, "the drill", "its end", flatten=True)
    await _until(lambda: (proof := switch.proof()) is not None and proof.is_done)
    proof = switch.proof()
    if proof is None:
        raise StepFailed("the proof is gone")
    return f"open orders {proof.open_orders}, stops {proof.protections}, positions {proof.positions}"


async def _until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 -- many parts of the desk change it
        await asyncio.sleep(POLL_SECONDS)


@asynccontextmanager
async def _a_desk() -> AsyncIterator[DrillDesk]:
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tradewind-drill-")))
        server = await stack.enter_async_context(embedded_valkey(home / "valkey"))
        lab = (await stack.enter_async_context(running_lab(LabOptions(state=home / "lab")))).lab
        redis = connect(server.url)
        stack.push_async_callback(redis.aclose)
        key = LAB_KEYS[RuntimeMode.PAPER]
        config = OkxConfig(rest_url=lab.okx, stream_url=f"{lab.okx_ws}/ws/v5/private")
        client = demo_client(
            DemoKey(key=key.key, secret=key.secret, passphrase=key.passphrase), config, clock
        )
        stack.push_async_callback(client.aclose)
        ledger = await stack.enter_async_context(open_ledger(f"sqlite:///{home}/ledger.db", clock))
        portfolio = Portfolio(portfolio_id=DRILL, name="Drill", mode=RuntimeMode.PAPER, currency="USDT")
        await ledger.portfolios.open(portfolio, (await client.balance()).cash, clock.now())
        ground = OrderGround(
            broker=client,
            ledger=ledger,
            cache=Cache(redis, clock),
            clock=clock,
            portfolio_id=DRILL,
            metrics=Metrics(),
            latch_file=home / LATCH_NAME,
        )
        yield DrillDesk(
            desk=OrderDesk(ground, OrderDeskConfig(reconciliation=OFTEN)),
            client=client,
            ledger=ledger,
            clock=clock,
            ids=TimeOrderedIds(clock),
            lab_url=lab.url,
        )
