"""A person's order is on record before it leaves, meets the same gates, and a close waits for nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clocks import START
from tests.cycle.desk import SYMBOLS, CountedIds, CycleDesk, a_desk
from tests.decision.accounts import DESK
from tests.decision.markets import a_ticker
from tests.instruments import BTC
from tradewind.bus.cache import BusUnavailable, Cache
from tradewind.bus.connection import connect
from tradewind.cycle.by_hand import ByHand, CloseOnItsWay, KeyReused
from tradewind.cycle.hand_order import HandOrder, keyed_id
from tradewind.cycle.live import LiveMarket
from tradewind.cycle.ports import Mandate, OrderPorts
from tradewind.decision.config import DecisionConfig
from tradewind.domain.clock import Instant
from tradewind.domain.decision import Action, Trigger
from tradewind.domain.ids import PortfolioId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderKind, OrderPurpose, OrderState, TimeInForce
from tradewind.ledger import LedgerUnavailable
from tradewind.portfolio import AccountReader
from tradewind.risk.limits import RiskLimits

NOBODY = "redis://127.0.0.1:1"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandDesk:
    desk: CycleDesk
    ports: OrderPorts
    hand: ByHand


@asynccontextmanager
async def a_hand_desk(folder: Path) -> AsyncIterator[HandDesk]:
    async with a_desk(folder) as desk:
        ports = OrderPorts(
            cache=desk.cache,
            clock=desk.clock,
            ids=CountedIds(),
            accounts=AccountReader(desk.ledger, desk.cache, desk.clock),
            decisions=desk.ledger.decisions,
            orders=desk.ledger.orders,
            execution=desk.execution,
            metrics=desk.metrics,
        )
        yield HandDesk(desk=desk, ports=ports, hand=a_hand(ports))


def a_hand(ports: OrderPorts) -> ByHand:
    mandate = Mandate(portfolio_id=DESK, decision=DecisionConfig(symbols=SYMBOLS), limits=RiskLimits())
    return ByHand(ports, lambda: mandate)


def a_buy(**changes: Any) -> HandOrder:
    asked = HandOrder(
        symbol=BTC,
        action=Action.BUY,
        notional=None,
        quantity=BaseQty(Decimal("0.1")),
        leverage=Decimal(2),
        stop_price=Decimal(58_000),
        take_profit_price=None,
        kind=OrderKind.MARKET,
        limit_price=None,
        time_in_force=TimeInForce.GTC,
        by="ann",
        reason="the trend is up",
    )
    return replace(asked, **changes)


def a_close(**changes: Any) -> HandOrder:
    close = {"action": Action.CLOSE, "quantity": None, "leverage": None, "stop_price": None}
    return a_buy(**(close | changes))


async def test_an_order_leaves_after_its_record(tmp_path: Path) -> None:
    async with a_hand_desk(tmp_path) as at:
        placed = await at.hand.place(a_buy(), None)
        record = await at.desk.record()

    (sent,) = at.desk.venue.placed
    assert at.desk.venue.decided == [1]
    assert placed.order is not None
    assert (sent.quantity, sent.decision_id) == (Decimal("0.1"), record.decision_id)
    assert (record.trigger, record.items[0].client_order_id) == (Trigger.BY_HAND, sent.client_order_id)
    assert record.items[0].proposal.confidence == 1


async def test_an_opening_waits_for_the_turn_of_another_and_a_close_does_not(tmp_path: Path) -> None:
    async with a_hand_desk(tmp_path) as at, asyncio.TaskGroup() as tasks:
        await at.desk.hold()
        async with at.ports.turn:
            opening = tasks.create_task(at.hand.place(a_buy(), None))
            close = await at.hand.place(a_close(), None)
            assert not opening.done()
        await opening
        purposes = [order.purpose for order in at.desk.venue.placed]

    assert close.order is not None
    assert purposes == [OrderPurpose.CLOSE, OrderPurpose.OPEN]


async def test_a_close_leaves_without_redis_and_an_opening_does_not(tmp_path: Path) -> None:
    async with a_hand_desk(tmp_path) as at:
        await at.desk.hold()
        redis = connect(NOBODY)
        cut_off = Cache(redis, at.desk.clock)
        accounts = AccountReader(at.desk.ledger, cut_off, at.desk.clock)
        hand = a_hand(replace(at.ports, cache=cut_off, accounts=accounts))
        with pytest.raises(BusUnavailable):
            await hand.place(a_buy(), "k1")
        assert await at.desk.ledger.decisions.count(DESK) == 0
        placed = await hand.place(a_close(), None)
        with pytest.raises(BusUnavailable):
            await hand.place(a_close(symbol=SYMBOLS[1], quantity=BaseQty(Decimal("0.01"))), None)
        await redis.aclose()

    assert placed.order is not None
    assert (placed.order.state, placed.order.order.quantity) == (OrderState.ACCEPTED, Decimal("0.1"))


async def test_a_close_on_its_way_is_not_followed_by_another(tmp_path: Path) -> None:
    async with a_hand_desk(tmp_path) as at:
        await at.desk.hold()
        first = await at.hand.place(a_close(), None)
        with pytest.raises(CloseOnItsWay) as refused:
            await at.hand.place(a_close(), None)

    assert first.order is not None
    assert first.order.order.client_order_id in str(refused.value)
    assert len(at.desk.venue.placed) == 1


async def test_what_was_recorded_and_never_sent_is_not_sent_by_a_repeat(tmp_path: Path) -> None:
    """The desk died between the record and the order: the market of its gates is gone."""

    class DyingExecution:
        opening_block = staticmethod(lambda _symbol: None)

        async def execute(self, *_: object) -> None:
            raise LedgerUnavailable("the disk is full")

    async with a_hand_desk(tmp_path) as at:
        dying: Any = DyingExecution()
        with pytest.raises(LedgerUnavailable):
            await a_hand(replace(at.ports, execution=dying)).place(a_buy(), "k1")
        placed = await at.hand.place(a_buy(), "k1")

    assert (placed.is_repeat, placed.order, placed.item.is_approved) == (True, None, True)
    assert at.desk.venue.placed == []


async def test_s50_a_key_belongs_to_its_order_across_restarts(tmp_path: Path) -> None:
    async with a_hand_desk(tmp_path) as at:
        first = await at.hand.place(a_buy(), "k1")
        reborn = a_hand(at.ports)
        again = await reborn.place(a_buy(), "k1")
        with pytest.raises(KeyReused):
            await reborn.place(a_buy(by="bob"), "k1")
        with pytest.raises(KeyReused):
            await reborn.place(a_close(), "k1")

    assert again.is_repeat
    assert (again.decision_id, again.order) == (first.decision_id, first.order)
    assert len(at.desk.venue.placed) == 1


async def test_an_unknown_instrument_is_refused_by_a_gate(tmp_path: Path) -> None:
    async with a_hand_desk(tmp_path) as at:
        placed = await at.hand.place(a_buy(symbol="DOGE-USD"), None)

    assert placed.order is None
    assert "not among the inputs" in str(placed.item.reason)


def test_a_key_names_one_record_of_one_account() -> None:
    names = {keyed_id(DESK, "k1"), keyed_id(DESK, "k2"), keyed_id(PortfolioId("other"), "k1")}
    assert len(names) == 3
    assert keyed_id(DESK, "k1") in names
    assert all(len(name) == 32 and name.isalnum() for name in names)


@pytest.mark.parametrize(
    "changes",
    [
        {"action": Action.HOLD},
        {"notional": Decimal(1)},
        {"quantity": None},
        {"kind": OrderKind.LIMIT},
        {"limit_price": Decimal(1)},
    ],
)
def test_what_is_no_order_cannot_be_built(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"order|opening"):
        a_buy(**changes)


@given(
    quantity=st.decimals(min_value="0.0001", max_value="99999", places=12),
    price=st.floats(min_value=0.0001, max_value=1e6),
)
def test_the_notional_of_a_quantity_buys_just_that_quantity(quantity: Decimal, price: float) -> None:
    market = LiveMarket(ticker=a_ticker(Instant.of(START), ask=price), rules=None)
    notional = a_buy(quantity=BaseQty(quantity)).proposal(market).notional
    assert notional is not None
    assert notional / Decimal(str(price)) == quantity
