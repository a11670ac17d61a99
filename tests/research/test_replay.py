"""A stored decision comes out the same again, and what differs is named by its stage."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cycle.desk import SYMBOLS, CycleDesk, a_close, a_desk, an_opening
from tests.fakes.chat_server import Reply, decides, says
from tests.instruments import BTC, ETH
from tradewind.decision.prompt_texts import PromptTexts, load_texts
from tradewind.domain.decision import DecisionRecord, GateVerdict, ModelCall, Outcome, Trigger
from tradewind.research.answer_cache import AnswerCache
from tradewind.research.questions import Questions
from tradewind.research.replay import Replay, Replayed, Result
from tradewind.research.replay_difference import Stage, canonical

SOL = SYMBOLS[2]
SCRIPTS = [
    pytest.param((decides(an_opening(), a_close(ETH)),), Outcome.DECIDED, id="trades"),
    pytest.param((decides({"symbol": BTC, "action": "wait"}),), Outcome.DECIDED, id="stays out"),
    pytest.param((says("?"), decides(an_opening(leverage=500))), Outcome.DECIDED, id="asked again"),
    pytest.param((says("?"), says("!")), Outcome.ABSTAINED, id="abstains"),
    pytest.param((Reply(status=500, text="{}"),), Outcome.ABSTAINED, id="fails"),
]


async def decided(desk: CycleDesk) -> DecisionRecord:
    await desk.run()
    return await desk.record()


async def replayed(record: DecisionRecord, questions: Questions | None = None) -> Replayed:
    return await Replay(questions or Questions(cache=AnswerCache()), load_texts).decide(record)


@pytest.mark.parametrize(("script", "outcome"), SCRIPTS)
async def test_a_decision_comes_out_byte_for_byte_the_same(
    tmp_path: Path, script: tuple[Reply, ...], outcome: Outcome
) -> None:
    async with a_desk(tmp_path, *script) as desk:
        await desk.hold(ETH)
        record = await decided(desk)

    again = await replayed(record)

    assert record.outcome is outcome
    assert again.difference is None
    assert again.result is Result.IDENTICAL
    assert again.again is not None
    assert canonical(again.again) == canonical(record)


async def test_a_blocked_decision_is_blocked_again(tmp_path: Path) -> None:
    async with a_desk(tmp_path, symbols=(BTC,)) as desk:
        await desk.redis.flushall()
        record = await decided(desk)

    assert record.outcome is Outcome.BLOCKED
    assert (await replayed(record)).result is Result.IDENTICAL


@pytest.fixture
async def record(tmp_path: Path) -> DecisionRecord:
    async with a_desk(tmp_path, decides(an_opening(), an_opening(SOL, confidence=0.1))) as desk:
        return await decided(desk)


async def stage_of(record: DecisionRecord) -> Stage | None:
    difference = (await replayed(record)).difference
    return difference.stage if difference else None


async def test_one_changed_byte_of_an_input_is_the_bundles_difference(record: DecisionRecord) -> None:
    first = record.bundle[0]
    assert first.content is not None
    changed = replace(first, content=first.content.replace(b"9", b"8", 1))

    again = await replayed(replace(record, bundle=(changed, *record.bundle[1:])))

    assert again.difference is not None
    assert again.difference.stage is Stage.BUNDLE
    assert first.key in again.difference.what


async def test_another_prompt_on_record_is_the_prompts_difference(record: DecisionRecord) -> None:
    call = replace(record.calls[0], user_prompt=record.calls[0].user_prompt + " ")

    assert await stage_of(replace(record, calls=(call,))) is Stage.PROMPT


async def test_an_answer_that_reads_otherwise_is_the_parsers_difference(record: DecisionRecord) -> None:
    answer = str(record.calls[0].raw_answer).replace("6000", "6001", 1)

    assert (
        await stage_of(replace(record, calls=(replace(record.calls[0], raw_answer=answer),))) is Stage.PARSE
    )


async def test_another_verdict_on_record_is_the_verdicts_difference(record: DecisionRecord) -> None:
    lenient = tuple(
        replace(item, verdicts=(GateVerdict(gate="desk", passed=False, reason="no"), *item.verdicts[1:]))
        for item in record.items
    )

    assert await stage_of(replace(record, items=lenient)) is Stage.VERDICTS


async def test_a_question_that_nobody_answered_is_the_answers_difference(record: DecisionRecord) -> None:
    again = await replayed(record, Questions(cache=AnswerCache(), model="another-model"))

    assert again.difference is not None
    assert again.difference.stage is Stage.ANSWER
    assert "another-model has not answered" in again.difference.what


async def test_a_damaged_record_is_a_difference_and_no_crash(record: DecisionRecord) -> None:
    assert await stage_of(replace(record, review_json=b"{")) is Stage.RECORD
    assert await stage_of(replace(record, account_json=b"{}")) is Stage.RECORD


class AnswersOnce:
    """A live model that may be asked a single time."""

    model = "another-model"

    def __init__(self, call: ModelCall) -> None:
        self._call = call
        self.asked = 0

    async def ask(
        self, system_prompt: str, user_prompt: str, earlier: tuple[ModelCall, ...] = ()
    ) -> tuple[ModelCall, ...]:
        assert not earlier
        self.asked += 1
        return (replace(self._call, model=self.model, system_prompt=system_prompt, user_prompt=user_prompt),)


async def test_a_live_model_is_asked_once_and_its_answer_is_kept(
    record: DecisionRecord, tmp_path: Path
) -> None:
    live = AnswersOnce(record.calls[0])
    file = tmp_path / "replay" / "answers.jsonl"
    asked = Questions(cache=AnswerCache(file), model=live.model, live=live, parameters="{}")
    first = await replayed(record, asked)

    again = await replayed(record, replace(asked, cache=AnswerCache(file), live=None))

    assert live.asked == 1
    assert first.again is not None
    assert again.again == first.again
    assert first.again.items == record.items


async def test_another_prompt_over_the_same_bundle_is_a_question_of_its_own(record: DecisionRecord) -> None:
    texts = PromptTexts(version="mine", system="Stay out.", user="$document $left_out")
    live = AnswersOnce(record.calls[0])
    questions = Questions(cache=AnswerCache(), live=live, parameters="{}")

    again = await Replay(questions, lambda _: texts, prompt="mine").decide(record)

    assert again.difference is not None
    assert again.difference.stage is Stage.PROMPT
    assert again.again is not None
    assert again.again.calls[0].system_prompt == "Stay out."
    assert again.again.items == record.items


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"trigger": Trigger.BY_HAND}, "a person"),
        ({"limits_json": None}, "before records kept"),
        ({"calls": (), "prompt_version": None}, "no language model"),
    ],
)
async def test_what_cannot_be_replayed_says_why(
    record: DecisionRecord, changes: dict[str, object], why: str
) -> None:
    again = await replayed(replace(record, **changes))  # type: ignore[arg-type]

    assert again.result is Result.NOT_REPLAYABLE
    assert why in str(again.why_not)
