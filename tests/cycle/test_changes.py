"""What a model may do to a position that it holds: close a part, move the stop nearer, ask for a rest."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cycle.desk import CycleDesk, a_close, a_desk, an_opening
from tests.decision.accounts import DESK
from tests.fakes.chat_server import decides, says
from tests.instruments import BTC, ETH
from tradewind.domain.decision import Action
from tradewind.domain.order import OrderPurpose, Side
from tradewind.risk import Grounding, RiskLimits


async def held(desk: CycleDesk, stop: str = "58000") -> None:
    await desk.hold(BTC)
    await desk.ledger.positions.protect(DESK, BTC, Decimal(stop), Decimal(70_000))


async def levels(desk: CycleDesk) -> tuple[Decimal | None, Decimal | None]:
    (position,) = await desk.ledger.positions.held(DESK)
    return position.stop_price, position.take_profit_price


def an_item(action: str, **fields: Any) -> dict[str, Any]:
    return {"symbol": BTC, "action": action, "rationale": "locking some in"} | fields


async def test_a_part_is_closed_reduce_only_in_whole_lots(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_item("reduce", close_fraction=0.25), an_opening(ETH))) as desk:
        await held(desk)
        await desk.run()
        record = await desk.record()

    part, opening = desk.venue.placed
    assert (part.purpose, part.side, part.quantity) == (OrderPurpose.CLOSE, Side.SELL, Decimal("0.025"))
    assert part.is_reduce_only
    assert opening.symbol == ETH, "what makes positions smaller goes first"
    assert record.items[0].client_order_id == part.client_order_id
    assert record.items[0].proposal.close_fraction == Decimal("0.25")


async def test_a_part_is_not_closed_beside_a_close_that_is_still_on_its_way(tmp_path: Path) -> None:
    half = decides(an_item("reduce", close_fraction=0.5))
    async with a_desk(tmp_path, half, half, decides(a_close())) as desk:
        await held(desk)
        await desk.run()
        await desk.run()
        record = await desk.record()
        await desk.run()

    part, whole = desk.venue.placed
    assert f"order {part.client_order_id} closes {BTC} already" in str(record.items[0].reason)
    assert whole.quantity == 2 * part.quantity, "a close of the whole waits for nothing"


async def test_a_stop_moves_nearer_without_an_order_of_the_decision(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_item("move_stop", stop_price=59_000))) as desk:
        await held(desk)
        await desk.run()
        record = await desk.record()
        moved = await levels(desk)

    assert moved == (Decimal(59_000), Decimal(70_000))
    assert desk.venue.placed == []
    assert (record.items[0].is_approved, record.items[0].client_order_id) == (True, None)
    assert [verdict.gate for verdict in record.items[0].verdicts] == ["market", "stop", "tighter"]


async def test_a_stop_that_would_lose_more_is_refused_and_counted(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_item("move_stop", stop_price=57_000))) as desk:
        await held(desk)
        await desk.run()
        record = await desk.record()
        still = await levels(desk)

    assert still == (Decimal(58_000), Decimal(70_000))
    assert "would lose more" in str(record.items[0].reason)
    assert desk.metrics.registry.get_sample_value("tradewind_refusals_total", {"gate": "tighter"}) == 1


@pytest.mark.parametrize("action", ["reduce", "move_stop"])
async def test_nothing_is_changed_where_nothing_is_held(tmp_path: Path, action: str) -> None:
    async with a_desk(tmp_path, decides(an_item(action, close_fraction=0.5, stop_price=59_000))) as desk:
        await desk.run()
        record = await desk.record()

    assert "no position" in str(record.items[0].reason)
    assert desk.venue.placed == []


async def test_what_the_model_says_of_its_risk_and_its_rest_is_on_record(tmp_path: Path) -> None:
    answer = (
        '{"reasoning": "calm", "pause_cycles": 2, "decisions": [{"symbol": "BTC", "action": "close",'
        ' "rationale": "done", "risk": {"risk_thesis": "it turned", "max_pain_scenario": "a gap"}}]}'
    )
    async with a_desk(tmp_path, says(answer)) as desk:
        await held(desk)
        await desk.run()
        record = await desk.record()

    proposal = record.items[0].proposal
    assert record.pause_cycles == 2
    assert (proposal.symbol, proposal.action) == (BTC, Action.CLOSE)
    assert proposal.risk is not None
    assert (proposal.risk.thesis, proposal.risk.max_pain) == ("it turned", "a gap")


async def test_a_close_and_an_opening_of_one_instrument_close_it(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(a_close(), an_opening())) as desk:
        await held(desk)
        await desk.run()
        record = await desk.record()

    assert [order.purpose for order in desk.venue.placed] == [OrderPurpose.CLOSE]
    assert "more than once" in record.unreadable[0].reason


async def test_f86_figures_that_nobody_showed_are_flagged_and_the_opening_goes_on(tmp_path: Path) -> None:
    item = an_opening(rationale="the close at 48,123.5 held, price 60000")
    async with a_desk(tmp_path, decides(item)) as desk:
        await desk.run()
        record = await desk.record()

    assert [flag.figure for flag in record.items[0].flags] == ["48,123.5"]
    assert len(desk.venue.placed) == 1
    assert "48,123.5, which nobody showed" in record.items[0].verdicts[-1].reason


async def test_f86_a_desk_that_blocks_them_refuses_the_opening_and_counts_it(tmp_path: Path) -> None:
    limits = RiskLimits(grounding=Grounding.BLOCKING)
    items = (an_opening(rationale="the close at 48123.5 held"), an_opening(ETH, rationale="price 60000"))
    async with a_desk(tmp_path, decides(*items), limits=limits) as desk:
        await desk.run()
        record = await desk.record()

    assert [order.symbol for order in desk.venue.placed] == [ETH]
    assert "48123.5, which nobody showed" in str(record.items[0].reason)
    assert desk.metrics.registry.get_sample_value("tradewind_refusals_total", {"gate": "grounding"}) == 1


async def test_f86_a_close_is_never_held_up_by_what_its_reasons_cite(tmp_path: Path) -> None:
    limits = RiskLimits(grounding=Grounding.BLOCKING)
    async with a_desk(tmp_path, decides(a_close() | {"rationale": "fell to 12345"}), limits=limits) as desk:
        await held(desk)
        await desk.run()

    assert [order.purpose for order in desk.venue.placed] == [OrderPurpose.CLOSE]
