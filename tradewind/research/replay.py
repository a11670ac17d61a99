"""Decides again what is on record, from stored bytes alone, and says where the result differs, if it does.

The same bundle, prompt, parser and review as at the time; the answers come from the record, or from a cache.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from tradewind.bus.codec import Undecodable, decode
from tradewind.cycle.judgement import judge
from tradewind.cycle.review import ReviewInputs
from tradewind.cycle.stored_review import StoredLimits, limits_of, review_inputs_of
from tradewind.decision.bundle import Bundle, rebuild
from tradewind.decision.decide import Decider
from tradewind.decision.prompt_texts import PromptRefused, PromptTexts
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.decision import DecisionRecord, Outcome, Trigger
from tradewind.research.questions import NoAnswer, Questions, StoredRefusal
from tradewind.research.replay_difference import (
    Difference,
    Stage,
    bundle_difference,
    canonical,
    difference_of,
    prompt_difference,
)
from tradewind.research.values import DecodedValues


class Result(StrEnum):
    """What a replay came to."""

    IDENTICAL = "identical"
    DIFFERENT = "different"
    NOT_REPLAYABLE = "not_replayable"
    """Nobody was asked, or the record is older than what replays need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One decision beside its record."""

    record: DecisionRecord
    again: DecisionRecord | None  # None: it could not be decided again
    difference: Difference | None = None
    why_not: str | None = None  # of what cannot be replayed

    @property
    def result(self) -> Result:
        """What came of it."""
        if self.why_not is not None:
            return Result.NOT_REPLAYABLE
        return Result.IDENTICAL if self.difference is None else Result.DIFFERENT

    @property
    def sha256(self) -> str | None:
        """The hash of what was decided again, None where nothing was."""
        return None if self.again is None else hashlib.sha256(canonical(self.again)).hexdigest()


class Replay:
    """Decides records again, with their own prompt and model or with others."""

    def __init__(
        self, questions: Questions, texts_of: Callable[[str], PromptTexts], *, prompt: str | None = None
    ) -> None:
        self._questions = questions
        self._texts_of = texts_of
        self._prompt = prompt  # None: the one that each record names
        self._texts: dict[str, PromptTexts] = {}
        self._values = DecodedValues()

    async def decide(self, record: DecisionRecord) -> Replayed:
        """Decide `record` again; never raises for anything that stands in it."""
        if (why_not := _why_not(record)) is not None:
            return Replayed(record=record, again=None, why_not=why_not)
        try:
            return await self._decide(record)
        except (Undecodable, PromptRefused) as e:
            return Replayed(record=record, again=None, difference=Difference(stage=Stage.RECORD, what=str(e)))

    async def _decide(self, record: DecisionRecord) -> Replayed:
        limits = limits_of(record.limits_json or b"")
        account = decode(record.account_json, AccountSnapshot)
        bundle = rebuild(record.bundle, record.as_of or record.created_at, limits.inputs, self._values.read)
        seen = replace(record, bundle=bundle.inputs, bundle_sha256=bundle.sha256)
        asks = self._questions.of(record)
        decider = Decider(asks, self._texts_for(record), StoredRefusal(record))
        try:
            decision = await decider.decide(bundle, account, limits.risk)
        except NoAnswer as e:
            return Replayed(record=record, again=None, difference=_unanswered(record, seen, e))
        inputs = None if decision.outcome is Outcome.BLOCKED else _review_inputs(record, bundle, limits)
        try:
            judgement = judge(record.decision_id, decision.proposals, inputs, decision.flags)
        except ValueError as e:
            return Replayed(record=record, again=None, why_not=str(e))
        again = replace(
            seen,
            outcome=decision.outcome,
            why=decision.why,
            model=asks.model,
            calls=decision.calls,
            reasoning=decision.reasoning,
            items=judgement.items,
            unreadable=decision.unreadable,
            prompt_version=decision.prompt_version,
            pause_cycles=decision.pause_cycles,
        )
        return Replayed(record=record, again=again, difference=difference_of(record, again))

    def _texts_for(self, record: DecisionRecord) -> PromptTexts:
        version = self._prompt or record.prompt_version
        if version is None:  # nobody was asked: no words are needed
            return PromptTexts(version="", system="", user="")
        if version not in self._texts:
            self._texts[version] = self._texts_of(version)
        return self._texts[version]


_ASKING = (Outcome.DECIDED, Outcome.ABSTAINED, Outcome.BLOCKED)
"""Outcomes of a bundle that was judged at all."""


def _why_not(record: DecisionRecord) -> str | None:
    if record.trigger is Trigger.BY_HAND:
        return "a person decided it"
    if record.limits_json is None or record.as_of is None:
        return "it was recorded before records kept what a replay needs"
    if record.outcome is Outcome.DECIDED and not record.calls:
        return f"{record.model} decided it, which is no language model"
    if record.outcome not in _ASKING:
        return f"nobody was asked: {record.why}"
    return None


def _review_inputs(record: DecisionRecord, bundle: Bundle, limits: StoredLimits) -> ReviewInputs | None:
    if record.review_json is None:
        return None
    return review_inputs_of(record.review_json, bundle, limits.risk)


def _unanswered(record: DecisionRecord, seen: DecisionRecord, unanswered: NoAnswer) -> Difference:
    """Return the earliest reason why a question has no answer on record."""
    if (what := bundle_difference(record, seen)) is not None:
        return Difference(stage=Stage.BUNDLE, what=what)
    asked = [(call.system_prompt, call.user_prompt) for call in record.calls]
    now = (unanswered.system_prompt, unanswered.user_prompt)
    if now not in asked:
        what = prompt_difference(asked[0] if asked else None, now)
        return Difference(stage=Stage.PROMPT, what=f"{what}; {unanswered}")
    return Difference(stage=Stage.ANSWER, what=str(unanswered))
