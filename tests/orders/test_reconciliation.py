"""Desk and venue agree, or nothing opens and somebody hears of it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from tests.brokers.orders import DESK, an_order
from tests.clocks import START
from tests.orders.desks import DECISION, an_opening
from tests.orders.order_desks import FAST, Stage, a_stage, at_work, at_work_unsettled
from tests.risk.situations import BTC
from tests.waiting import eventually
from tradewind.domain.cash_flow import CashFlow, CashFlowKind
from tradewind.domain.clock import Instant
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderState, Side
from tradewind.orders import client_id_for

ORDER_ID = client_id_for(DECISION, an_opening())
SIZE = Decimal("0.049")


def a_flow(kind: CashFlowKind = CashFlowKind.FUNDING, amount: str = "-1.5") -> CashFlow:
    return CashFlow(
        venue="scripted",
        flow_id=f"{kind}1",
        kind=kind,
        symbol=BTC,
        amount=Decimal(amount),
        currency="USDT",
        exchange_time=START,
    )


async def bought(stage: Stage, *, told: bool = True) -> None:
    record = await stage.desk.execution.execute(an_opening(), DECISION)
    fill = stage.broker.fill(record.order, "0.049")
    if told:
        await stage.desk.execution.take_fill(fill)


def by_hand(stage: Stage, quantity: str = "0.01") -> None:
    """The user trades in the venue's own app."""
    order = an_order(client_order_id=ClientOrderId("byhand"), stop_price=None, take_profit_price=None)
    stage.broker.take(order)
    stage.broker.filled.append(replace(stage.broker.fill(order, quantity, "hand1"), client_order_id=None))
    del stage.broker.filled[-2]
    del stage.broker.known[ClientOrderId("byhand")]


async def test_desk_and_venue_that_agree_leave_nothing_blocked(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await bought(stage)
        assert await stage.desk.reconciliation.reconcile()
        assert stage.desk.opening_blocks() == ()
        assert stage.desk.reconciliation.agreed_at is not None


async def test_f10_a_fill_that_nobody_told_is_found_and_posted_once(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await bought(stage, told=False)
        assert await stage.desk.reconciliation.reconcile()
        assert await stage.desk.reconciliation.reconcile()
        assert len(await stage.ledger.fills.of(DESK)) == 1


async def test_f15_a_trade_by_hand_becomes_a_position_and_an_alert(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        by_hand(stage)
        assert await stage.desk.reconciliation.reconcile()
        (held,) = await stage.ledger.positions.held(DESK)
        assert held.position.quantity == Decimal("0.01")
        assert stage.alerts("external") == 1


async def test_f15_a_resting_order_that_is_not_ours_is_told_once(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        stage.broker.take(an_order(client_order_id=ClientOrderId("byhand")))
        await stage.desk.reconciliation.reconcile()
        await stage.desk.reconciliation.reconcile()
        assert stage.alerts("external") == 1


async def test_f16_funding_and_liquidation_while_away_become_typed_entries(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        stage.broker.flows += [a_flow(), a_flow(CashFlowKind.LIQUIDATION_FEE, "-7")]
        stage.broker.cash -= Decimal("8.5")
        assert await stage.desk.reconciliation.reconcile()
        balances = await stage.ledger.postings.balances(DESK)
        assert (balances.funding_paid, balances.fees_paid, balances.realized_pnl) == (
            Decimal("1.5"),
            Decimal(7),
            Decimal(0),
        )
        assert stage.alerts("liquidation") == 1


async def test_f16_nothing_opens_until_the_positions_match(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        stage.broker.held[BTC] = Decimal("0.02")
        assert not await stage.desk.reconciliation.reconcile()
        assert "positions differ" in (stage.reason(BTC) or "")
        refused = await stage.desk.execution.execute(an_opening(), DECISION)
        assert refused.state is OrderState.REJECTED
        assert stage.broker.placed == []
        stage.broker.held.clear()
        assert await stage.desk.reconciliation.reconcile()
        assert stage.reason(BTC) is None


async def test_f17_an_empty_reading_is_not_flat(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await bought(stage)
        stage.broker.empty_readings = 1
        assert not await stage.desk.reconciliation.reconcile()
        assert (await stage.ledger.positions.held(DESK))[0].position.quantity == SIZE
        assert stage.alerts("mismatch") == 0
        assert await stage.desk.reconciliation.reconcile()


async def test_f17_readings_that_agree_against_us_are_told_and_still_close_nothing(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await bought(stage)
        stage.broker.empty_readings = 3
        for _ in range(3):
            assert not await stage.desk.reconciliation.reconcile()
        assert stage.alerts("mismatch") == 1
        assert (await stage.ledger.positions.held(DESK))[0].position.quantity == SIZE


async def test_f19_a_close_and_a_reversal_are_matched_by_trade_id(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await bought(stage)
        close = an_order(
            client_order_id=ClientOrderId("c"), side=Side.SELL, quantity=Decimal("0.1"), stop_price=None
        )
        await stage.ledger.orders.add(close)
        stage.broker.take(close)
        stage.broker.fill(close, "0.049", "t2")
        stage.broker.fill(close, "0.051", "t3")
        await stage.desk.execution.recover()
        await stage.desk.execution.recover()
        (held,) = await stage.ledger.positions.held(DESK)
        assert held.position.quantity == Decimal("-0.051")
        assert await stage.desk.reconciliation.reconcile()


async def test_f69_a_ledger_of_yesterday_adopts_the_missing_day(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        stage.clock.advance(timedelta(hours=20))
        order = an_order(client_order_id=ClientOrderId("forgotten"), stop_price=None)
        stage.broker.take(order)
        stage.broker.fill(order, "0.05", "old1")
        stage.broker.flows.append(replace(a_flow(), exchange_time=Instant.of(START + timedelta(hours=8))))
        stage.broker.cash -= Decimal("1.5")
        stage.clock.advance(timedelta(hours=4))
        assert await stage.desk.reconciliation.reconcile()
        assert [fill.trade_id for fill in await stage.ledger.fills.of(DESK)] == ["old1"]
        assert stage.alerts("external") == 1


async def test_an_order_that_ended_unheard_is_asked_about(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await stage.desk.execution.execute(an_opening(), DECISION)
        stage.broker.change(ORDER_ID, state=OrderState.CANCELED, reason="the venue's own")
        stage.clock.advance(timedelta(seconds=1))
        await stage.desk.reconciliation.reconcile()
        record = await stage.ledger.orders.get(ORDER_ID)
        assert record is not None
        assert record.state is OrderState.CANCELED


async def test_cash_that_nobody_explains_blocks_and_is_booked_as_such_only_after_its_time(
    tmp_path: Path,
) -> None:
    async with a_stage(tmp_path) as stage:
        stage.broker.cash += Decimal("0.25")
        assert not await stage.desk.reconciliation.reconcile()
        assert not await stage.desk.reconciliation.reconcile()
        assert "in cash" in (stage.reason(BTC) or "")
        assert stage.alerts("balance") == 0
        stage.clock.advance(timedelta(seconds=61))
        assert not await stage.desk.reconciliation.reconcile()
        assert await stage.desk.reconciliation.reconcile()
        balances = await stage.ledger.postings.balances(DESK)
        assert (balances.cash, balances.realized_pnl, balances.opening_cash) == (
            Decimal("10000.25"),
            Decimal(0),
            Decimal(10_000),
        )
        assert stage.alerts("balance") == 1
        assert not any((await stage.ledger.postings.trial_balance()).values())


async def test_cash_that_is_explained_in_time_is_not_booked_twice(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        stage.broker.cash -= Decimal("1.5")
        assert not await stage.desk.reconciliation.reconcile()
        stage.broker.flows.append(a_flow())
        assert await stage.desk.reconciliation.reconcile()
        assert (await stage.ledger.postings.balances(DESK)).funding_paid == Decimal("1.5")


async def test_f44_a_venue_away_stops_openings_and_trading_waits_for_an_agreement(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await stage.desk.reconciliation.reconcile()
        stage.broker.is_reachable = False
        pauses = []
        for _ in range(4):
            assert not await stage.desk.reconciliation.reconcile()
            pauses.append(stage.desk.reconciliation.pause())
        assert pauses == sorted(pauses)
        assert pauses[-1] > pauses[0]
        assert "does not answer" in (stage.reason(BTC) or "")
        assert stage.alerts("venue_away") == 1
        stage.broker.is_reachable = True
        assert await stage.desk.reconciliation.reconcile()
        assert stage.reason(BTC) is None
        assert stage.alerts("venue_back") == 1


async def test_f43_a_refused_key_is_told_once_and_asked_rarely(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await bought(stage)
        stage.broker.key_is_good = False
        for _ in range(5):
            assert not await stage.desk.reconciliation.reconcile()
        assert stage.alerts("key_refused") == 1
        assert "does not take the key" in (stage.reason(BTC) or "")
        assert stage.broker.canceled == []
        stage.broker.key_is_good = True
        assert await stage.desk.reconciliation.reconcile()
        assert stage.reason(BTC) is None


async def test_at_the_start_nothing_opens_before_the_first_comparison(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await bought(stage, told=False)
        stage.broker.is_reachable = False
        async with at_work_unsettled(stage):
            await eventually(lambda: stage.reason(BTC) is not None)
            assert not stage.desk.is_settled.is_set()
            stage.broker.is_reachable = True
            await eventually(stage.desk.is_settled.is_set)
        assert len(await stage.ledger.fills.of(DESK)) == 1


async def test_a_running_desk_compares_on_its_own(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage, at_work(stage):
        by_hand(stage)
        await eventually(lambda: stage.alerts("external") == 1)
        assert len(await stage.ledger.positions.held(DESK)) == 1


async def test_f23_a_fee_in_a_third_currency_and_a_rebate_leave_the_books_balanced(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        record = await stage.desk.execution.execute(an_opening(), DECISION)
        foreign = replace(stage.broker.fill(record.order, "0.02"), fee=Decimal("0.003"), fee_currency="OKB")
        rebate = replace(stage.broker.fill(record.order, "0.029", "t2"), fee=Decimal("-0.2"))
        stage.broker.filled[:] = [foreign, rebate]
        stage.broker.cash = Decimal("10000.2")
        assert await stage.desk.reconciliation.reconcile()
        balances = await stage.ledger.postings.balances(DESK)
        assert (balances.cash, balances.fees_paid) == (Decimal("10000.2"), Decimal("-0.2"))
        assert not any((await stage.ledger.postings.trial_balance()).values())


async def test_a_difference_that_stays_is_asked_about_ever_more_rarely(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        stage.broker.held[BTC] = Decimal("0.02")
        pauses = []
        for _ in range(5):
            await stage.desk.reconciliation.reconcile()
            pauses.append(stage.desk.reconciliation.pause())
        assert pauses[0] < pauses[1] < pauses[2]
        assert pauses[-1] == FAST.reconciliation.every


async def test_f15_what_was_held_before_the_books_were_opened_is_taken_over_without_a_result(
    tmp_path: Path,
) -> None:
    async with a_stage(tmp_path) as stage:
        stage.broker.held[BTC] = Decimal("-0.02")
        for _ in range(3):
            assert not await stage.desk.reconciliation.reconcile()
        assert await stage.ledger.positions.held(DESK) == []
        stage.clock.advance(timedelta(seconds=61))
        assert not await stage.desk.reconciliation.reconcile()
        assert await stage.desk.reconciliation.reconcile()
        (held,) = await stage.ledger.positions.held(DESK)
        balances = await stage.ledger.postings.balances(DESK)
        assert (held.position.quantity, held.position.entry_price) == (Decimal("-0.02"), Decimal(60_000))
        assert (balances.cash, balances.realized_pnl) == (Decimal(10_000), Decimal(0))
        assert not any((await stage.ledger.postings.trial_balance()).values())


async def test_a_position_in_something_that_was_traded_here_is_never_made_up(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await bought(stage)
        close = an_order(
            client_order_id=ClientOrderId("c"), side=Side.SELL, quantity=BaseQty(SIZE), stop_price=None
        )
        stage.broker.take(close)
        await stage.desk.execution.take_fill(stage.broker.fill(close, "0.049", "t2"))
        stage.broker.held[BTC] = Decimal("0.02")
        for _ in range(4):
            stage.clock.advance(timedelta(seconds=61))
            assert not await stage.desk.reconciliation.reconcile()
        assert await stage.ledger.positions.held(DESK) == []
        assert stage.alerts("mismatch") == 1
