"""A review is a function of what its record keeps."""

from pathlib import Path

import pytest

from tests.cycle.desk import SYMBOLS, a_close, a_desk, an_opening
from tests.fakes.chat_server import Reply, decides, says
from tests.instruments import BTC, ETH
from tradewind.cycle.judgement import judge
from tradewind.cycle.stored_review import circumstances_json, circumstances_of, limits_of, review_inputs_of
from tradewind.decision.bundle import rebuild
from tradewind.domain.decision import DecisionRecord, Outcome
from tradewind.domain.ids import DecisionId


def review_again(record: DecisionRecord) -> tuple[object, ...]:
    assert record.review_json is not None
    assert record.limits_json is not None
    assert record.as_of is not None
    limits = limits_of(record.limits_json)
    bundle = rebuild(record.bundle, record.as_of, limits.inputs)
    inputs = review_inputs_of(record.review_json, bundle, limits.risk)
    proposals = [item.proposal for item in record.items]
    return judge(record.decision_id, proposals, inputs).items


async def test_the_stored_inputs_lead_to_the_same_verdicts(tmp_path: Path) -> None:
    answer = decides(an_opening(), an_opening(ETH, leverage=500), a_close(SYMBOLS[2]))
    async with a_desk(tmp_path, answer) as desk:
        await desk.hold(SYMBOLS[2])
        await desk.run()
        record = await desk.record()

    assert [item.is_approved for item in record.items] == [True, True, False]
    assert review_again(record) == record.items


async def test_stored_circumstances_come_back_as_the_same_bytes(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening())) as desk:
        await desk.run()
        await desk.run()
        record = await desk.record()

    assert record.review_json is not None
    assert circumstances_of(record.review_json).unfinished
    assert circumstances_json(circumstances_of(record.review_json)) == record.review_json


@pytest.mark.parametrize("reply", [decides({"symbol": BTC, "action": "wait"}), says("no idea")])
async def test_another_answer_could_be_judged_where_this_one_traded_nothing(
    tmp_path: Path, reply: Reply
) -> None:
    async with a_desk(tmp_path, reply) as desk:
        await desk.run()
        record = await desk.record()

    assert record.outcome is not Outcome.BLOCKED
    assert record.review_json is not None
    assert set(circumstances_of(record.review_json).markets) == set(SYMBOLS)


async def test_the_record_names_prompt_and_moment(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening())) as desk:
        await desk.run()
        record = await desk.record()

    assert record.prompt_version
    assert record.as_of == desk.clock.now()


async def test_a_trade_without_anything_to_judge_it_by_is_an_error(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening())) as desk:
        await desk.run()
        record = await desk.record()

    with pytest.raises(ValueError, match="nothing to be judged by"):
        judge(DecisionId("d1"), [record.items[0].proposal], None)
