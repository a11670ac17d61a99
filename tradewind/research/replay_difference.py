"""What tells a replayed decision from its record: canonical bytes, and the first stage at which they part. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import zip_longest
from operator import is_

from tradewind.bus.codec import encode
from tradewind.domain.decision import BundleInput, DecisionRecord, ModelCall

EXCERPT = 60
"""Characters on either side of the first difference of two texts."""


class Stage(StrEnum):
    """Where on its way a decision first differs from its record."""

    RECORD = "record"
    """What was kept cannot be read."""
    BUNDLE = "bundle"
    PROMPT = "prompt"
    ANSWER = "answer"
    PARSE = "parse"
    VERDICTS = "verdicts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first stage that differs, and how."""

    stage: Stage
    what: str


def canonical(record: DecisionRecord) -> bytes:
    """Return a decision as the bytes that a replay must give again: everything but when and how long.

    JSON in a fixed order: bundle by its hashes, questions, answers, proposals with every verdict, order ids.
    """
    bundle = [replace(entry, content=None) for entry in record.bundle]
    return encode((bundle, _decided(record)))


def difference_of(record: DecisionRecord, again: DecisionRecord) -> Difference | None:
    """Return the first stage at which `again` parts from its record, None where their canonical bytes are equal."""
    # What a bundle names has one spelling: where the values are equal, so are the bytes.
    if record.bundle == again.bundle and _are_same(record, again):
        return None
    for stage, compare in _STAGES:
        if (what := compare(record, again)) is not None:
            return Difference(stage=stage, what=what)
    raise AssertionError(f"decision {record.decision_id} differs in a field that no stage compares")


def bundle_difference(record: DecisionRecord, again: DecisionRecord) -> str | None:
    """Return how the bundles differ, None where they are equal."""
    for kept, rebuilt in zip_longest(record.bundle, again.bundle):
        if kept is None or rebuilt is None:
            return f"{(kept or rebuilt).key} is in one bundle only"
        if (named := _entry_difference(kept, rebuilt)) is not None:
            return named
    if record.bundle_sha256 != again.bundle_sha256:
        return f"the hash on record is {record.bundle_sha256}, its inputs have {again.bundle_sha256}"
    return None


def prompt_difference(asked: tuple[str, str] | None, again: tuple[str, str] | None) -> str | None:
    """Return how two questions (system, user) differ, None where they are equal."""
    if asked is None or again is None:
        return None if asked is again else "a question was put in one of the two only"
    for name, one, other in zip(("system", "user"), asked, again, strict=True):
        if one != other:
            return f"the {name} prompt differs {_where(one, other)}"
    return None


def _are_same(record: DecisionRecord, again: DecisionRecord) -> bool:
    one, other = _decided(record), _decided(again)
    if len(record.calls) == len(again.calls) and all(map(is_, record.calls, again.calls)):
        del one["calls"], other["calls"]  # answered by the record itself: nothing to compare
    return encode(one) == encode(other)


def _decided(record: DecisionRecord) -> dict[str, object]:
    return {
        "decision_id": record.decision_id,
        "portfolio_id": record.portfolio_id,
        "outcome": record.outcome,
        "why": record.why,
        "model": record.model,
        "prompt_version": record.prompt_version,
        "bundle_sha256": record.bundle_sha256,
        "calls": [_said(call) for call in record.calls],
        "reasoning": record.reasoning,
        "items": record.items,
        "unreadable": record.unreadable,
        "pause_cycles": record.pause_cycles,
    }


def _entry_difference(kept: BundleInput, rebuilt: BundleInput) -> str | None:
    if kept.key != rebuilt.key:
        return f"{rebuilt.key} stands where {kept.key} stood"
    if kept.sha256 != rebuilt.sha256:
        return f"{kept.key}: its bytes have sha256 {rebuilt.sha256}, on record is {kept.sha256}"
    for name in ("stamped", "age_ms", "freshness"):
        if getattr(kept, name) != getattr(rebuilt, name):
            return f"{kept.key}: {name} is {getattr(rebuilt, name)}, on record is {getattr(kept, name)}"
    return None


def _prompts(record: DecisionRecord, again: DecisionRecord) -> str | None:
    if record.prompt_version != again.prompt_version:
        return f"prompt {again.prompt_version} instead of {record.prompt_version}"
    for one, other in zip_longest(record.calls, again.calls):
        asked = (one.system_prompt, one.user_prompt) if one else None
        asked_again = (other.system_prompt, other.user_prompt) if other else None
        if (what := prompt_difference(asked, asked_again)) is not None:
            return what
    return None


def _answers(record: DecisionRecord, again: DecisionRecord) -> str | None:
    if record.model != again.model:
        return f"{again.model} was asked instead of {record.model}"
    for one, other in zip(record.calls, again.calls, strict=True):
        if _said(one) != _said(other):
            return f"{other.model} answered otherwise {_where(one.raw_answer or '', other.raw_answer or '')}"
    return None


def _parsed(record: DecisionRecord, again: DecisionRecord) -> str | None:
    for name in ("outcome", "why", "reasoning", "unreadable", "pause_cycles"):
        if getattr(record, name) != getattr(again, name):
            return f"{name} is {getattr(again, name)}, on record is {getattr(record, name)}"
    for one, other in zip_longest(record.items, again.items):
        if one is None or other is None:
            return f"{(one or other).proposal.symbol} is proposed in one of the two only"
        if (one.proposal, one.flags) != (other.proposal, other.flags):
            return f"{one.proposal.symbol}: another proposal was read out of the same answer"
    return None


def _verdicts(record: DecisionRecord, again: DecisionRecord) -> str | None:
    for one, other in zip(record.items, again.items, strict=True):
        for kept, now in zip_longest(one.verdicts, other.verdicts):
            if kept != now:
                said, says = (verdict.reason if verdict else "nothing" for verdict in (kept, now))
                return f"{one.proposal.symbol}: {(kept or now).gate} says {says!r}, on record is {said!r}"
        if one != other:
            return f"{one.proposal.symbol}: approved {other.is_approved}, on record is {one.is_approved}"
    return None


_STAGES: Sequence[tuple[Stage, Callable[[DecisionRecord, DecisionRecord], str | None]]] = (
    (Stage.BUNDLE, bundle_difference),
    (Stage.PROMPT, _prompts),
    (Stage.ANSWER, _answers),
    (Stage.PARSE, _parsed),
    (Stage.VERDICTS, _verdicts),
)


def _said(call: ModelCall) -> ModelCall:
    return replace(call, latency_ms=0)


def _where(one: str, other: str) -> str:
    at = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    start = max(at - EXCERPT // 2, 0)
    return f"at character {at}: {other[start : at + EXCERPT]!r}, on record is {one[start : at + EXCERPT]!r}"
