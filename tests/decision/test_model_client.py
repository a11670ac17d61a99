"""Everything that a model server can do to its caller, over a real socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.clocks import FakeClock
from tests.fakes.chat_server import DROPS, HANGS, ChatServer, Reply, running_chat, says
from tests.waiting import eventually
from tradewind.decision.config import ModelConfig
from tradewind.decision.model_client import CUT_OFF, ModelClient
from tradewind.domain.decision import ModelCall

KEY = "sk-canary-123456"


@asynccontextmanager
async def a_client(url: str, **changes: Any) -> AsyncIterator[ModelClient]:
    settings: dict[str, Any] = {"max_retries": 0, "timeout": timedelta(seconds=20), "api_key": KEY} | changes
    client = ModelClient(ModelConfig(base_url=url, **settings), FakeClock())
    try:
        yield client
    finally:
        await client.aclose()


async def ask(*script: Reply, **changes: Any) -> tuple[ModelCall, ChatServer]:
    async with running_chat(*script) as server, a_client(server.url, **changes) as client:
        (call,) = await client.ask("system", "user")
        return call, server


async def test_an_answer_comes_back_with_tokens_and_cost() -> None:
    prices = {"prompt_usd_per_million": Decimal("0.5"), "completion_usd_per_million": Decimal(2)}

    call, server = await ask(says("{}", reasoning_content="first I thought"), **prices)

    assert call.error is None
    assert call.raw_answer == "{}"
    assert call.reasoning_content == "first I thought"
    assert (call.prompt_tokens, call.completion_tokens) == (1000, 200)
    assert call.cost_usd == Decimal("0.0009")
    assert server.asked[0]["response_format"] == {"type": "json_object"}
    assert server.asked[0]["messages"] == [
        {"role": "system", "content": "system"},
        {"role": "user", "content": "user"},
    ]


async def test_without_prices_the_cost_is_unknown() -> None:
    call, _ = await ask(says("{}"))

    assert call.cost_usd is None


async def test_f82_a_hanging_server_is_left_after_the_timeout() -> None:
    call, _ = await ask(HANGS, timeout=timedelta(milliseconds=200), max_retries=3)

    assert call.raw_answer is None
    assert call.error == "no answer within 0.2 s"


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(status=429, text='{"error": {"message": "quota"}}'), "answered 429"),
        (Reply(status=500, text="oops", content_type="text/plain"), "answered 500"),
        (Reply(status=401, text=f'{{"error": {{"message": "bad key {KEY}"}}}}'), "bad key [key]"),
        (Reply(text="<html>hello</html>", content_type="text/html"), "not a chat completion"),
        (Reply(text="{half"), "could not be read"),
        (Reply(text="{}"), "not a chat completion"),
        (Reply(text='{"choices": []}'), "not a chat completion"),
        (Reply(text='{"choices": [null]}'), "not a chat completion"),
        (Reply(text='{"choices": 7, "usage": "much"}'), "not a chat completion"),
        (Reply(text="[1, 2]"), "not a chat completion"),
        (says(None), "empty"),
        (says("  \n"), "empty"),
        (says('{"decisions": [', finish_reason="length"), CUT_OFF),
    ],
)
async def test_f83_every_failure_comes_back_as_a_value(reply: Reply, error: str) -> None:
    call, _ = await ask(reply)

    assert error in str(call.error)
    assert KEY not in str(call)


async def test_a_passing_failure_is_retried_by_the_client() -> None:
    busy = Reply(status=503, text="{}")

    call, server = await ask(busy, says("{}"), max_retries=1)

    assert call.error is None
    assert len(server.asked) == 2


@pytest.mark.parametrize("second", [says("{}"), Reply(status=401, text="{}")])
async def test_f93_what_a_broken_connection_cost_is_unknown_whatever_came_after_it(second: Reply) -> None:
    prices = {"prompt_usd_per_million": Decimal("0.5"), "completion_usd_per_million": Decimal(2)}

    call, server = await ask(DROPS, second, max_retries=1, **prices)

    assert len(server.asked) == 2
    assert call.cost_usd is None


async def test_nobody_listening_is_a_value_too() -> None:
    async with running_chat(says("{}")) as server:
        gone = server.url
    async with a_client(gone) as client:
        (call,) = await client.ask("s", "u")

    assert "no connection" in str(call.error)


async def test_cancellation_passes_through() -> None:
    async with (
        running_chat(HANGS) as server,
        a_client(server.url) as client,
        asyncio.TaskGroup() as tasks,
    ):
        question = tasks.create_task(client.ask("s", "u"))
        await eventually(lambda: bool(server.asked))
        question.cancel()

    assert question.cancelled()


async def test_text_that_no_database_takes_is_replaced() -> None:
    reply = says("x")
    call, _ = await ask(Reply(text=reply.text.replace('"x"', json.dumps("a\ud800\x00"))))

    assert call.raw_answer == "a\ufffd\ufffd"


def test_the_key_is_not_shown() -> None:
    assert KEY not in repr(ModelConfig(api_key=KEY))
