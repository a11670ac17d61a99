"""The chat API as the real openai client reads it, over a real socket."""

import json
from collections.abc import AsyncIterator
from typing import Any

import openai
import pytest
from openai.types.chat import ChatCompletionMessageParam

from tests.lab_process import RunningLab

SEEN = {
    "as_of": "2026-11-21T12:00:00.000Z",
    "account": {"equity": "10000.00", "cash": "10000.00", "available": "10000.00", "positions": []},
    "limits": {"min_confidence": 0.6, "max_notional_share": 0.5, "max_leverage": 10},
    "markets": [
        {
            "symbol": "BTC-USDT-SWAP",
            "last_price": 95000.5,
            "funding_rate": None,
            "short_term": {
                "rsi_14": 55.5,
                "sma_20": None,
                "ema_12": 95010.0,
                "ema_26": 94800.0,
                "macd": {"macd": 1.0, "signal": 0.5, "histogram": 0.5},
            },
            "long_term": {"sma_50": None, "sma_100": None, "trend": "uptrend"},
            "closes_15m": [95000.0, 95000.5],
        }
    ],
}


@pytest.fixture
async def client(lab: RunningLab) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(base_url=lab.chat, api_key="any", max_retries=0) as client:
        yield client


async def ask(client: openai.AsyncOpenAI, *user: str, model: str = "lab-rules") -> tuple[Any, Any]:
    messages: list[ChatCompletionMessageParam] = [{"role": "system", "content": "You trade."}]
    messages += [{"role": "user", "content": text} for text in user]
    completion = await client.chat.completions.create(
        model=model,
        temperature=0,
        response_format={"type": "json_object"},
        messages=messages,
    )
    content = completion.choices[0].message.content
    assert content is not None
    return completion, json.loads(content)


def fenced(seen: object) -> str:
    return f"Here is the market.\n```json\n{json.dumps(seen, indent=1)}\n```\nDecide."


async def test_the_model_is_listed(client: openai.AsyncOpenAI) -> None:
    assert [model.id async for model in client.models.list()] == ["lab-rules"]


async def test_the_contract_s_prompt_is_answered_with_its_reasons(client: openai.AsyncOpenAI) -> None:
    completion, answer = await ask(client, fenced(SEEN))

    (decision,) = answer["decisions"]
    assert decision["symbol"] == "BTC-USDT-SWAP"
    assert decision["action"] == "buy"
    assert decision["stop_price"] < 95000.5 < decision["take_profit_price"]
    assert "RSI 55.5" in decision["rationale"]
    assert "Fixed rules, not a language model" in answer["reasoning"]
    assert completion.choices[0].finish_reason == "stop"
    assert (
        completion.usage.total_tokens
        == completion.usage.prompt_tokens + completion.usage.completion_tokens
        > 0
    )


async def test_the_same_question_gets_the_same_answer(client: openai.AsyncOpenAI) -> None:
    (one, first), (other, second) = await ask(client, fenced(SEEN)), await ask(client, fenced(SEEN))

    assert first == second
    assert one.id == other.id


async def test_a_second_question_is_answered_from_the_prompt_before_it(client: openai.AsyncOpenAI) -> None:
    _, answer = await ask(client, fenced(SEEN), "Your answer was not valid; answer with JSON only.")

    assert answer["decisions"][0]["action"] == "buy"


@pytest.mark.parametrize("text", ["What do you think?", "```json\n{}\n```", "```json\n{not json}\n```"])
async def test_an_unreadable_prompt_gets_no_decision_and_the_reason(
    text: str, client: openai.AsyncOpenAI
) -> None:
    _, answer = await ask(client, text)

    assert answer["decisions"] == []
    assert "No decision" in answer["reasoning"]


async def test_another_model_is_not_found(client: openai.AsyncOpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="the lab has only 'lab-rules'"):
        await ask(client, fenced(SEEN), model="deepseek-chat")


async def test_a_streamed_answer_is_the_unstreamed_one_in_pieces_with_usage_in_the_last(
    client: openai.AsyncOpenAI,
) -> None:
    whole, answer = await ask(client, fenced(SEEN))
    stream = await client.chat.completions.create(
        model="lab-rules",
        temperature=0,
        response_format={"type": "json_object"},
        messages=[{"role": "system", "content": "You trade."}, {"role": "user", "content": fenced(SEEN)}],
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = [chunk async for chunk in stream]

    told = [choice for chunk in chunks for choice in chunk.choices]
    assert json.loads("".join(choice.delta.content or "" for choice in told)) == answer
    assert len(told) > 3
    assert told[-1].finish_reason == "stop"
    assert chunks[-1].choices == []
    assert chunks[-1].usage == whole.usage


async def test_without_being_asked_a_stream_tells_no_usage(client: openai.AsyncOpenAI) -> None:
    stream = await client.chat.completions.create(
        model="lab-rules", messages=[{"role": "user", "content": "x"}], stream=True
    )

    assert [chunk.usage async for chunk in stream if chunk.usage is not None] == []
