"""The desk's own prompt, put to the lab's rule policy over the wire."""

from datetime import timedelta
from typing import Any

import httpx2
import pytest

from tests.clocks import FakeClock
from tests.decision.accounts import a_position, an_account
from tests.instruments import BTC, ETH
from tests.lab_process import RunningLab, running_lab
from tradewind.bus.cache import Cache
from tradewind.decision.bundle import gather
from tradewind.decision.config import InputLimits, ModelConfig
from tradewind.decision.decide import Decider, Decision
from tradewind.decision.model_client import ModelClient
from tradewind.decision.prompt_texts import MANIFEST, load_texts
from tradewind.domain.decision import Action, Outcome
from tradewind.risk.limits import RiskLimits


async def ask_lab(
    lab: RunningLab, market: Cache, clock: FakeClock, version: str = "v2", patience_seconds: int = 20
) -> Decision:
    config = ModelConfig(
        base_url=lab.chat,
        model="lab-rules",
        max_retries=0,
        timeout=timedelta(seconds=patience_seconds),
        is_streamed=True,
    )
    client = ModelClient(config, clock)
    bundle = await gather(market, (BTC, ETH), clock, InputLimits())
    account = an_account(positions=(a_position(),))
    try:
        return await Decider(client, load_texts(version)).decide(bundle, account, RiskLimits())
    finally:
        await client.aclose()


@pytest.mark.parametrize("version", [shipped.version for shipped in MANIFEST])
async def test_the_rule_policy_reads_our_prompt_and_we_read_its_answer(
    market: Cache, clock: FakeClock, version: str
) -> None:
    async with running_lab() as lab:
        decision = await ask_lab(lab, market, clock, version)

    assert decision.outcome is Outcome.DECIDED, decision.why
    assert decision.unreadable == ()
    assert {proposal.symbol for proposal in decision.proposals} == {BTC, ETH}
    assert decision.reasoning
    assert all(proposal.rationale for proposal in decision.proposals)
    held = next(proposal for proposal in decision.proposals if proposal.symbol == BTC)
    assert held.action in {Action.HOLD, Action.CLOSE}


FAULTS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"kind": "hang"}, "no answer within 2 s"),
    ({"kind": "status", "status": 429}, "429"),
    ({"kind": "drop"}, "no connection"),
    ({"kind": "prose"}, "no JSON object"),
    ({"kind": "truncated"}, "cut off or not valid"),
    ({"kind": "nonsense"}, "no JSON object"),
)


async def test_f82_f83_f84_a_spoiled_answer_is_an_abstention(market: Cache, clock: FakeClock) -> None:
    async with running_lab() as lab, httpx2.AsyncClient(base_url=lab.url, timeout=30) as control:
        for fault, why in FAULTS:
            await control.delete("/lab/faults")
            armed = await control.post("/lab/faults", json={"path": "/v1/chat"} | fault)
            patience_seconds = 2 if fault["kind"] == "hang" else 20
            decision = await ask_lab(lab, market, clock, patience_seconds=patience_seconds)

            assert armed.is_success, armed.text
            assert decision.outcome is Outcome.ABSTAINED, fault
            assert why in str(decision.why)
            assert decision.proposals == ()
