"""One question, at most one more, then an abstention."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from tests.clocks import FakeClock
from tests.decision.accounts import a_position, an_account
from tests.fakes.chat_server import HANGS, ChatServer, Reply, decides, running_chat, says
from tests.instruments import BTC, ETH
from tradewind.bus.cache import Cache
from tradewind.decision.bundle import gather
from tradewind.decision.config import InputLimits, ModelConfig
from tradewind.decision.decide import Decider, Decision
from tradewind.decision.model_client import ModelClient
from tradewind.decision.prompt import load_texts
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.decision import Action, Outcome
from tradewind.risk.limits import RiskLimits


@asynccontextmanager
async def a_decider(
    server: ChatServer, patience: timedelta = timedelta(seconds=20)
) -> AsyncIterator[Decider]:
    config = ModelConfig(base_url=server.url, max_retries=0, timeout=patience)
    client = ModelClient(config, FakeClock())
    try:
        yield Decider(client, load_texts())
    finally:
        await client.aclose()


async def decide(
    cache: Cache, clock: FakeClock, *script: Reply, account: AccountSnapshot | None = None
) -> tuple[Decision, ChatServer]:
    bundle = await gather(cache, (BTC, ETH), clock, InputLimits())
    patience = timedelta(seconds=1 if HANGS in script else 20)
    async with running_chat(*script) as server, a_decider(server, patience) as decider:
        return await decider.decide(bundle, account or an_account(), RiskLimits()), server


def waiting(symbol: str) -> dict[str, Any]:
    return {"symbol": symbol, "action": "no_entry", "confidence": 0.7, "rationale": "flat"}


async def test_a_readable_answer_is_a_decision(market: Cache, clock: FakeClock) -> None:
    decision, server = await decide(market, clock, decides(waiting(BTC), waiting(ETH)))

    assert decision.outcome is Outcome.DECIDED
    assert decision.reasoning == "because"
    assert [proposal.action for proposal in decision.proposals] == [Action.NO_ENTRY, Action.NO_ENTRY]
    assert len(server.asked) == len(decision.calls) == 1


async def test_an_unreadable_answer_is_asked_for_once_more_with_the_reason(
    market: Cache, clock: FakeClock
) -> None:
    decision, server = await decide(market, clock, says("I would buy."), decides(waiting(BTC)))

    assert decision.outcome is Outcome.DECIDED
    assert decision.calls[0].raw_answer == "I would buy."
    assert "holds no JSON object" in server.asked[1]["messages"][1]["content"]
    assert decision.calls[1].user_prompt == server.asked[1]["messages"][1]["content"]


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (says("Buy BTC!"), "holds no JSON"),
        (says('{"decisions": [{"symbol": "BTC-USDT-SWAP", "action": "buy"'), "cut off or not valid"),
        (says('{"decisions": []}', finish_reason="length"), "token limit"),
        (says(""), "empty"),
        (decides({"symbol": "MOON", "action": "buy"}), "not an instrument"),
    ],
)
async def test_f84_two_unusable_answers_are_an_abstention(
    market: Cache, clock: FakeClock, reply: Reply, why: str
) -> None:
    decision, server = await decide(market, clock, reply)

    assert decision.outcome is Outcome.ABSTAINED
    assert why in str(decision.why)
    assert decision.proposals == ()
    assert len(server.asked) == len(decision.calls) == 2


@pytest.mark.parametrize(("reply", "why"), [(HANGS, "no answer within 1 s"), (Reply(status=429), "429")])
async def test_f82_f83_a_model_that_fails_is_not_asked_again(
    market: Cache, clock: FakeClock, reply: Reply, why: str
) -> None:
    decision, server = await decide(market, clock, reply)

    assert decision.outcome is Outcome.ABSTAINED
    assert why in str(decision.why)
    assert len(server.asked) == 1


async def test_a_blocked_decision_never_reaches_the_model(cache: Cache, clock: FakeClock) -> None:
    decision, server = await decide(cache, clock, decides(), account=an_account(positions=(a_position(),)))

    assert decision.outcome is Outcome.BLOCKED
    assert f"{BTC} is held and has no usable price" in str(decision.why)
    assert server.asked == []
    assert decision.calls == ()
