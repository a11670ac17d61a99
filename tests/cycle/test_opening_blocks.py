"""What keeps the order side from opening is the verdict that a reader of the decision sees."""

from pathlib import Path

from tests.cycle.desk import a_close, a_desk, an_opening
from tests.fakes.chat_server import decides
from tests.instruments import BTC, ETH
from tradewind.domain.desk_state import DeskState
from tradewind.orders.blocks import BlockCause


async def test_f16_a_block_of_the_order_side_is_the_reason_of_the_refusal(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening())) as desk:
        desk.execution._safeguards.blocks.put(BlockCause.RECONCILIATION, "positions differ", BTC)
        await desk.run()
        (item,) = (await desk.record()).items
    assert not item.is_approved
    assert item.reason == "positions differ"
    assert desk.venue.placed == []


async def test_a_reducing_desk_refuses_openings_and_carries_out_closes(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening(ETH), a_close())) as desk:
        await desk.hold()
        desk.execution._safeguards.kill_switch.trip(DeskState.REDUCING, "ann", "drill")
        await desk.run()
        close, opening = (await desk.record()).items
    assert (close.is_approved, opening.is_approved) == (True, False)
    assert opening.reason == "the desk is reducing by ann: drill"
    assert len(desk.venue.placed) == 1
