"""A stop that moves: the new one stands before the old one goes, and the level survives a restart."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.brokers.orders import DESK
from tests.fakes.broker import Reply
from tests.orders.desks import DECISION, a_closing
from tests.orders.order_desks import Stage, a_stage
from tests.orders.test_protection import SIZE, an_open_position, protections, until_calm
from tests.risk.situations import BTC, a_position, a_proposal, a_situation, an_account
from tradewind.domain.decision import Action
from tradewind.domain.ids import DecisionId
from tradewind.domain.order import OrderPurpose
from tradewind.risk import Approved, RiskLimits, review

LATER = DecisionId("a later decision")


def a_move(**prices: Any) -> Approved:
    held = a_position(
        quantity=SIZE, stop_price=Decimal(58_000), take_profit_price=Decimal(65_000), decision_id=DECISION
    )
    asked = {"stop_price": None, "take_profit_price": None} | prices
    answer = review(
        a_proposal(action=Action.MOVE_STOP, **asked),
        a_situation(account=an_account(positions=(held,))),
        RiskLimits(),
    )
    assert isinstance(answer, Approved), answer
    return answer


async def moved(stage: Stage, approved: Approved) -> list[Decimal]:
    """Move, let protection come to rest, and return the size that stops covered at every reading."""
    await stage.desk.execution.move_protection(approved, LATER)
    covered = []
    for _ in range(12):
        is_calm = await stage.desk.protection.check()
        covered.append(sum((stop.quantity or SIZE for stop in protections(stage)), Decimal(0)))
        if is_calm:
            return covered
    raise AssertionError("protection does not come to rest")


@pytest.mark.parametrize("attaches", [True, False])
async def test_the_new_stop_stands_before_the_old_one_goes(tmp_path: Path, *, attaches: bool) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=attaches)
        await until_calm(stage)

        covered = await moved(stage, a_move(stop_price=Decimal(59_000)))

        assert min(covered) >= SIZE
        assert max(covered) == 2 * SIZE
        assert [stop.trigger_price for stop in protections(stage)] == [Decimal(59_000)]
        targets = protections(stage, OrderPurpose.TAKE_PROFIT)
        assert [target.trigger_price for target in targets] == [Decimal(65_000)]
        assert all(order.is_reduce_only for order in stage.broker.placed[1:])
        assert stage.alerts("emergency_close") == 0


async def test_a_target_moves_and_the_stop_stays(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=False)
        await until_calm(stage)

        await moved(stage, a_move(take_profit_price=Decimal(63_000)))

        assert [stop.trigger_price for stop in protections(stage)] == [Decimal(58_000)]
        targets = protections(stage, OrderPurpose.TAKE_PROFIT)
        assert [target.trigger_price for target in targets] == [Decimal(63_000)]


async def test_while_the_venue_refuses_the_new_stop_the_old_one_stands(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=False)
        await until_calm(stage)
        stage.broker.place_replies.extend([Reply.REJECT, Reply.REJECT])

        covered = await moved(stage, a_move(stop_price=Decimal(59_000)))

        assert min(covered) >= SIZE
        assert [stop.trigger_price for stop in protections(stage)] == [Decimal(59_000)]


async def test_the_level_is_kept_by_the_ledger(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        await an_open_position(stage, attaches=True)

        await stage.desk.execution.move_protection(a_move(stop_price=Decimal(59_000)), LATER)

        (held,) = await stage.ledger.positions.held(DESK)
        assert (held.stop_price, held.take_profit_price) == (Decimal(59_000), Decimal(65_000))
        assert held.position.symbol == BTC
        assert stage.desk.execution.is_stirred.is_set()


async def test_only_an_approved_move_moves_a_stop(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        with pytest.raises(ValueError, match="moves no stop"):
            await stage.desk.execution.move_protection(a_closing(), LATER)
