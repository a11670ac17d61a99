"""Who answers in a replay: the record itself, then answers that were asked for once, then a live model if there is one."""

from dataclasses import dataclass

from tradewind.decision.decide import Asks
from tradewind.domain.decision import DecisionRecord, ModelCall
from tradewind.research.answer_cache import AS_RECORDED, AnswerCache, Exchange, exchanges_of, key_of


class NoAnswer(Exception):
    """Nobody has answered a question of a replay, and there is no live model to ask."""

    def __init__(self, model: str, system_prompt: str, user_prompt: str) -> None:
        super().__init__(
            f"{model} has not answered this question; name a model that can be asked, with --model"
        )
        self.system_prompt = system_prompt
        self.user_prompt = user_prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """How the questions of replays are answered."""

    cache: AnswerCache
    model: str | None = None  # None: the one that each record names
    live: Asks | None = None  # None: what is not on record and not in the cache stays unanswered
    parameters: str = AS_RECORDED
    """Of the live model."""

    def of(self, record: DecisionRecord) -> Asks:
        """Return who answers when `record` is decided again."""
        return _Answers(self, record)


class StoredRefusal:
    """Repeats why nobody was asked, where nobody was: a day's budget is no part of a bundle."""

    def __init__(self, record: DecisionRecord) -> None:
        self._why = None if record.calls else record.why

    def refusal(self, *, is_holding: bool) -> str | None:  # noqa: ARG002 -- as at the time, whatever is held
        """Return the reason on record, None where a model was asked."""
        return self._why


class _Answers:
    def __init__(self, questions: Questions, record: DecisionRecord) -> None:
        self._questions = questions
        self._model = questions.model or record.model
        self._stored: dict[tuple[str, str, str], Exchange] = {
            (record.model, exchange[0].system_prompt, exchange[0].user_prompt): exchange
            for exchange in exchanges_of(record.calls)
        }

    @property
    def model(self) -> str:
        return self._model

    async def ask(
        self, system_prompt: str, user_prompt: str, earlier: tuple[ModelCall, ...] = ()
    ) -> tuple[ModelCall, ...]:
        stored = self._stored.get((self._model, system_prompt, user_prompt))
        if stored is not None:
            return stored
        key = key_of(self._model, system_prompt, user_prompt, self._questions.parameters)
        cached = self._questions.cache.get(key)
        if cached is not None:
            return cached
        if self._questions.live is None:
            raise NoAnswer(self._model, system_prompt, user_prompt)
        calls = await self._questions.live.ask(system_prompt, user_prompt, earlier)
        self._questions.cache.keep(key, calls)
        return calls
