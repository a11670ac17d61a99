"""What the models were used for, from the calls on record."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.clocks import START
from tests.ledger.records import CALL, a_decision
from tradewind.domain.clock import Instant
from tradewind.domain.decision import ModelCall
from tradewind.domain.ids import DecisionId
from tradewind.domain.model_usage import ModelUse
from tradewind.ledger import Ledger, model_usage


async def decide(ledger: Ledger, number: int, at: Instant, *calls: ModelCall) -> None:
    record = a_decision(f"d{number}")
    await ledger.decisions.add(
        replace(record, created_at=at, calls=calls, decision_id=DecisionId(f"d{number}"))
    )


async def test_the_calls_of_a_day_are_summed_by_model(ledger: Ledger) -> None:
    yesterday = Instant.of(START - timedelta(days=1))
    silent = replace(CALL, raw_answer=None, cost_usd=None, prompt_tokens=None, completion_tokens=None)
    await decide(ledger, 1, yesterday, CALL, CALL)
    await decide(ledger, 2, START, replace(CALL, cached_tokens=100), silent)
    await decide(ledger, 3, START)
    await decide(ledger, 4, START, replace(CALL, model="another", cost_usd=Decimal(1)))

    uses = await ledger.model_usage.since(START)

    assert uses == (
        ModelUse(
            model="another",
            calls=1,
            failed_calls=0,
            prompt_tokens=900,
            cached_tokens=0,
            completion_tokens=120,
            cost_usd=Decimal(1),
            unpriced_calls=0,
        ),
        ModelUse(
            model="deepseek-chat",
            calls=2,
            failed_calls=1,
            prompt_tokens=900,
            cached_tokens=100,
            completion_tokens=120,
            cost_usd=Decimal("0.00042"),
            unpriced_calls=1,
        ),
    )


async def test_an_empty_record_has_no_use(ledger: Ledger) -> None:
    assert await ledger.model_usage.since(START) == ()


async def test_no_call_is_lost_or_counted_twice_where_pages_meet(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_usage, "PAGE", 3)
    for number in range(8):
        await decide(ledger, number, START, CALL, CALL)

    (use,) = await ledger.model_usage.since(START)

    assert use.calls == 16
