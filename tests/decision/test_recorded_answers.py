"""Answers that real models sent: each ends in the decisions that its author meant, or in none."""

import gzip
import json
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.recorded import recorded_root
from tradewind.decision.answer import Answer, parse_answer
from tradewind.decision.answer_text import AnswerUnusable
from tradewind.decision.grounding import ungrounded
from tradewind.decision.shown import shown_in
from tradewind.decision.vocabulary import ACTIONS
from tradewind.domain.decision import Proposal
from tradewind.domain.instrument import Symbol

EVERY_LINE = Counter(
    {"cot_plus_json_array": 25, "agent_free_text": 19, "prose_trader_investment_decision": 10}
)
GOLD_FIELDS = {
    "leverage": "leverage",
    "position_size_usd": "notional",
    "stop_loss": "stop_price",
    "take_profit": "take_profit_price",
}


def recorded_answers() -> list[dict[str, Any]]:
    with gzip.open(recorded_root() / "llm" / "answers.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.mark.recorded
def test_every_recorded_answer_gives_what_its_author_meant_and_prose_gives_nothing() -> None:
    kinds: Counter[str] = Counter()
    for recorded in recorded_answers():
        gold = recorded.get("gold")
        kinds[recorded["kind"]] += 1
        for symbols in (None, a_desk(gold or [])):
            answer = parse_answer(recorded["raw"], symbols)
            if gold is None:
                assert isinstance(answer, AnswerUnusable), recorded["id"]
                assert answer.unreadable == (), recorded["id"]
                continue
            assert isinstance(answer, Answer), (recorded["id"], answer)
            assert answer.unreadable == (), recorded["id"]
            agree(answer.proposals, gold, recorded["id"], is_desk=symbols is not None)
    assert kinds >= EVERY_LINE


def a_desk(gold: list[dict[str, Any]]) -> list[Symbol]:
    """Return the instruments of a desk that calls them otherwise than the model does."""
    return [swap(item["symbol"]) for item in gold if item["symbol"] != "ALL"] or [swap("BTCUSDT")]


def swap(symbol: str) -> Symbol:
    return Symbol(f"{symbol.removesuffix('USDT')}-USDT-SWAP")


def agree(proposals: tuple[Proposal, ...], gold: list[dict[str, Any]], where: str, *, is_desk: bool) -> None:
    assert len(proposals) == len(gold), where
    for proposal, item in zip(proposals, gold, strict=True):
        if item["symbol"] != "ALL" or not is_desk:
            assert proposal.symbol == (swap(item["symbol"]) if is_desk else item["symbol"]), where
        assert proposal.action is ACTIONS[item["action"]], where
        assert proposal.rationale == item["reasoning"], where
        if proposal.action.is_opening:
            assert proposal.confidence == item["confidence"] / 100, where
        for theirs, ours in GOLD_FIELDS.items():
            stated = Decimal(str(item[theirs])) if theirs in item and proposal.action.is_opening else None
            assert getattr(proposal, ours) == stated, where


@pytest.mark.recorded
def test_f86_real_reasons_are_flagged_only_for_figures_that_their_author_never_saw() -> None:
    seen, shifted = 0, 0
    for recorded in recorded_answers():
        answer = parse_answer(recorded["raw"], None)
        if not isinstance(answer, Answer):
            continue
        told = shown_in(recorded["cot"] + json.dumps(recorded["account"]))
        assert ungrounded(answer.proposals, told) == {}, recorded["id"]
        elsewhere = [replace(one, rationale=FIGURE.sub(invented, one.rationale)) for one in answer.proposals]
        seen += sum(bool(FIGURE.search(one.rationale)) for one in answer.proposals)
        shifted += len(ungrounded(elsewhere, told))
    assert seen >= 5
    assert shifted >= 0.8 * seen


FIGURE = re.compile(r"(?<![0-9.:A-Za-z])[0-9]+\.[0-9]+(?![0-9.:%]|\s?[x倍:])")


def invented(figure: re.Match[str]) -> str:
    return f"{float(figure[0]) * 1.0731:.2f}"


@pytest.mark.recorded
def test_f84_no_recorded_answer_that_is_cut_off_anywhere_trades_on_its_prose() -> None:
    for recorded in recorded_answers():
        for share in (0.3, 0.6, 0.9, 0.97):
            cut = recorded["raw"][: int(len(recorded["raw"]) * share)]

            assert isinstance(parse_answer(cut, None), AnswerUnusable), (recorded["id"], share)
