"""A desk that is told to stop stops, and stays stopped."""

import asyncio
import json
import math
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.brokers.orders import a_limit_order, an_order
from tests.fakes.broker import Reply
from tests.orders.desks import DECISION, a_closing, an_opening, opened_ledger
from tests.orders.order_desks import Stage, a_stage, at_work
from tests.orders.test_outages import IMPATIENT, locked
from tests.risk.situations import BTC
from tests.waiting import eventually
from tradewind.brokers.port import VenueOrder
from tradewind.domain.desk_state import DeskState, refusal_in
from tradewind.domain.ids import ClientOrderId, DecisionId
from tradewind.domain.order import OrderKind, OrderPurpose, OrderState
from tradewind.orders.kill_switch import KillSwitch, ReleaseRefused
from tradewind.orders.latch_file import HALT_NAME, LATCH_NAME
from tradewind.orders.runaway import RunawayCaps

PRESS_TO_CANCEL_SECONDS = 0.25
MEASUREMENTS = 8
"""The machine may stand still during one of them, not during all."""


def rest(stage: Stage, count: int) -> None:
    for number in range(count):
        stage.broker.take(a_limit_order(50_000 + number, client_order_id=ClientOrderId(f"rest{number}")))


def resting(stage: Stage) -> list[VenueOrder]:
    return [known for known in stage.broker.known.values() if not known.state.is_final]


async def halted(stage: Stage, *, flatten: bool = False) -> None:
    await stage.desk.kill_switch.press(DeskState.HALTED, "ann", "drill", flatten=flatten)


async def proven(stage: Stage) -> None:
    await eventually(lambda: (proof := stage.desk.kill_switch.proof()) is not None and proof.is_done)


@pytest.mark.parametrize(
    ("state", "may_open", "may_close", "may_close_by_hand", "may_protect"),
    [
        (DeskState.ACTIVE, True, True, True, True),
        (DeskState.REDUCING, False, True, True, True),
        (DeskState.HALTED, False, False, True, True),
    ],
)
def test_what_may_leave_in_each_state(
    state: DeskState, *, may_open: bool, may_close: bool, may_close_by_hand: bool, may_protect: bool
) -> None:
    close = an_order(purpose=OrderPurpose.CLOSE, is_reduce_only=True)
    by_hand = an_order(purpose=OrderPurpose.CLOSE, is_reduce_only=True, decision_id=None)
    stop = an_order(purpose=OrderPurpose.STOP, is_reduce_only=True, kind=OrderKind.TRIGGER)
    assert (refusal_in(state, an_order()) is None) is may_open
    assert (refusal_in(state, close) is None) is may_close
    assert (refusal_in(state, by_hand) is None) is may_close_by_hand
    assert (refusal_in(state, stop) is None) is may_protect


async def test_a_halted_desk_sends_nothing_that_a_decision_asks_for(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await halted(stage)
        opening = await stage.desk.execution.execute(an_opening(), DECISION)
        close = await stage.desk.execution.execute(a_closing(), DecisionId("d2"))
        assert (opening.state, close.state) == (OrderState.REJECTED, OrderState.REJECTED)
        assert opening.reason == "the desk is halted: nothing is opened"
        assert stage.broker.placed == []
        assert stage.reason(BTC) == "the desk is halted by ann: drill"


async def test_a_reducing_desk_closes_and_opens_nothing(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await stage.desk.kill_switch.press(DeskState.REDUCING, "ann", "drill")
        assert (await stage.desk.execution.execute(an_opening(), DECISION)).state is OrderState.REJECTED
        assert (
            await stage.desk.execution.execute(a_closing(), DecisionId("d2"))
        ).state is OrderState.ACCEPTED


async def test_an_order_that_waits_to_be_sent_again_is_stopped_as_well(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        stage.broker.place_replies.extend([Reply.LIMIT] * 10_000)
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(stage.desk.execution.execute(an_opening(), DECISION))
            await eventually(lambda: bool(stage.broker.placed))
            await halted(stage)
            sent = len(stage.broker.placed)
            assert (await sending).state is OrderState.REJECTED
        assert len(stage.broker.placed) == sent


async def test_f78_the_last_cancel_leaves_within_a_quarter_of_a_second_with_20_orders(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    took: list[float] = []
    while min(took, default=math.inf) >= PRESS_TO_CANCEL_SECONDS:
        assert len(took) < MEASUREMENTS, f"took {took} s"
        took.append(await _seconds_to_the_last_cancel(tmp_path_factory.mktemp("press")))


async def _seconds_to_the_last_cancel(folder: Path) -> float:
    async with a_stage(folder) as stage, at_work(stage):
        rest(stage, 20)
        pressed = time.monotonic()
        await halted(stage)
        await eventually(lambda: len(stage.broker.canceled) == 20)
        await proven(stage)
        assert resting(stage) == []
        proof = stage.desk.kill_switch.proof()
        assert proof is not None
        assert (proof.open_orders, proof.positions, proof.error) == (0, 0, None)
        return stage.broker.last_cancel_at - pressed


async def test_a_halt_keeps_positions_and_their_stops_unless_asked_to_flatten(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage, at_work(stage):
        record = await stage.desk.execution.execute(an_opening(), DECISION)
        stage.broker.news.put_nowait(stage.broker.fill(record.order, "0.049"))
        await halted(stage)
        await proven(stage)
        proof = stage.desk.kill_switch.proof()
        assert proof is not None
        assert (proof.open_orders, proof.protections, proof.positions) == (0, 2, 1)
        assert [order.purpose for order in stage.broker.placed] == [OrderPurpose.OPEN]


async def test_a_halt_that_flattens_closes_everything_and_takes_the_stops_away(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage, at_work(stage):
        record = await stage.desk.execution.execute(an_opening(), DECISION)
        stage.broker.news.put_nowait(stage.broker.fill(record.order, "0.049"))
        await halted(stage, flatten=True)
        await eventually(lambda: len(stage.broker.placed) == 2)
        close = stage.broker.placed[1]
        stage.broker.news.put_nowait(stage.broker.fill(close, "0.049", "t2"))
        await proven(stage)
        assert (close.is_reduce_only, close.quantity) == (True, Decimal("0.049"))
        assert resting(stage) == []
        assert len(stage.broker.placed) == 2


async def test_reducing_takes_out_resting_openings_and_leaves_closes(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage, at_work(stage):
        close = await stage.desk.execution.execute(a_closing(), DecisionId("d2"))
        rest(stage, 2)
        await stage.desk.kill_switch.press(DeskState.REDUCING, "ann", "drill")
        await eventually(lambda: len(stage.broker.canceled) == 2)
        await proven(stage)
        assert [order.client_order_id for order in resting(stage)] == [close.order.client_order_id]


async def test_f78_with_venue_ledger_and_redis_away_the_latch_holds_and_cancels_go_on_until_done(
    tmp_path: Path,
) -> None:
    async with a_stage(tmp_path) as stage, at_work(stage):
        rest(stage, 3)
        stage.broker.is_reachable = False
        with locked(tmp_path):
            await halted(stage, flatten=True)
            assert stage.desk.kill_switch.state is DeskState.HALTED
            assert json.loads((tmp_path / LATCH_NAME).read_text())["state"] == "halted"
            await eventually(
                lambda: (proof := stage.desk.kill_switch.proof()) is not None and bool(proof.error)
            )
            stage.broker.is_reachable = True
            await eventually(lambda: len(stage.broker.canceled) >= 3)
            await proven(stage)
        assert resting(stage) == []


async def test_f78_flattening_goes_on_without_the_ledger(tmp_path: Path) -> None:
    async with a_stage(tmp_path, ledger=IMPATIENT) as stage, at_work(stage):
        stage.broker.held[BTC] = Decimal("0.02")
        with locked(tmp_path):
            await halted(stage, flatten=True)
            await proven(stage)
        assert [held for _, _, held in stage.broker.closed] == [Decimal("0.02")]


async def test_f78_a_stop_survives_the_process(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as before:
        await halted(before)
    async with a_stage(tmp_path) as after:
        await after.desk.kill_switch.restore()
        assert after.desk.kill_switch.state is DeskState.HALTED
        assert after.desk.kill_switch.latch.by == "ann"


async def test_a_lost_file_is_made_up_for_by_the_ledger(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as before, at_work(before):
        await halted(before)
        await eventually(lambda: not before.desk.kill_switch._unrecorded)
    (tmp_path / LATCH_NAME).unlink()
    async with a_stage(tmp_path) as after, at_work(after):
        assert after.desk.kill_switch.state is DeskState.HALTED
        await eventually((tmp_path / LATCH_NAME).exists)


async def test_a_latch_that_cannot_be_read_halts(tmp_path: Path) -> None:
    (tmp_path / LATCH_NAME).write_text("{half")
    async with a_stage(tmp_path) as stage:
        await stage.desk.kill_switch.restore()
        assert stage.reason(BTC) is not None
        await stage.desk.kill_switch.press(DeskState.ACTIVE, "ann", "mended")
        assert stage.desk.kill_switch.state is DeskState.ACTIVE


async def test_a_file_named_halt_stops_the_desk_and_must_go_before_a_release(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage, at_work(stage):
        (tmp_path / HALT_NAME).write_text("flatten\n")
        await eventually(lambda: stage.desk.kill_switch.state is DeskState.HALTED)
        assert stage.desk.kill_switch.latch.flatten
        with pytest.raises(ReleaseRefused, match="remove it first"):
            await stage.desk.kill_switch.press(DeskState.ACTIVE, "ann", "over")
        (tmp_path / HALT_NAME).unlink()
        await stage.desk.kill_switch.press(DeskState.ACTIVE, "ann", "over")
        assert stage.desk.kill_switch.state is DeskState.ACTIVE


async def test_a_turn_that_another_program_wrote_is_obeyed(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage, at_work(stage):
        async with opened_ledger(tmp_path, stage.clock) as ledger:
            other = KillSwitch(tmp_path / LATCH_NAME, ledger, stage.clock)
            await other.press(DeskState.HALTED, "the command line", "typed")
        await eventually(lambda: stage.desk.kill_switch.state is DeskState.HALTED)
        assert stage.desk.kill_switch.latch.by == "the command line"


async def test_f63_a_stop_that_the_disk_refuses_is_in_force_all_the_same(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        switch = KillSwitch(tmp_path / "no folder" / LATCH_NAME, stage.ledger, stage.clock)
        await switch.press(DeskState.HALTED, "ann", "drill")
        assert switch.state is DeskState.HALTED
        with pytest.raises(ReleaseRefused, match="cannot be written"):
            await switch.press(DeskState.ACTIVE, "ann", "over")


async def test_f80_orders_beyond_the_cap_of_a_minute_trip_the_switch(tmp_path: Path) -> None:
    async with a_stage(tmp_path, caps=RunawayCaps(orders_per_minute=2)) as stage:
        states = []
        for number in range(3):
            symbol_free = DecisionId(f"d{number}")
            record = await stage.desk.execution.execute(an_opening(), symbol_free)
            states.append(record.state)
            if record.state is OrderState.ACCEPTED:
                await stage.desk.execution.take_fill(stage.broker.fill(record.order, "0.049", f"t{number}"))
        assert states == [OrderState.ACCEPTED, OrderState.ACCEPTED, OrderState.REJECTED]
        assert stage.desk.kill_switch.state is DeskState.REDUCING
        assert "2 orders left within a minute, cap 2" in stage.desk.kill_switch.latch.reason


async def test_f80_turnover_beyond_the_cap_of_an_hour_trips_the_switch(tmp_path: Path) -> None:
    async with a_stage(tmp_path, caps=RunawayCaps(notional_per_hour=Decimal(1000))) as stage:
        record = await stage.desk.execution.execute(an_opening(), DECISION)
        assert record.state is OrderState.REJECTED
        assert stage.desk.kill_switch.state is DeskState.REDUCING


async def test_f80_a_loss_beyond_the_cap_of_a_day_trips_the_switch(tmp_path: Path) -> None:
    async def lost() -> Decimal:
        return Decimal(-2001)

    async with a_stage(tmp_path, daily_result=lost) as stage:
        await stage.desk.reconciliation.reconcile()
        assert stage.desk.kill_switch.state is DeskState.REDUCING
        assert stage.desk.kill_switch.latch.by == "the runaway guard"


async def test_f80_closes_leave_beyond_the_cap_until_they_run_away_themselves(tmp_path: Path) -> None:
    async with a_stage(tmp_path, caps=RunawayCaps(orders_per_minute=2)) as stage:
        records = [
            await stage.desk.execution.execute(a_closing(), DecisionId(f"d{number}")) for number in range(8)
        ]
        assert [record.state for record in records[:4]] == [OrderState.ACCEPTED] * 4
        assert records[-1].state is OrderState.REJECTED
        assert stage.desk.kill_switch.state is DeskState.HALTED


@pytest.mark.parametrize("name", ["orders_per_minute", "notional_per_hour", "loss_per_day"])
def test_a_cap_of_nothing_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} must be above 0"):
        RunawayCaps(**{name: Decimal(0)})  # type: ignore[arg-type]


async def test_f79_the_dead_mans_switch_is_held_while_an_order_rests_and_let_go_after(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await stage.desk._dead_man.refresh()
        assert stage.broker.dead_man is None
        order = a_limit_order(50_000)
        await stage.ledger.orders.add(order)
        await stage.ledger.orders.advance(order.client_order_id, OrderState.INTENT, OrderState.SENDING)
        await stage.desk._dead_man.refresh()
        assert stage.broker.dead_man == timedelta(seconds=60)
        await stage.ledger.orders.advance(order.client_order_id, OrderState.SENDING, OrderState.CANCELED)
        await stage.desk._dead_man.refresh()
        assert stage.broker.dead_man == timedelta(0)


async def test_f80_a_desk_that_crashes_in_a_loop_runs_away_as_well(tmp_path: Path) -> None:
    caps = RunawayCaps(orders_per_minute=2)
    async with a_stage(tmp_path, caps=caps) as before:
        for number in range(2):
            record = await before.desk.execution.execute(an_opening(), DecisionId(f"d{number}"))
            await before.desk.execution.take_fill(before.broker.fill(record.order, "0.049", f"t{number}"))
    async with a_stage(tmp_path, caps=caps, clock=before.clock, broker=before.broker) as after:
        await after.desk.settle()
        record = await after.desk.execution.execute(an_opening(), DecisionId("d2"))
        assert record.state is OrderState.REJECTED
        assert after.desk.kill_switch.state is DeskState.REDUCING


async def test_f80_an_order_that_the_venue_turns_away_counts_once_however_often_it_comes(
    tmp_path: Path,
) -> None:
    async with a_stage(tmp_path, caps=RunawayCaps(orders_per_minute=2)) as stage:
        stage.broker.place_replies.extend([Reply.LIMIT] * 5)
        record = await stage.desk.execution.execute(an_opening(), DECISION)
        assert record.state is OrderState.ACCEPTED
        assert len(stage.broker.placed) == 6
        assert stage.desk.kill_switch.state is DeskState.ACTIVE


async def test_f04_an_order_that_provably_never_left_goes_again_under_its_id(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        stage.broker.place_replies.append(Reply.NOT_SENT)
        record = await stage.desk.execution.execute(an_opening(), DECISION)
        assert record.state is OrderState.ACCEPTED
        assert len({order.client_order_id for order in stage.broker.placed}) == 1
