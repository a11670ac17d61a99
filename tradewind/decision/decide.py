"""One decision: gate, prompt, question, at most one more question, proposals or an abstention."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tradewind.decision.answer import Answer, parse_answer
from tradewind.decision.answer_text import AnswerUnusable
from tradewind.decision.bundle import Bundle
from tradewind.decision.freshness_gate import block_reason
from tradewind.decision.model_client import ModelClient
from tradewind.decision.prompt import Prompt, PromptTexts, with_complaint, write_prompt
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.decision import GroundingFlag, ModelCall, Outcome, Proposal, Unreadable
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
    pause_cycles: int | None = None  # how many cycles the model wants to sit out; None: not said
    flags: Mapping[Symbol, tuple[GroundingFlag, ...]] = field(default_factory=dict)


class Decider:
    """Asks one model about bundles."""

    def __init__(self, client: ModelClient, texts: PromptTexts) -> None:
        self._client = client
        self._texts = texts

    @property
    def model(self) -> str:
        """The name of the model that decides."""
        return self._client.model

    async def decide(self, bundle: Bundle, account: AccountSnapshot, limits: RiskLimits) -> Decision:
        """Return the model's proposals, unjudged; never raises for anything that a model does."""
        block = block_reason(bundle, [position.symbol for position in account.positions])
        if block is not None:
            return _without_answer(Outcome.BLOCKED, block, ())
        prompt = write_prompt(self._texts, bundle, account, limits)
        first, answer = await self._ask(prompt, bundle.symbols)
        calls: tuple[ModelCall, ...] = (first,)
        if isinstance(answer, AnswerUnusable) and first.raw_answer is not None:
            second, answer = await self._ask(with_complaint(prompt, answer.reason), bundle.symbols)
            calls = (first, second)
        if isinstance(answer, AnswerUnusable):
            return _without_answer(Outcome.ABSTAINED, answer.reason, calls, answer.unreadable)
        return Decision(
            outcome=Outcome.DECIDED,
            why=None,
            calls=calls,
            reasoning=answer.reasoning,
            proposals=answer.proposals,
            unreadable=answer.unreadable,
        )

    async def _ask(
        self, prompt: Prompt, symbols: tuple[Symbol, ...]
    ) -> tuple[ModelCall, Answer | AnswerUnusable]:
        call = await self._client.ask(prompt.system, prompt.user)
        if call.error is not None:
            return call, AnswerUnusable(reason=call.error)
        return call, parse_answer(call.raw_answer or "", symbols)


def _without_answer(
    outcome: Outcome, why: str, calls: tuple[ModelCall, ...], unreadable: tuple[Unreadable, ...] = ()
) -> Decision:
    return Decision(
        outcome=outcome, why=why, calls=calls, reasoning=None, proposals=(), unreadable=unreadable
    )
