"""A question is put in the form that its server takes."""

import json
from typing import Any

import pytest

from tests.decision.test_model_client import ask
from tests.fakes.chat_server import Reply, decides, refuses, says
from tests.instruments import BTC
from tradewind.decision.answer import Answer, parse_answer
from tradewind.decision.answer_schema import ANSWER_SCHEMA, SUBMIT
from tradewind.decision.config import AnswerMode
from tradewind.domain.decision import Action


def shape_of(request: dict[str, Any]) -> str:
    if "tools" in request:
        return "tool"
    return str(request.get("response_format", {"type": "plain"})["type"])


@pytest.mark.parametrize("mode", list(AnswerMode))
async def test_each_mode_is_asked_for_in_its_own_way(mode: AnswerMode) -> None:
    call, server = await ask(says("{}"), mode=mode)

    assert call.error is None
    assert shape_of(server.asked[0]) == mode


@pytest.mark.parametrize(
    ("mode", "complaint", "lower"),
    [
        (AnswerMode.JSON_SCHEMA, "This response_format type is unavailable now", "json_object"),
        (AnswerMode.JSON_OBJECT, "unknown field response_format", "plain"),
        (AnswerMode.TOOL, "tool_choice is not supported", "json_object"),
    ],
)
@pytest.mark.parametrize("status", [400, 422])
async def test_a_refused_mode_is_left_for_the_next_lower_one(
    mode: AnswerMode, complaint: str, lower: str, status: int
) -> None:
    call, server = await ask(refuses(status, complaint), says("{}"), mode=mode, max_retries=0)

    assert call.error is None
    assert [shape_of(request) for request in server.asked] == [mode, lower]


@pytest.mark.parametrize(
    ("complaint", "gone"),
    [
        ("'temperature' does not support 0 with this model", "temperature"),
        ("'max_tokens' is not supported, use 'max_completion_tokens' instead", "max_tokens"),
        ("stream is not supported", "stream"),
    ],
)
async def test_whatever_else_a_server_refuses_by_name_is_left_out(complaint: str, gone: str) -> None:
    call, server = await ask(refuses(400, complaint), says("{}"), is_streamed=True)

    assert call.error is None
    assert gone in server.asked[0]
    assert gone not in server.asked[1]


async def test_a_refusal_that_names_nothing_of_the_request_is_the_answer() -> None:
    call, server = await ask(refuses(400, "the prompt is too long"), says("{}"))

    assert "answered 400" in str(call.error)
    assert len(server.asked) == 1


async def test_a_refusal_costs_nothing() -> None:
    call, _ = await ask(refuses(402, "Insufficient Balance"))

    assert call.cost_usd == 0


async def test_the_function_s_argument_is_the_answer() -> None:
    submitted = {"name": SUBMIT, "arguments": '{"decisions": []}'}
    reply = says(
        None,
        finish_reason="tool_calls",
        tool_calls=[{"id": "1", "type": "function", "function": submitted}],
    )

    call, _ = await ask(reply, mode=AnswerMode.TOOL)

    assert (call.raw_answer, call.error, call.finish_reason) == ('{"decisions": []}', None, "tool_calls")


async def test_a_text_instead_of_the_function_is_read_too() -> None:
    call, _ = await ask(says('{"decisions": []}'), mode=AnswerMode.TOOL)

    assert call.raw_answer == '{"decisions": []}'


def test_an_answer_along_the_schema_is_readable() -> None:
    item_schema = ANSWER_SCHEMA["properties"]
    assert isinstance(item_schema, dict)
    item = dict.fromkeys(item_schema["decisions"]["items"]["properties"])
    item |= {"symbol": BTC, "action": "no_entry", "confidence": 0.5, "rationale": "flat"}
    text = json.dumps({"reasoning": "calm", "decisions": [item], "pause_cycles": None})

    answer = parse_answer(text, (BTC,))

    assert isinstance(answer, Answer), answer
    assert [proposal.action for proposal in answer.proposals] == [Action.NO_ENTRY]


@pytest.mark.parametrize("reply", [decides(), Reply(text=says("x").text)])
async def test_the_reason_of_the_end_is_kept(reply: Reply) -> None:
    call, _ = await ask(reply)

    assert call.finish_reason == "stop"
