"""Moving a stop and closing a part, by the desk's whole order side, on every venue that it trades through."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.brokers.contract.venues import RULES, Kind, Venue, opened, until
from tests.brokers.orders import DESK
from tests.orders.desks import opened_ledger
from tests.orders.order_desks import FAST, NO_REDIS
from tests.risk.situations import a_position, a_proposal, a_situation, an_account
from tests.waiting import eventually
from tradewind.brokers.port import VenueOrder
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.domain.clock import Instant
from tradewind.domain.decision import Action, Proposal
from tradewind.domain.ids import DecisionId
from tradewind.domain.order import OrderPurpose
from tradewind.ledger import Ledger
from tradewind.orders.failpoints import no_failpoints
from tradewind.orders.order_desk import OrderDesk, OrderGround
from tradewind.risk import Approved, RiskLimits, review
from tradewind.telemetry.metrics import Metrics

FIRST, LATER = DecisionId("first"), DecisionId("later")
STOP, TARGET = OrderPurpose.STOP, OrderPurpose.TAKE_PROFIT


class VenueTime:
    """The wall time of a venue; intervals are real."""

    def __init__(self, venue: Venue) -> None:
        self._venue = venue

    def now(self) -> Instant:
        return self._venue.now()

    def monotonic(self) -> float:
        return time.monotonic()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trading:
    venue: Venue
    ledger: Ledger
    desk: OrderDesk

    async def approved(self, **asked: Any) -> Approved:
        """Return what risk approves of a proposal, by what the ledger holds and a market at 50,000."""
        held = [
            a_position(
                quantity=position.position.quantity,
                entry_price=position.position.entry_price or Decimal(50_000),
                leverage=position.leverage,
                stop_price=position.stop_price,
                take_profit_price=position.take_profit_price,
            )
            for position in await self.ledger.positions.held(DESK)
        ]
        situation = a_situation(
            account=an_account(positions=tuple(held), as_of=self.venue.now()),
            instrument=RULES,
            bid=Decimal("49999.9"),
            ask=Decimal("50000.1"),
            last_price=Decimal(50_000),
            snapshot_price=Decimal(50_000),
        )
        proposal: Proposal = a_proposal(**{"stop_price": None, "take_profit_price": None} | asked)
        answer = review(proposal, situation, RiskLimits())
        assert isinstance(answer, Approved), answer
        return answer

    async def waiting(self, purpose: OrderPurpose) -> list[VenueOrder]:
        orders = await self.venue.broker.open_orders()
        return [order for order in orders if order.purpose is purpose]

    async def protected(self, stop: int, target: int, quantity: str) -> None:
        """Wait until exactly this protects the position."""
        await self._placed(STOP, Decimal(stop), Decimal(quantity))
        await self._placed(TARGET, Decimal(target), Decimal(quantity))

    async def _placed(self, purpose: OrderPurpose, price: Decimal, quantity: Decimal) -> None:
        async def waiting() -> list[VenueOrder]:
            return await self.waiting(purpose)

        def is_right(found: list[VenueOrder]) -> bool:
            covers = [(order.trigger_price, order.quantity or quantity) for order in found]
            return covers == [(price, quantity)]

        await until(waiting, is_right)


@asynccontextmanager
async def trading(kind: Kind, folder: Path) -> AsyncIterator[Trading]:
    """Yield a desk at work that holds 0.05 BTC from 50,000, stopped at 49,000, with a target of 52,000."""
    async with (
        opened(kind, folder) as venue,
        opened_ledger(folder, clock := VenueTime(venue)) as ledger,
    ):
        client = connect(NO_REDIS)
        ground = OrderGround(
            broker=venue.broker,
            ledger=ledger,
            cache=Cache(client, clock),
            clock=clock,
            portfolio_id=DESK,
            metrics=Metrics(),
            latch_file=folder / "kill-switch.json",
            daily_result=None,
            failpoints=no_failpoints(),
        )
        stage = Trading(venue=venue, ledger=ledger, desk=OrderDesk(ground, FAST))
        async with asyncio.TaskGroup() as tasks:
            work = tasks.create_task(stage.desk.run())
            await eventually(stage.desk.is_settled.is_set)
            opening = await stage.approved(
                action=Action.BUY,
                notional=Decimal(2_501),
                leverage=Decimal(3),
                stop_price=Decimal(49_000),
                take_profit_price=Decimal(52_000),
            )
            await stage.desk.execution.execute(opening, FIRST)
            await until(lambda: ledger.positions.held(DESK), lambda held: len(held) == 1)
            await stage.protected(49_000, 52_000, "0.05")
            yield stage
            work.cancel()
        await client.aclose()


@pytest.mark.parametrize("kind", Kind)
async def test_a_moved_stop_replaces_the_one_that_stands(tmp_path: Path, kind: Kind) -> None:
    async with trading(kind, tmp_path) as stage:
        move = await stage.approved(action=Action.MOVE_STOP, stop_price=Decimal(49_500))
        await stage.desk.execution.move_protection(move, LATER)

        await stage.protected(49_500, 52_000, "0.05")
        assert await stage.venue.holding("0.05")


@pytest.mark.parametrize("kind", Kind)
async def test_a_part_is_closed_and_the_rest_keeps_its_stop(tmp_path: Path, kind: Kind) -> None:
    async with trading(kind, tmp_path) as stage:
        part = await stage.approved(action=Action.REDUCE, close_fraction=Decimal("0.4"))
        await stage.desk.execution.execute(part, LATER)

        assert await stage.venue.holding("0.03")
        await stage.protected(49_000, 52_000, "0.03")
