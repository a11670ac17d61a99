"""A desk's order path over a real ledger, with a venue of the test's choice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.brokers.orders import DESK
from tests.clocks import START
from tests.ledgers import ledger_in
from tests.risk.situations import a_position, a_proposal, a_situation, an_account
from tradewind.brokers.port import Broker
from tradewind.bus.cache import Cache
from tradewind.domain.account import Portfolio, RuntimeMode
from tradewind.domain.clock import Clock
from tradewind.domain.decision import Action
from tradewind.domain.ids import ClientOrderId, DecisionId
from tradewind.domain.order import OrderRecord
from tradewind.ledger import Ledger, LedgerConfig, open_ledger
from tradewind.orders import Execution, OrdersConfig
from tradewind.orders.blocks import OpeningBlocks
from tradewind.orders.kill_switch import KillSwitch
from tradewind.orders.runaway import RunawayCaps, RunawayGuard
from tradewind.orders.safeguards import Safeguards
from tradewind.risk import Approved, RiskLimits, review
from tradewind.telemetry.metrics import Metrics

DECISION = DecisionId("decision1")
CASH = Decimal(10_000)
QUICK = OrdersConfig(
    answer_timeout=timedelta(seconds=20),
    query_delays=(timedelta(milliseconds=5), timedelta(milliseconds=10)),
    settle_every=timedelta(milliseconds=20),
    ledger_retry=timedelta(milliseconds=10),
    resend_after=timedelta(milliseconds=5),
)
HASTY = replace(QUICK, answer_timeout=timedelta(milliseconds=100))
"""For a venue that never answers."""


@asynccontextmanager
async def opened_ledger(
    folder: Path, clock: Clock, config: LedgerConfig | None = None
) -> AsyncIterator[Ledger]:
    """Yield the ledger of `folder` with the desk's portfolio in it."""
    async with open_ledger(ledger_in(folder), clock, config) as ledger:
        portfolio = Portfolio(portfolio_id=DESK, name="Desk", mode=RuntimeMode.SIMULATOR, currency="USDT")
        await ledger.portfolios.open(portfolio, CASH, START)
        yield ledger


def an_execution(
    broker: Broker, ledger: Ledger, cache: Cache, clock: Clock, config: OrdersConfig = QUICK
) -> Execution:
    return Execution(
        broker=broker,
        ledger=ledger,
        cache=cache,
        clock=clock,
        portfolio_id=DESK,
        config=config,
        metrics=Metrics(),
        safeguards=no_fences(ledger, clock),
    )


def no_fences(ledger: Ledger, clock: Clock) -> Safeguards:
    """Safeguards that nobody has used: every order may leave."""
    switch = KillSwitch(Path("/nonexistent/kill-switch.json"), ledger, clock)
    caps = RunawayCaps(orders_per_minute=10_000, notional_per_hour=Decimal(10**12))
    return Safeguards(switch, OpeningBlocks(clock), RunawayGuard(caps, switch, clock))


@asynccontextmanager
async def running(execution: Execution) -> AsyncIterator[None]:
    """Keep `run` going for the block."""
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(execution.run())
        yield
        task.cancel()


def an_opening(**changes: Any) -> Approved:
    return _approved(a_proposal(**changes), a_situation())


def a_closing() -> Approved:
    held = a_position(quantity=Decimal("0.049"))
    return _approved(a_proposal(action=Action.CLOSE), a_situation(account=an_account(positions=(held,))))


def _approved(proposal: Any, situation: Any) -> Approved:
    answer = review(proposal, situation, RiskLimits())
    assert isinstance(answer, Approved), answer
    return answer


async def until(ledger: Ledger, client_order_id: ClientOrderId, state: str) -> OrderRecord:
    """Wait until the ledger has the order in `state`."""
    async with asyncio.timeout(30):
        while True:
            record = await ledger.orders.get(client_order_id)
            if record is not None and record.state == state:
                return record
            await asyncio.sleep(0.005)
