"""A streamed answer is the unstreamed one, heard while it is written."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.clocks import FakeClock
from tests.decision.test_model_client import ask
from tests.fakes.chat_server import HANGS, Reply, refuses, running_chat, says, tells
from tradewind.decision.answer_schema import SUBMIT
from tradewind.decision.config import AnswerMode, ModelConfig
from tradewind.decision.model_client import ModelClient
from tradewind.decision.thinking import Thought

PRICES: dict[str, Any] = {
    "prompt_usd_per_million": Decimal(1),
    "cached_prompt_usd_per_million": Decimal("0.1"),
    "completion_usd_per_million": Decimal(2),
}
USAGE = {"prompt_tokens": 1000, "completion_tokens": 200, "prompt_cache_hit_tokens": 400}


class Listener:
    """Remembers every thought."""

    def __init__(self) -> None:
        self.heard: list[Thought] = []

    def hear(self, thought: Thought) -> None:
        self.heard.append(thought)


async def listen(*script: Reply, **changes: Any) -> list[Thought]:
    listener = Listener()
    async with running_chat(*script) as server:
        config = ModelConfig(base_url=server.url, is_streamed=True, max_retries=0, **changes)
        client = ModelClient(config, FakeClock(), audience=listener)
        await client.ask("s", "u")
        await client.aclose()
    return listener.heard


async def test_streamed_and_unstreamed_give_the_same_call() -> None:
    whole = says('{"decisions": []}', reasoning_content="first I thought")
    whole = replace(whole, text=whole.text.replace('"total_tokens": 1200', '"prompt_cache_hit_tokens": 400'))
    pieces = tells(
        {"role": "assistant", "content": None, "reasoning_content": "first "},
        {"reasoning_content": "I thought"},
        {"content": '{"decis'},
        {"content": 'ions": []}'},
    )

    plain, _ = await ask(whole, **PRICES)
    streamed, server = await ask(pieces, is_streamed=True, **PRICES)

    assert streamed == plain
    assert streamed.cached_tokens == 400
    assert streamed.cost_usd == Decimal("0.00104")
    assert server.asked[0]["stream_options"] == {"include_usage": True}


async def test_what_was_said_so_far_is_heard_and_the_end_too() -> None:
    heard = await listen(tells({"reasoning_content": "hm"}, {"content": "{"}, {"content": "}"}))

    assert [(thought.reasoning, thought.answer) for thought in heard[:3]] == [
        ("hm", ""),
        ("hm", "{"),
        ("hm", "{}"),
    ]
    assert heard[-1].answer == "{}"
    assert [thought.is_over for thought in heard].count(True) == 1
    assert heard[-1].is_over


async def test_the_argument_of_a_function_is_put_together_and_heard() -> None:
    first = {"index": 0, "id": "1", "type": "function", "function": {"name": SUBMIT, "arguments": '{"a'}}
    second = {"index": 0, "function": {"arguments": '": 1}'}}
    reply = tells({"tool_calls": [first]}, {"tool_calls": [second]}, finish_reason="tool_calls")

    call, _ = await ask(reply, is_streamed=True, mode=AnswerMode.TOOL)
    heard = await listen(reply, mode=AnswerMode.TOOL)

    assert call.raw_answer == '{"a": 1}'
    assert heard[-1].answer == '{"a": 1}'


async def test_a_stream_that_breaks_off_is_a_failure_and_no_answer() -> None:
    call, _ = await ask(tells({"content": '{"decisions": []'}, finish_reason=None), is_streamed=True)

    assert call.raw_answer is None
    assert "broke off" in str(call.error)


async def test_f82_a_stream_that_stops_is_left_after_the_timeout() -> None:
    script = tells({"content": "{"}, finish_reason=None, is_hanging=True)

    call, _ = await ask(script, is_streamed=True, timeout=timedelta(milliseconds=300))
    heard = await listen(script, timeout=timedelta(seconds=3))  # it has to be heard first

    assert call.raw_answer is None
    assert call.error == "no answer within 0.3 s"
    assert heard[-1].is_over


async def test_an_error_inside_of_a_stream_is_a_value() -> None:
    call, _ = await ask(Reply(events=('{"error": {"message": "overloaded"}}',)), is_streamed=True)

    assert call.raw_answer is None
    assert "overloaded" in str(call.error)


@pytest.mark.parametrize("reply", [says("{}"), says("{}", reasoning_content="so")])
async def test_a_server_that_answers_in_one_piece_is_understood(reply: Reply) -> None:
    streamed, _ = await ask(reply, is_streamed=True)
    plain, _ = await ask(reply)

    assert streamed == plain


async def test_a_server_that_refuses_streams_is_asked_without() -> None:
    call, server = await ask(refuses(400, "Unsupported: stream"), says("{}"), is_streamed=True)

    assert call.raw_answer == "{}"
    assert "stream" not in server.asked[1]


async def test_no_answer_at_all_is_the_timeout_s_in_a_stream_too() -> None:
    call, _ = await ask(HANGS, is_streamed=True, timeout=timedelta(milliseconds=200))

    assert call.error == "no answer within 0.2 s"
