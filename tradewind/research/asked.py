"""A model as the decider of a backtest: asked as the live desk asks it, and never twice the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tradewind.cycle.ports import Decides
from tradewind.decision.bundle import Bundle
from tradewind.decision.decide import Asks, Decision
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.decision import ModelCall
from tradewind.research.answer_cache import AnswerCache, key_of
from tradewind.risk.limits import RiskLimits

CHARACTERS_PER_TOKEN = 4
USUAL_ANSWER_TOKENS = 500


class CachedAsks:
    """Asks a live model what it was not asked before."""

    def __init__(self, live: Asks, cache: AnswerCache, parameters: str) -> None:
        """`parameters`: what else its answers depend on, in one line."""
        self._live = live
        self._cache = cache
        self._parameters = parameters

    @property
    def model(self) -> str:
        """The name of the model that is asked."""
        return self._live.model

    async def ask(
        self, system_prompt: str, user_prompt: str, earlier: tuple[ModelCall, ...] = ()
    ) -> tuple[ModelCall, ...]:
        """Return the answer that was given before, or ask."""
        key = key_of(self.model, system_prompt, user_prompt, self._parameters)
        cached = self._cache.get(key)
        if cached is not None:
            return cached
        calls = await self._live.ask(system_prompt, user_prompt, earlier)
        self._cache.keep(key, calls)
        return calls


class AskedPolicy:
    """A decider that remembers nothing between decisions."""

    memory: tuple[str, ...] = ()

    def __init__(self, decider: Decides) -> None:
        self._decider = decider

    @property
    def model(self) -> str:
        """The name that the decision is recorded under."""
        return self._decider.model

    def remember(self, memory: Sequence[str]) -> None:
        """Keep nothing: every question holds all that it is about."""

    async def decide(self, bundle: Bundle, account: AccountSnapshot, limits: RiskLimits) -> Decision:
        """Ask the model."""
        return await self._decider.decide(bundle, account, limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What the questions of a backtest will cost at most about; cached answers cost nothing."""

    questions: int
    tokens: int
    cost_usd: Decimal | None  # None: a price is unknown

    def __str__(self) -> str:
        cost = "prices unknown" if self.cost_usd is None else f"about {self.cost_usd:.2f} USD"
        return f"{self.questions} questions, about {self.tokens} tokens, {cost}"
