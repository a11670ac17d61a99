"""One decision: gate, prompt, question, at most one more question, proposals or an abstention."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Protocol

from tradewind.decision.answer import Answer, parse_answer
from tradewind.decision.answer_text import AnswerUnusable
from tradewind.decision.bundle import Bundle
from tradewind.decision.freshness_gate import block_reason
from tradewind.decision.grounding import ungrounded
from tradewind.decision.market_lookup import looked_up_inputs
from tradewind.decision.prompt import Prompt, PromptTexts, with_complaint, write_prompt
from tradewind.decision.shown import Shown, shown_in
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.decision import BundleInput, GroundingFlag, ModelCall, Outcome, Proposal, Unreadable
from tradewind.domain.instrument import Symbol
from tradewind.risk.limits import RiskLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What came of asking, or of not asking."""

    outcome: Outcome
    why: str | None  # of a block or an abstention
    calls: tuple[ModelCall, ...]
    reasoning: str | None
    proposals: tuple[Proposal, ...]
    unreadable: tuple[Unreadable, ...]
    prompt_version: str | None = None  # None: no model was asked
    pause_cycles: int | None = None  # how many cycles the model wants to sit out; None: not said
    flags: Mapping[Symbol, tuple[GroundingFlag, ...]] = field(default_factory=dict)

    @property
    def looked_up(self) -> tuple[BundleInput, ...]:
        """What the model asked to see besides the bundle."""
        return looked_up_inputs(self.calls)


class Asks(Protocol):
    """A model, or several of which one answers."""

    @property
    def model(self) -> str:
        """The name of the model that is asked first."""

    async def ask(
        self, system_prompt: str, user_prompt: str, earlier: tuple[ModelCall, ...] = ()
    ) -> tuple[ModelCall, ...]:
        """Put a question and return every call that it took, the one that counts last; never raises for a model.

        `earlier` are the calls of the same decision's question before this one.
        """


class Purse(Protocol):
    """Pays the models."""

    def refusal(self, *, is_holding: bool) -> str | None:
        """Return why nobody is asked, None when somebody may be; `is_holding`: there are positions to look after."""


class Decider:
    """Asks about bundles."""

    def __init__(self, client: Asks, texts: PromptTexts, purse: Purse | None = None) -> None:
        self._client = client
        self._texts = texts
        self._purse = purse  # None: asking costs nothing

    @property
    def model(self) -> str:
        """The name of the model that decides."""
        return self._client.model

    async def decide(self, bundle: Bundle, account: AccountSnapshot, limits: RiskLimits) -> Decision:
        """Return the model's proposals, unjudged; never raises for anything that a model does."""
        block = block_reason(bundle, [position.symbol for position in account.positions])
        if block is None and self._purse is not None:
            block = self._purse.refusal(is_holding=bool(account.positions))
        if block is not None:
            return _without_answer(Outcome.BLOCKED, block, ())
        prompt = write_prompt(self._texts, bundle, account, limits)
        calls = await self._client.ask(prompt.system, prompt.user)
        answer = _read(calls[-1], bundle)
        if isinstance(answer, AnswerUnusable) and calls[-1].raw_answer is not None:
            again = with_complaint(prompt, answer.reason)
            calls += await self._client.ask(again.system, again.user, calls)
            answer = _read(calls[-1], bundle)
        if isinstance(answer, AnswerUnusable):
            abstention = _without_answer(Outcome.ABSTAINED, answer.reason, calls, answer.unreadable)
            return replace(abstention, prompt_version=self._texts.version)
        return Decision(
            outcome=Outcome.DECIDED,
            why=None,
            calls=calls,
            reasoning=answer.reasoning,
            proposals=answer.proposals,
            unreadable=answer.unreadable,
            prompt_version=self._texts.version,
            pause_cycles=answer.pause_cycles,
            flags=ungrounded(answer.proposals, _shown(calls[-1], prompt)),
        )


def _read(call: ModelCall, bundle: Bundle) -> Answer | AnswerUnusable:
    if call.error is not None:
        return AnswerUnusable(reason=call.error)
    prices = {ticker.symbol: Decimal(str(ticker.last_price)) for ticker in bundle.tickers}
    return parse_answer(call.raw_answer or "", bundle.symbols, prices)


def _shown(call: ModelCall, prompt: Prompt) -> Shown:
    is_ours = (call.system_prompt, call.user_prompt[: len(prompt.user)]) == (prompt.system, prompt.user)
    texts = call.system_prompt, call.user_prompt, call.tool_payload_json or ""
    return shown_in(*texts, document=prompt.document if is_ours else None)


def _without_answer(
    outcome: Outcome, why: str, calls: tuple[ModelCall, ...], unreadable: tuple[Unreadable, ...] = ()
) -> Decision:
    return Decision(
        outcome=outcome, why=why, calls=calls, reasoning=None, proposals=(), unreadable=unreadable
    )
