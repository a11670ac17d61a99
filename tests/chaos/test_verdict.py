"""The judge sees what is planted: a verdict of zeros means something."""

import asyncio
import shutil
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.brokers.orders import DESK, an_order
from tests.chaos.desk import Home, a_life, an_empty_ledger, decision_of
from tests.chaos.script import planned
from tests.chaos.venue import running_venue
from tests.chaos.verdict import Verdict, judged
from tests.risk.situations import BTC
from tradewind.domain.cash_flow import CashFlow, CashFlowKind
from tradewind.domain.clock import Instant
from tradewind.domain.ids import client_order_id
from tradewind.domain.instrument import BaseQty
from tradewind.orders.failpoints import Failpoint, no_failpoints

NAME = "planted"
PLAN = planned(Failpoint.CLAIMED, 0)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    asyncio.run(an_empty_ledger(tmp_path / "empty.db"))
    shutil.copy(tmp_path / "empty.db", tmp_path / "ledger.db")
    return tmp_path


async def the_verdict(home: Path, *, is_stranger: bool = False, is_booked: bool = False) -> Verdict:
    """Judge an account in which an order without a stop was filled behind the back of a desk that does not run."""
    async with running_venue([NAME]) as venue:
        place = Home(
            folder=home,
            venue_url=venue.url,
            account=NAME,
            origin=venue.clock.origin,
            redis_url="redis://127.0.0.1:1",
        )
        async with a_life(place, no_failpoints()) as life:
            identity = client_order_id(decision_of(NAME, 0), f"{BTC}|open", 2 if is_stranger else 1)
            order = replace(
                an_order(client_order_id=identity, quantity=BaseQty(Decimal("0.01"))),
                stop_price=None,
                take_profit_price=None,
            )
            await life.client.place(order)
            if is_booked:
                for fill in await life.client.fills(Instant.of(life.clock.now() - timedelta(minutes=1))):
                    await life.ledger.fills.post(DESK, fill, None)
                flow = CashFlow(
                    venue="okx-demo",
                    flow_id="made up",
                    kind=CashFlowKind.RECONCILIATION,
                    symbol=None,
                    amount=Decimal(0),
                    currency="USDT",
                    exchange_time=life.clock.now(),
                )
                await life.ledger.postings.post_cash_flow(DESK, flow)
            return await judged(venue, NAME, life.ledger, PLAN)


async def test_a_fill_that_nobody_booked_a_drift_and_a_bare_position_are_counted(home: Path) -> None:
    verdict = await the_verdict(home)
    assert (verdict.duplicates, verdict.lost_fills, verdict.unprotected) == (0, 1, 1)
    assert verdict.drift >= 2
    assert not verdict.is_clean


async def test_an_opening_that_no_decision_asked_for_counts_as_a_duplicate(home: Path) -> None:
    assert (await the_verdict(home, is_stranger=True)).duplicates == 1


async def test_money_that_had_to_be_made_up_is_drift_even_if_the_sums_agree(home: Path) -> None:
    verdict = await the_verdict(home, is_booked=True)
    assert (verdict.lost_fills, verdict.drift) == (0, 1)
