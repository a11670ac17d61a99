"""What the order path does while the ledger or the cache is away, and with news that it does not expect."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.brokers.orders import DESK, an_order
from tests.clocks import START, FakeClock
from tests.fakes.broker import ScriptedBroker
from tests.ledgers import ledger_in
from tests.orders.desks import CASH, DECISION, QUICK, an_execution, an_opening, running, until
from tests.waiting import eventually
from tradewind.brokers.port import Broker, VenueOrder
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.domain.account import Portfolio, RuntimeMode
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import Order, OrderPurpose, OrderState
from tradewind.ledger import Ledger, LedgerConfig, LedgerUnavailable, open_ledger
from tradewind.orders import Execution, client_id_for

ORDER_ID = client_id_for(DECISION, an_opening())
IMPATIENT = LedgerConfig(busy_timeout=timedelta(milliseconds=20), answer_timeout=timedelta(seconds=20))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the ledger's database against every writer for the block."""
    holder = sqlite3.connect(folder / "ledger.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()


class LockingVenue(ScriptedBroker):
    """Takes the order, and the ledger cannot be written when the answer arrives."""

    folder: Path

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self.holder: sqlite3.Connection | None = None

    async def place(self, order: Order) -> VenueOrder:
        self.holder = sqlite3.connect(self.folder / "ledger.db", isolation_level=None)
        self.holder.execute("BEGIN IMMEDIATE")
        return await super().place(order)

    def release(self) -> None:
        assert self.holder is not None
        self.holder.execute("ROLLBACK")
        self.holder.close()


async def an_impatient_desk(ledger: Ledger, broker: Broker, cache: Cache, clock: FakeClock) -> Execution:
    portfolio = Portfolio(portfolio_id=DESK, name="Desk", mode=RuntimeMode.SIMULATOR, currency="USDT")
    await ledger.portfolios.open(portfolio, CASH, START)
    return an_execution(broker, ledger, cache, clock)


async def test_f61_a_fill_waits_for_a_locked_ledger_and_is_posted_once(
    tmp_path: Path, broker: ScriptedBroker, cache: Cache, clock: FakeClock
) -> None:
    async with open_ledger(ledger_in(tmp_path), clock, IMPATIENT) as ledger:
        execution = await an_impatient_desk(ledger, broker, cache, clock)
        record = await execution.execute(an_opening(), DECISION)
        async with running(execution):
            with locked(tmp_path):
                broker.news.put_nowait(broker.fill(record.order, "0.049"))
                await eventually(broker.news.empty)
                with pytest.raises(LedgerUnavailable):
                    await ledger.orders.add(an_order())
            await until(ledger, ORDER_ID, OrderState.FILLED)
        assert len(await ledger.fills.of(DESK)) == 1


async def test_f60_an_answer_that_could_not_be_recorded_is_found_by_query(
    tmp_path: Path, cache: Cache, clock: FakeClock
) -> None:
    venue = LockingVenue(clock)
    venue.folder = tmp_path
    async with open_ledger(ledger_in(tmp_path), clock, IMPATIENT) as ledger:
        execution = await an_impatient_desk(ledger, venue, cache, clock)
        with pytest.raises(LedgerUnavailable):
            await execution.execute(an_opening(), DECISION)
        venue.release()
        async with running(execution):
            await until(ledger, ORDER_ID, OrderState.ACCEPTED)
        assert len(venue.placed) == 1


async def test_f46_without_redis_fills_are_posted_all_the_same(
    ledger: Ledger, broker: ScriptedBroker, clock: FakeClock
) -> None:
    client = connect("redis://127.0.0.1:1")
    execution = an_execution(broker, ledger, Cache(client, clock), clock)
    record = await execution.execute(an_opening(), DECISION)
    broker.news.put_nowait(broker.fill(record.order, "0.049"))
    async with running(execution):
        await until(ledger, ORDER_ID, OrderState.FILLED)
    await client.aclose()


async def test_f15_a_fill_of_an_order_that_is_not_ours_is_posted_and_changes_the_position(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger
) -> None:
    foreign = an_order(client_order_id=ClientOrderId("byhand"))
    broker.take(foreign)
    fill = replace(broker.fill(foreign, "0.01"), client_order_id=None)
    broker.news.put_nowait(broker.known[ClientOrderId("byhand")])
    broker.news.put_nowait(replace(broker.known[ClientOrderId("byhand")], client_order_id=None))
    broker.news.put_nowait(fill)
    broker.news.put_nowait(replace(fill, trade_id="t2"))
    broker.news.put_nowait(fill)
    async with running(execution):
        await eventually(lambda: execution.duplicate_fills == 1)
    (held,) = await ledger.positions.held(DESK)
    assert held.position.quantity == Decimal("0.02")
    assert await ledger.orders.get(ClientOrderId("byhand")) is None


async def test_a_protection_of_a_position_that_is_gone_is_not_made_up(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger
) -> None:
    stray = replace(broker.take(an_order(client_order_id=ClientOrderId("stray"))), purpose=OrderPurpose.STOP)
    record = await execution.execute(an_opening(), DECISION)
    broker.news.put_nowait(stray)
    broker.news.put_nowait(broker.fill(record.order, "0.049"))
    async with running(execution):
        await until(ledger, ORDER_ID, OrderState.FILLED)
    assert await ledger.orders.get(ClientOrderId("stray")) is None


async def test_news_that_cannot_be_true_changes_nothing(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger
) -> None:
    record = await execution.execute(an_opening(), DECISION)
    fill = broker.fill(record.order, "0.02")
    broker.news.put_nowait(fill)
    async with running(execution):
        await until(ledger, ORDER_ID, OrderState.PARTIAL)
        broker.news.put_nowait(broker.change(ORDER_ID, state=OrderState.REJECTED))
        broker.news.put_nowait(fill)
        await eventually(lambda: execution.duplicate_fills == 1)
    after = await ledger.orders.get(ORDER_ID)
    assert after is not None
    assert after.state is OrderState.PARTIAL


async def test_an_intent_that_nobody_sends_any_more_stops_blocking_when_its_time_is_over(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger, clock: FakeClock
) -> None:
    await ledger.orders.add(an_order())
    clock.advance(QUICK.intent_lifetime + timedelta(seconds=1))
    async with running(execution):
        await until(ledger, ClientOrderId("entry"), OrderState.EXPIRED)
    assert broker.placed == []


async def test_a_fill_that_the_books_refuse_blocks_its_instrument_and_holds_up_no_other(
    execution: Execution, broker: ScriptedBroker, ledger: Ledger
) -> None:
    await execution.execute(an_opening(), DECISION)
    good = broker.fill(broker.placed[0], "0.02")
    bad = replace(good, trade_id="t0", fee=Decimal("NaN"))
    for fill in (bad, bad, good):
        broker.news.put_nowait(fill)

    async with running(execution):
        await until(ledger, ORDER_ID, OrderState.PARTIAL)

    assert [fill.trade_id for fill in await ledger.fills.of(DESK)] == [good.trade_id]
    block = execution.opening_block(good.symbol)
    assert block is not None
    assert "fill t0" in block
    assert execution.opening_block(Symbol("ETH-USDT-SWAP")) is None
