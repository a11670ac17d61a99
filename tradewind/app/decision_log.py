"""The decisions of a home, for the commands: verified, and decided again; beside a running desk or without one."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tradewind.app.clock import SystemClock
from tradewind.bus.codec import encode
from tradewind.decision.budget import Charged, DailyBudget
from tradewind.decision.config import ModelConfig
from tradewind.decision.model_client import ModelClient
from tradewind.decision.prompt_texts import SHIPPED, PromptTexts, load_own_texts, load_texts
from tradewind.domain.ids import DecisionId
from tradewind.ledger import read_ledger
from tradewind.ledger.decision_audit import AuditReport
from tradewind.research.answer_cache import AnswerCache
from tradewind.research.questions import Questions
from tradewind.research.replay import Replay, Replayed
from tradewind.research.replay_log import replay_all, replay_these
from tradewind.settings import Launch, Settings, load_settings, rooms
from tradewind.settings.models import models_config

ANSWERS = Path("replay") / "answers.jsonl"
"""Below the home: what live models answered to replays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What a replay changes; None: as it stands on record."""

    model: str | None = None
    prompt: str | None = None


async def verify_home(home: Path, environment: Mapping[str, str]) -> AuditReport:
    """Walk the log of a home's ledger; LedgerError, SettingsRefused."""
    settings = load_settings(Launch(home=home), environment)
    async with read_ledger(settings.database_url, SystemClock()) as ledger:
        return await ledger.decision_audit.verify()


async def replay_home(
    home: Path, environment: Mapping[str, str], ids: Sequence[DecisionId], what_if: WhatIf
) -> AsyncIterator[Replayed]:
    """Yield decisions of a home beside their replays; `ids` empty: all of them.

    LedgerError, SettingsRefused, UnknownDecision, AnswersDamaged.
    """
    settings, clock = load_settings(Launch(home=home), environment), SystemClock()
    async with (
        read_ledger(settings.database_url, clock) as ledger,
        replaying(settings, what_if, clock) as replay,
    ):
        decisions = ledger.decisions
        replayed = replay_these(decisions, ids, replay) if ids else replay_all(decisions, replay)
        async with aclosing(replayed):
            async for each in replayed:
                yield each


@asynccontextmanager
async def replaying(
    settings: Settings,
    what_if: WhatIf,
    clock: SystemClock,
    budget: DailyBudget | None = None,
    lab_chat_url: str | None = None,
) -> AsyncIterator[Replay]:
    """Yield a replay with the home's answers, and with the model that it names where one of that name can be asked.

    `budget` None: what it costs counts against no day. `lab_chat_url` None: the lab's rule policy is not there to ask.
    """
    cache = AnswerCache(settings.launch.home / ANSWERS)
    texts_of = partial(prompt_of, settings)
    config = live_model(settings, what_if.model, lab_chat_url)
    async with AsyncExitStack() as stack:
        if config is None:
            questions = Questions(cache=cache, model=what_if.model)
        else:
            client = ModelClient(config, clock)
            stack.push_async_callback(client.aclose)
            questions = Questions(
                cache=cache,
                model=config.model,
                live=client if budget is None else Charged(client, budget),
                parameters=parameters_of(config),
            )
        yield Replay(questions, texts_of, prompt=what_if.prompt)


def prompt_of(settings: Settings, version: str) -> PromptTexts:
    """Return a shipped prompt or the operator's own; PromptRefused."""
    return (
        load_texts(version) if version in SHIPPED else load_own_texts(version, rooms.prompt_folder(settings))
    )


def live_model(settings: Settings, name: str | None, lab_chat_url: str | None = None) -> ModelConfig | None:
    """Return the model of that name in the desk's line, None where there is none that could be asked."""
    if name is None or (settings.model_api_key is None and lab_chat_url is None):
        return None
    return next((each for each in models_config(settings, lab_chat_url).models if each.model == name), None)


def parameters_of(config: ModelConfig) -> str:
    """Return what an answer hangs on besides model and messages."""
    return encode({"mode": config.mode, "max_answer_tokens": config.max_answer_tokens}).decode()
