"""No position without its stop, whatever the venue does."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from tests.brokers.orders import DESK, a_limit_order
from tests.fakes.broker import Reply
from tests.orders.desks import DECISION, an_opening
from tests.orders.order_desks import Stage, a_stage
from tests.risk.situations import BTC
from tradewind.brokers.port import VenueOrder
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.order import OrderKind, OrderPurpose, OrderState
from tradewind.orders import client_id_for

ORDER_ID = client_id_for(DECISION, an_opening())
SIZE = Decimal("0.049")


async def an_open_position(stage: Stage, *, attaches: bool, quantity: str = "0.049") -> None:
    stage.broker.attaches = attaches
    record = await stage.desk.execution.execute(an_opening(), DECISION)
    await stage.desk.execution.take_fill(stage.broker.fill(record.order, quantity))


def protections(stage: Stage, purpose: OrderPurpose = OrderPurpose.STOP) -> list[VenueOrder]:
    waiting = [known for known in stage.broker.known.values() if not known.state.is_final]
    return [known for known in waiting if known.purpose is purpose]


async def until_calm(stage: Stage, most: int = 12) -> None:
    for _ in range(most):
        if await stage.desk.protection.check():
            return
    raise AssertionError("protection does not come to rest")


async def test_an_attached_stop_is_verified_and_left_alone(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=True)
        assert await stage.desk.protection.check()
        assert len(stage.broker.placed) == 1
        assert stage.reason(BTC) is None


async def test_f18_a_missing_stop_is_placed_alone_with_its_own_id(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=False)
        assert not await stage.desk.protection.check()
        assert len(stage.broker.placed) == 1, "one reading is not enough"
        assert stage.reason(BTC) == f"the position in {BTC} waits for its stop"
        await until_calm(stage)
        (stop,) = protections(stage)
        assert (stop.trigger_price, stop.quantity, stop.side) == (Decimal(58_000), SIZE, "sell")
        (target,) = protections(stage, OrderPurpose.TAKE_PROFIT)
        assert target.trigger_price == Decimal(65_000)
        assert stop.client_order_id is not None
        assert stop.client_order_id != ORDER_ID
        placed = await stage.ledger.orders.get(stop.client_order_id)
        assert placed is not None
        assert (placed.order.kind, placed.order.is_reduce_only) == (OrderKind.TRIGGER, True)
        assert stage.reason(BTC) is None


async def test_f18_a_stop_that_the_venue_refuses_is_tried_again_under_another_id(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=False)
        stage.broker.place_replies.extend([Reply.REJECT, Reply.REJECT])
        await until_calm(stage)
        stops = [order for order in stage.broker.placed if order.purpose is OrderPurpose.STOP]
        assert len({order.client_order_id for order in stops}) == 3
        assert len(protections(stage)) == 1


async def test_f18_without_a_stop_within_the_limit_the_position_is_closed_and_told(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=False)
        stage.broker.place_replies.extend([Reply.REJECT] * 3)
        for _ in range(3):
            await stage.desk.protection.check()
        stage.broker.place_replies.clear()
        stage.clock.advance(timedelta(seconds=11))
        await stage.desk.protection.check()
        close = stage.broker.placed[-1]
        assert (close.purpose, close.kind, close.quantity, close.is_reduce_only) == (
            OrderPurpose.CLOSE,
            OrderKind.MARKET,
            SIZE,
            True,
        )
        assert stage.alerts("emergency_close") == 1
        await stage.desk.protection.check()
        assert stage.broker.placed[-1] is close, "while the close is on its way nothing else is sent"


async def test_a_forced_close_that_was_refused_is_sent_again(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=False)
        await stage.desk.protection.check()
        stage.clock.advance(timedelta(seconds=11))
        stage.broker.place_replies.append(Reply.REJECT)
        await stage.desk.protection.check()
        await stage.desk.protection.check()
        closes = [order for order in stage.broker.placed if order.purpose is OrderPurpose.CLOSE]
        assert len({order.client_order_id for order in closes}) == 2


async def test_a_stop_of_unknown_fate_is_looked_up_and_not_doubled_for_long(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=False)
        stage.broker.place_replies.append(Reply.LOSE_THE_ANSWER)
        await until_calm(stage)
        assert len(protections(stage)) == 1


async def test_a_stop_that_covers_too_little_is_completed(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=True, quantity="0.02")
        order = (await stage.ledger.orders.get(ORDER_ID)).order  # type: ignore[union-attr]
        stage.broker.attaches = False
        await stage.desk.execution.take_fill(stage.broker.fill(order, "0.029", "t2"))
        await until_calm(stage)
        assert sum(stop.quantity or 0 for stop in protections(stage)) == SIZE


async def test_after_a_partial_close_the_stop_is_cut_and_never_absent(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=True)
        stage.broker.held[BTC] = Decimal("0.03")
        smallest = []
        for _ in range(10):
            calm = await stage.desk.protection.check()
            smallest.append(sum(stop.quantity or 0 for stop in protections(stage)))
            if calm:
                break
        assert [stop.quantity for stop in protections(stage)] == [Decimal("0.03")]
        assert min(smallest) >= Decimal("0.03")


async def test_a_stop_at_another_price_than_wanted_is_moved(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=True)
        await stage.ledger.positions.protect(DESK, BTC, Decimal(59_000), Decimal(65_000))
        await until_calm(stage)
        assert [stop.trigger_price for stop in protections(stage)] == [Decimal(59_000)]


async def test_protection_of_a_closed_position_is_canceled_after_two_readings(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=True)
        stage.broker.held.clear()
        assert not await stage.desk.protection.check()
        assert len(protections(stage)) == 1
        await until_calm(stage)
        assert protections(stage) == []


async def test_f17_one_empty_reading_of_the_positions_takes_no_stop_away(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=True)
        stage.broker.empty_readings = 1
        await until_calm(stage)
        assert len(protections(stage)) == 1
        assert stage.broker.canceled == []


async def test_a_position_that_vanished_at_the_venue_gets_no_stop(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=False)
        await stage.desk.protection.check()
        stage.broker.held.clear()
        await until_calm(stage)
        assert len(stage.broker.placed) == 1


async def test_f15_a_position_by_hand_without_a_stop_is_told_and_nothing_opens_there(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        stage.broker.held[BTC] = Decimal("0.01")
        await stage.desk.protection.check()
        await stage.desk.protection.check()
        assert stage.alerts("unprotected") == 1
        assert "nobody said where it belongs" in (stage.reason(BTC) or "")


async def test_a_stop_that_stands_at_the_venue_alone_is_remembered(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=True)
        await stage.ledger.positions.protect(DESK, BTC, None, None)
        await until_calm(stage)
        (held,) = await stage.ledger.positions.held(DESK)
        assert held.stop_price == Decimal(58_000)


async def test_a_venue_that_does_not_answer_changes_nothing(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=True)
        stage.broker.is_reachable = False
        assert not await stage.desk.protection.check()
        assert len(stage.broker.placed) == 1
        record = await stage.ledger.orders.get(ORDER_ID)
        assert record is not None
        assert record.state is OrderState.FILLED


async def test_a_target_that_the_venue_refuses_leaves_the_stop_alone(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=False)
        stage.broker.place_replies.extend([Reply.ACCEPT, *[Reply.REJECT] * 3])
        stage.broker.last_price = Decimal(60_000)
        await until_calm(stage)
        assert len(protections(stage)) == 1
        assert stage.reason(BTC) is None


async def test_a_target_that_was_reached_before_it_stood_closes_the_position(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=False)
        stage.broker.place_replies.extend([Reply.ACCEPT, *[Reply.REJECT] * 3])
        stage.broker.last_price = Decimal(65_001)
        for _ in range(12):
            await stage.desk.protection.check()
        assert [order.quantity for order in stage.broker.placed if order.purpose is OrderPurpose.CLOSE] == [
            SIZE
        ]


async def test_a_forced_close_takes_out_what_rests_and_claims_a_part(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=False)
        rests = stage.broker.take(a_limit_order(90_000, client_order_id=ClientOrderId("rests")))
        await stage.desk.protection.check()
        stage.clock.advance(timedelta(seconds=11))
        await stage.desk.protection.check()
        assert stage.broker.canceled == [rests.venue_order_id]
        assert stage.broker.placed[-1].purpose is OrderPurpose.CLOSE


def make_one_pair(stage: Stage) -> None:
    """The venue keeps stop and target as one order that has two legs."""
    for identity, known in list(stage.broker.known.items()):
        if known.purpose is not None:
            stage.broker.change(identity, venue_order_id="a-pair")


async def test_a_pair_that_covers_too_much_is_replaced_leg_by_leg(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=True)
        make_one_pair(stage)
        stage.broker.held[BTC] = Decimal("0.03")
        covered = []
        for _ in range(12):
            calm = await stage.desk.protection.check()
            covered.append(sum(stop.quantity or 0 for stop in protections(stage)))
            if calm:
                break
        assert min(covered) >= Decimal("0.03")
        assert [stop.quantity for stop in protections(stage)] == [Decimal("0.03")]
        assert [one.quantity for one in protections(stage, OrderPurpose.TAKE_PROFIT)] == [Decimal("0.03")]


async def test_a_target_is_moved_without_ever_taking_the_stop_that_shares_its_id(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=True)
        make_one_pair(stage)
        await stage.ledger.positions.protect(DESK, BTC, Decimal(58_000), Decimal(66_000))
        covered = []
        for _ in range(12):
            calm = await stage.desk.protection.check()
            covered.append(sum(stop.quantity or 0 for stop in protections(stage)))
            if calm:
                break
        assert min(covered) >= SIZE
        assert [stop.trigger_price for stop in protections(stage)] == [Decimal(58_000)]
        assert [one.trigger_price for one in protections(stage, OrderPurpose.TAKE_PROFIT)] == [
            Decimal(66_000)
        ]
