"""One desk at a time trades an account, and one that was frozen learns that it is not the one any more."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.brokers.orders import DESK, an_order
from tests.clocks import FakeClock
from tests.fakes.broker import ScriptedBroker
from tests.orders.desks import DECISION, QUICK, a_closing, an_opening, opened_ledger
from tests.orders.test_outages import locked
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.domain.ids import DecisionId
from tradewind.domain.order import OrderPurpose, OrderState
from tradewind.ledger import Ledger, LedgerConfig, LedgerUnavailable, open_ledger
from tradewind.orders import Execution
from tradewind.orders.blocks import OpeningBlocks
from tradewind.orders.kill_switch import KillSwitch
from tradewind.orders.runaway import RunawayCaps, RunawayGuard
from tradewind.orders.safeguards import Safeguards
from tradewind.orders.tenancy import AccountTaken, Tenancy, TenancyConfig, Tenant
from tradewind.telemetry.metrics import Metrics

SECOND = timedelta(seconds=1)
CONFIG = TenancyConfig(
    lifetime=30 * SECOND, renew_every=timedelta(milliseconds=10), opening_margin=10 * SECOND
)


def a_tenancy(ledger: Ledger, clock: FakeClock, name: str, place: str = "") -> Tenancy:
    return Tenancy(ledger, Tenant(account=DESK, name=name, place=place), clock, CONFIG)


def an_execution_of(tenancy: Tenancy, ledger: Ledger, broker: ScriptedBroker, clock: FakeClock) -> Execution:
    switch = KillSwitch(Path("/nonexistent/kill-switch.json"), ledger, clock)
    guard = RunawayGuard(RunawayCaps(), switch, clock)
    return Execution(
        broker=broker,
        ledger=ledger,
        cache=Cache(connect("redis://127.0.0.1:1"), clock),
        clock=clock,
        portfolio_id=DESK,
        config=QUICK,
        metrics=Metrics(),
        safeguards=Safeguards(switch, OpeningBlocks(clock), guard, tenancy),
    )


async def test_f70_a_second_desk_refuses_and_says_who_trades(ledger: Ledger, clock: FakeClock) -> None:
    first = a_tenancy(ledger, clock, "desk, process 7 on alpha")
    await first.take()
    async with asyncio.TaskGroup() as tasks:
        keeping = tasks.create_task(first.keep())
        with pytest.raises(AccountTaken, match="is traded by desk, process 7 on alpha, since 2026-11-21"):
            await a_tenancy(ledger, FakeClock(), "two").take()
        keeping.cancel()


async def test_a_desk_that_left_or_was_of_the_same_home_keeps_nobody_waiting(
    ledger: Ledger, clock: FakeClock
) -> None:
    first = a_tenancy(ledger, clock, "one", place="home")
    await first.take()
    second = a_tenancy(ledger, clock, "two", place="home")
    await second.take()
    await second.leave()
    third = a_tenancy(ledger, clock, "three", place="elsewhere")
    await third.take()
    assert third.token == 3


async def test_a_silent_desk_is_followed_after_its_whole_lifetime(ledger: Ledger, clock: FakeClock) -> None:
    await a_tenancy(ledger, clock, "one").take()
    later, seconds = FakeClock(), 0
    async with asyncio.TaskGroup() as tasks:
        following = tasks.create_task(a_tenancy(ledger, later, "two").take())
        async with asyncio.timeout(30):
            while not following.done():
                later.advance(SECOND)
                seconds += 1
                await asyncio.sleep(0.005)
    assert seconds >= 30


async def test_f71_a_desk_that_was_frozen_for_a_minute_is_fenced_and_drops_its_decision(
    ledger: Ledger, clock: FakeClock, broker: ScriptedBroker
) -> None:
    old = a_tenancy(ledger, clock, "old")
    await old.take()
    execution = an_execution_of(old, ledger, broker, clock)
    opening = an_opening()
    seen = await ledger.account_leases.of(DESK)
    assert await ledger.account_leases.take(DESK, "new", "", instead_of=seen)

    clock.advance(60 * SECOND)
    stale = await execution.execute(opening, DECISION)
    close = await execution.execute(a_closing(), DecisionId("d2"))

    assert (stale.state, broker.placed) == (OrderState.EXPIRED, [])
    assert close.state is OrderState.INTENT, "whoever trades now settles it"
    with pytest.raises(AccountTaken, match="is traded by new"):
        await old.keep()
    refused = await execution.execute(a_closing(), DecisionId("d3"))
    assert refused.reason == f"this process does not trade the account {DESK}"
    assert broker.placed == []


async def test_f71_what_was_claimed_before_the_freeze_does_not_leave_after_it(
    ledger: Ledger, clock: FakeClock
) -> None:
    old = a_tenancy(ledger, clock, "old")
    await old.take()
    assert old.refusal(an_order()) is None
    clock.advance(21 * SECOND)
    assert old.refusal(an_order()) is not None
    protective = replace(an_order(), purpose=OrderPurpose.STOP, is_reduce_only=True)
    assert old.refusal(protective) is None


async def test_f60_a_ledger_that_is_away_stops_openings_and_not_the_desk(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with opened_ledger(tmp_path, clock):
        pass
    impatient = LedgerConfig(busy_timeout=timedelta(milliseconds=20), answer_timeout=timedelta(seconds=20))
    async with open_ledger(f"sqlite:///{tmp_path}/ledger.db", clock, impatient) as ledger:
        tenancy = a_tenancy(ledger, clock, "one", place="home")
        await tenancy.take()
        with locked(tmp_path):
            await tenancy.take()
            clock.advance(60 * SECOND)
            assert tenancy.refusal(an_order()) is not None
            with pytest.raises(LedgerUnavailable):
                await a_tenancy(ledger, clock, "two", place="home").take()
        await tenancy.take()
        assert tenancy.refusal(an_order()) is None


def test_a_renewal_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="renew_every must be above 0 and fit twice"):
        TenancyConfig(renew_every=15 * SECOND)
