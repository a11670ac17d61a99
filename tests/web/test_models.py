"""What the models cost and say, over real sockets."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.fakes.models import QUIET, QuietModels
from tests.waiting import eventually
from tests.web.stage import Stage, frames_made, received
from tradewind.bus.cache import Batch
from tradewind.bus.keys import DECISION_STREAM, Source
from tradewind.bus.messages import ThinkingNotice
from tradewind.decision.budget import BudgetStanding
from tradewind.domain.model_usage import ModelUse
from tradewind.web.schemas.frames import DecisionStream

PLACE = "/internal/autotrade/v1/model-usage"


def models_of(stage: Stage) -> QuietModels:
    models = stage.desk.models
    assert isinstance(models, QuietModels)
    return models


async def test_the_day_s_use_is_told_with_budget_and_state(stage: Stage) -> None:
    use = ModelUse(
        model="m",
        calls=3,
        failed_calls=1,
        prompt_tokens=900,
        cached_tokens=100,
        completion_tokens=90,
        cost_usd=Decimal("1.50"),
        unpriced_calls=1,
    )
    budget = BudgetStanding(
        day=date(2026, 11, 21), uses=(use,), spent_usd=Decimal(2), daily_usd=Decimal("1.75")
    )
    models_of(stage).reported = replace(QUIET, budget=budget, failed_decisions=3, safe_mode="it fails")

    body = (await stage.http.get(PLACE)).json()

    assert body["uses"] == [
        {
            "model": "m",
            "calls": 3,
            "failed_calls": 1,
            "prompt_tokens": 900,
            "cached_tokens": 100,
            "completion_tokens": 90,
            "cost_usd": "1.50",
            "unpriced_calls": 1,
        }
    ]
    assert (body["day"], body["spent_usd"], body["daily_budget_usd"]) == ("2026-11-21", "2", "1.75")
    assert (body["budget_used_up"], body["safe_mode"], body["failed_decisions"]) == (True, True, 3)
    assert [reason[:10] for reason in body["manage_only"]] == ["the models", "it fails"]
    assert body["models"] == [{"model": "rule-policy", "circuit": "closed", "failures": 0}]


async def test_the_operator_ends_safe_mode_by_name(stage: Stage) -> None:
    nameless = await stage.http.post(f"{PLACE}/safe-mode-release", json={})
    answer = await stage.http.post(f"{PLACE}/safe-mode-release", json={"by": "ann"})

    assert (nameless.status_code, answer.status_code) == (422, 200)
    assert models_of(stage).released_by == ["ann"]


async def test_what_the_model_says_reaches_every_socket_outside_of_the_sequence(stage: Stage) -> None:
    now = stage.desk.clock.now()
    notice = ThinkingNotice(
        model="m", started_at=now, seq=1, reasoning="hm", answer="{", is_over=False, timestamp=now
    )
    async with stage.socket() as client, stage.socket() as other:
        await eventually(lambda: stage.clients == 2)
        batch = Batch(Source.TRADER_BOT)
        batch.whisper(DECISION_STREAM, notice)
        await stage.cache.write(batch)
        frames = [
            DecisionStream.model_validate(await received(each, "decision_stream"), strict=False)
            for each in (client, other)
        ]

    assert [(frame.data.reasoning, frame.data.answer) for frame in frames] == [("hm", "{")] * 2
    assert frames_made(stage.desk, "decision_stream") == 1
    async with stage.socket("?since=0&epoch=run-1") as again:
        assert "decision_stream" not in await again.recv()
