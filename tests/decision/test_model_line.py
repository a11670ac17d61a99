"""Whoever answers first decides; who keeps failing is left alone."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from tests.clocks import FakeClock
from tests.fakes.chat_server import HANGS, ChatServer, Reply, refuses, running_chat, says
from tradewind.decision.breaker import Circuit
from tradewind.decision.config import ModelConfig
from tradewind.decision.model_line import ModelLine
from tradewind.decision.models_config import BreakerConfig, ModelsConfig
from tradewind.telemetry.metrics import Metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    line: ModelLine
    servers: list[ChatServer]
    clock: FakeClock
    metrics: Metrics


@asynccontextmanager
async def a_line(*scripts: list[Reply], **changes: Any) -> AsyncIterator[Line]:
    clock, metrics = FakeClock(), Metrics()
    async with AsyncExitStack() as exits:
        servers = [await exits.enter_async_context(running_chat(*script)) for script in scripts]
        models = tuple(
            ModelConfig(
                base_url=server.url,
                model=f"model-{place}",
                max_retries=0,
                timeout=timedelta(seconds=1 if HANGS in script else 20),
            )
            for place, (server, script) in enumerate(zip(servers, scripts, strict=True), start=1)
        )
        config = ModelsConfig(models=models, breaker=BreakerConfig(failures=2), **changes)
        line = ModelLine(config, clock, metrics)
        exits.push_async_callback(line.aclose)
        yield Line(line=line, servers=servers, clock=clock, metrics=metrics)


FAILURES = [
    pytest.param(refuses(429, "quota"), id="429"),
    pytest.param(refuses(402, "Insufficient Balance"), id="quota"),
    pytest.param(refuses(503), id="503"),
    pytest.param(HANGS, id="hang"),
    pytest.param(Reply(text="<html>", content_type="text/html"), id="html"),
]


@pytest.mark.parametrize("failure", FAILURES)
async def test_f83_the_next_model_answers_where_the_first_fails(failure: Reply) -> None:
    async with a_line([failure], [says("{}")]) as desk:
        calls = await desk.line.ask("s", "u")

    assert [(call.model, call.raw_answer) for call in calls] == [("model-1", None), ("model-2", "{}")]
    fallbacks = desk.metrics.registry.get_sample_value(
        "tradewind_model_fallbacks_total", {"model": "model-1"}
    )
    assert fallbacks == 1


async def test_a_model_that_answers_is_the_only_one_asked() -> None:
    async with a_line([says("")], [says("{}")]) as desk:
        (call,) = await desk.line.ask("s", "u")

    assert call.raw_answer == ""
    assert desk.servers[1].asked == []


async def test_f83_when_all_fail_the_last_reason_is_the_answer() -> None:
    async with a_line([refuses(500)], [refuses(429)]) as desk:
        calls = await desk.line.ask("s", "u")

    assert calls[-1].raw_answer is None
    assert "429" in str(calls[-1].error)


async def test_a_model_that_keeps_failing_is_left_alone_then_tried_once() -> None:
    async with a_line([refuses(500), refuses(500), says("{}")], [says("{}")]) as desk:
        for _ in range(4):
            await desk.line.ask("s", "u")
        asked_while_open = len(desk.servers[0].asked)
        circuit = desk.line.standings()[0].circuit
        desk.clock.advance(timedelta(seconds=120))
        calls = await desk.line.ask("s", "u")

    assert asked_while_open == 2
    assert circuit is Circuit.OPEN
    assert [call.model for call in calls] == ["model-1"]
    assert desk.line.standings()[0].circuit is Circuit.CLOSED


async def test_when_every_model_is_left_alone_the_call_says_so_and_nobody_is_asked() -> None:
    async with a_line([refuses(500)]) as desk:
        for _ in range(2):
            await desk.line.ask("s", "u")
        calls = await desk.line.ask("s", "u")

    assert len(desk.servers[0].asked) == 2
    assert "left alone after failures are model-1 for 120 s" in str(calls[-1].error)
    assert calls[-1].cost_usd == 0


async def test_a_model_that_was_silent_before_is_not_asked_again_in_the_same_decision() -> None:
    async with a_line([refuses(500), says("{}")], [says("prose"), says("{}")]) as desk:
        earlier = await desk.line.ask("s", "u")
        calls = await desk.line.ask("s", "again", earlier)

    assert [call.model for call in calls] == ["model-2"]
    assert len(desk.servers[0].asked) == 1


async def test_f82_all_models_together_keep_to_the_time_of_a_decision() -> None:
    async with a_line([HANGS], [HANGS], total=timedelta(milliseconds=400)) as desk:
        (first,) = (await desk.line.ask("s", "u"))[:1]

    assert first.error == "no answer within 0.4 s"


async def test_tokens_and_cost_are_counted() -> None:
    async with a_line([says("{}")]) as desk:
        await desk.line.ask("s", "u")

    counted = {
        kind: desk.metrics.registry.get_sample_value(
            "tradewind_model_tokens_total", {"model": "model-1", "kind": kind}
        )
        for kind in ("prompt", "completion")
    }
    assert counted == {"prompt": 1000, "completion": 200}
