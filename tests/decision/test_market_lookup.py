"""A model may ask to see more of the cached market before it answers; what it saw is kept."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.clocks import FakeClock
from tests.decision.accounts import an_account
from tests.fakes.chat_server import ChatServer, Reply, decides, refuses, running_chat, says, tells
from tests.instruments import BTC, ETH
from tradewind.bus.cache import Cache
from tradewind.decision.answer_schema import SUBMIT
from tradewind.decision.bundle import gather, rebuild
from tradewind.decision.config import AnswerMode, InputLimits, ModelConfig
from tradewind.decision.decide import Decider, Decision
from tradewind.decision.market_lookup import KINDS, READ_MARKET, MarketLookup
from tradewind.decision.model_client import ModelClient
from tradewind.decision.prompt import load_texts
from tradewind.domain.decision import Outcome
from tradewind.risk.limits import RiskLimits

WAITING = {"symbol": BTC, "action": "no_entry", "confidence": 0.7, "rationale": "flat"}


def wants(*arguments: Any, name: str = READ_MARKET, **message: Any) -> Reply:
    calls = [
        {"id": f"c{number}", "type": "function", "function": {"name": name, "arguments": json.dumps(each)}}
        for number, each in enumerate(arguments, start=1)
    ]
    return says(None, finish_reason="tool_calls", tool_calls=calls, **message)


def candles(symbol: str = BTC, what: str = "candles_1h") -> dict[str, str]:
    return {"symbol": symbol, "what": what}


async def decide(
    market: Cache, clock: FakeClock, *script: Reply, rounds: int = 2, **changes: Any
) -> tuple[Decision, ChatServer]:
    bundle = await gather(market, (BTC, ETH), clock, InputLimits())
    async with running_chat(*script) as server:
        config = ModelConfig(
            base_url=server.url,
            max_retries=0,
            tool_rounds=rounds,
            timeout=timedelta(seconds=20),
            prompt_usd_per_million=Decimal(1),
            completion_usd_per_million=Decimal(1),
            **changes,
        )
        client = ModelClient(config, clock, lookup=MarketLookup(market, clock, lambda: (BTC, ETH)))
        decision = await Decider(client, load_texts()).decide(bundle, an_account(), RiskLimits())
        await client.aclose()
    return decision, server


async def test_what_the_model_asks_for_is_read_told_and_kept(market: Cache, clock: FakeClock) -> None:
    decision, server = await decide(
        market, clock, wants(candles(), reasoning_content="look closer"), decides(WAITING)
    )

    (call,) = decision.calls
    (kept,) = decision.looked_up
    _, said, told = server.asked[1]["messages"][-3:]
    assert decision.outcome is Outcome.DECIDED, decision.why
    assert kept.key == f"looked up 1: market:{BTC}:ohlcv:1h"
    assert kept.content == (await market.read([KINDS["candles_1h"].at(BTC)]))[0].content
    assert (said["tool_calls"][0]["id"], told["tool_call_id"], told["role"]) == ("c1", "c1", "tool")
    assert said["reasoning_content"] == "look closer"
    assert json.loads(told["content"])["value"] == json.loads(kept.content or b"")
    assert json.loads(call.tool_payload_json or "")[0]["arguments"] == json.dumps(candles())


async def test_all_rounds_count_and_cost_together(market: Cache, clock: FakeClock) -> None:
    decision, _ = await decide(market, clock, wants(candles()), wants(candles(ETH)), decides(WAITING))

    (call,) = decision.calls
    assert (call.prompt_tokens, call.completion_tokens) == (3000, 600)
    assert call.cost_usd == Decimal("0.0036")
    assert len(decision.looked_up) == 2


async def test_a_bundle_with_what_was_looked_up_is_rebuilt_the_same(market: Cache, clock: FakeClock) -> None:
    bundle = await gather(market, (BTC, ETH), clock, InputLimits())
    decision, _ = await decide(market, clock, wants(candles()), decides(WAITING))

    whole = bundle.joined(decision.looked_up)
    again = rebuild(whole.inputs, whole.as_of, InputLimits())

    assert whole.sha256 != bundle.sha256
    assert again.sha256 == whole.sha256
    assert again.markets == bundle.markets


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"symbol": "MOON-USDT-SWAP", "what": "ticker"}, "no market"),
        ({"symbol": BTC, "what": "config:app"}, "what must be one of"),
        ({"symbol": BTC}, "arguments must be"),
        ({"symbol": BTC, "what": "ticker", "key": "x"}, "arguments must be"),
        ("ticker", "arguments must be"),
        ({"symbol": BTC, "what": "candles_1m"}, "nothing is known"),
    ],
)
async def test_nothing_outside_the_closed_list_is_read(
    market: Cache, clock: FakeClock, arguments: object, error: str
) -> None:
    decision, server = await decide(market, clock, wants(arguments), decides(WAITING))

    assert error in server.asked[1]["messages"][-1]["content"]
    assert decision.outcome is Outcome.DECIDED
    assert [entry.content for entry in decision.looked_up if entry.content] == []


async def test_after_the_last_round_nothing_more_is_offered(market: Cache, clock: FakeClock) -> None:
    decision, server = await decide(market, clock, wants(candles()), rounds=1)

    assert "tools" in server.asked[0]
    assert "tools" not in server.asked[1]
    assert decision.outcome is Outcome.ABSTAINED
    assert len(server.asked) == 4  # two for the question, two for the second one


async def test_by_default_nothing_is_offered(market: Cache, clock: FakeClock) -> None:
    decision, server = await decide(market, clock, decides(WAITING), rounds=0)

    assert "tools" not in server.asked[0]
    assert decision.calls[0].tool_payload_json is None
    assert decision.looked_up == ()


async def test_more_requests_than_are_answered_are_told_so(market: Cache, clock: FakeClock) -> None:
    decision, server = await decide(market, clock, wants(*[candles()] * 6), decides(WAITING))

    told = [each["content"] for each in server.asked[1]["messages"] if each["role"] == "tool"]
    assert ["too many" in each for each in told] == [False] * 4 + [True] * 2
    assert len(decision.looked_up) == 4


async def test_in_tool_mode_the_answer_is_a_function_too(market: Cache, clock: FakeClock) -> None:
    answer = wants({"reasoning": "r", "decisions": [WAITING]}, name=SUBMIT)

    decision, server = await decide(market, clock, wants(candles()), answer, mode=AnswerMode.TOOL)

    assert decision.outcome is Outcome.DECIDED, decision.why
    assert server.asked[0]["tool_choice"] == "required"


async def test_a_server_without_functions_decides_without(market: Cache, clock: FakeClock) -> None:
    decision, server = await decide(market, clock, refuses(400, "tools are not supported"), decides(WAITING))

    assert decision.outcome is Outcome.DECIDED
    assert "tools" not in server.asked[1]


async def test_a_streamed_request_is_understood(market: Cache, clock: FakeClock) -> None:
    function = {"name": READ_MARKET, "arguments": json.dumps(candles())}
    request = tells(
        {"tool_calls": [{"index": 0, "id": "c1", "type": "function", "function": function}]},
        finish_reason="tool_calls",
    )

    decision, _ = await decide(market, clock, request, decides(WAITING), is_streamed=True)

    assert decision.outcome is Outcome.DECIDED
    assert len(decision.looked_up) == 1
