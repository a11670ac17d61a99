"""Puts a backtest together: tape, decider, the simulator's venue."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from tradewind.app.clock import SystemClock
from tradewind.app.tape_venue import SimulatedTapeVenue
from tradewind.brokers.simulator import SimulatorConfig
from tradewind.decision.config import InputLimits, ModelConfig
from tradewind.decision.decide import Decider
from tradewind.decision.model_line import ModelLine
from tradewind.decision.models_config import ModelsConfig
from tradewind.decision.prompt import load_texts, write_prompt
from tradewind.decision.prompt_texts import PromptTexts
from tradewind.domain.clock import Instant
from tradewind.research.answer_cache import AnswerCache
from tradewind.research.asked import (
    CHARACTERS_PER_TOKEN,
    USUAL_ANSWER_TOKENS,
    AskedPolicy,
    CachedAsks,
    Estimate,
)
from tradewind.research.backtest import PORTFOLIO, Backtest
from tradewind.research.backtest_config import BacktestConfig
from tradewind.research.backtest_folder import BacktestFolder
from tradewind.research.backtest_report import Report
from tradewind.research.cutoffs import KNOWS_NOTHING, cutoff_of, label_of
from tradewind.research.policies import Policy, policy_named
from tradewind.research.tape import read_tape
from tradewind.settings import Launch, load_settings
from tradewind.settings.models import models_config
from tradewind.telemetry.metrics import Metrics

ANSWERS = "answers.jsonl"
CHECKPOINT_EVERY = 5_000
"""Steps between two checkpoints of a policy."""
ASKED_CHECKPOINT_EVERY = 50
"""Of a model, whose steps take as long as its answers."""
BREATH_EVERY = 250
"""Steps after which others on the loop, a signal among them, have their turn."""


class BacktestRefused(ValueError):
    """What was asked for cannot be run as it is; says what would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestRequest:
    """What somebody asks for."""

    folder: Path  # of the candles
    out: Path
    config: BacktestConfig
    model: str | None = None  # None: the config's decider is a policy
    base_url: str | None = None  # None: as configured
    home: Path | None = None
    max_usd: Decimal = Decimal(1)
    """A run whose questions would cost more is refused before the first."""
    may_have_seen: bool = False
    is_resumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A run that can begin."""

    run: Backtest
    results: BacktestFolder
    estimate: Estimate | None  # None: nobody is asked

    async def complete(self, told: Callable[[int], None]) -> Report:
        """Run to the end; `told` is given the steps done so far. A kill loses what came after the last checkpoint."""
        run = self.run
        every = CHECKPOINT_EVERY if self.estimate is None else ASKED_CHECKPOINT_EVERY
        breath = BREATH_EVERY if self.estimate is None else 1
        while not run.is_done:
            await run.step()
            if run.place % breath == 0:
                told(run.place - run.first)
                await asyncio.sleep(0)
            if run.place % every == 0 and not run.is_done:
                self.results.save(run)
        told(run.place - run.first)
        return self.results.finish(run)


@asynccontextmanager
async def prepared(request: BacktestRequest) -> AsyncIterator[Prepared]:
    """Read the tape and put the run together; BacktestRefused, TapeRefused, FolderRefused, SettingsRefused."""
    async with AsyncExitStack() as exits:
        tape = read_tape(request.folder, request.config.symbols)
        config = replace(request.config, symbols=tape.symbols)
        model = None if request.model is None else chosen_model(request, request.model)
        if model is None:
            policy: Policy = policy_named(config.decider, config.seed)
        else:
            begin = config.begin or Instant.from_ms(tape.start_ms)
            label = checked_label(model.model, begin, may_have_seen=request.may_have_seen)
            config = replace(config, decider=f"model:{model.model}", label=label)
            policy = asked_policy(model, load_texts(), AnswerCache(request.out / ANSWERS), exits)
        run = Backtest(tape, config, policy, SimulatedTapeVenue(SimulatorConfig()))
        estimate = None if model is None else await estimate_of(run, model, load_texts())
        check_cost(estimate, request.max_usd)
        results = BacktestFolder(request.out)
        results.prepare(run, is_resumed=request.is_resumed)
        yield Prepared(run=run, results=results, estimate=estimate)


class ModelWish(Protocol):
    """Where a model is looked for."""

    @property
    def base_url(self) -> str | None:
        """Of its chat API; None: as configured."""
        ...

    @property
    def home(self) -> Path | None:
        """Whose configuration counts; None: the one that is shipped."""
        ...

    @property
    def out(self) -> Path:
        """Folder of the results."""
        ...


def chosen_model(request: ModelWish, name: str) -> ModelConfig:
    """Return the configured model, under another name and at another address where they are given."""
    settings = load_settings(Launch(home=request.home or request.out), os.environ)
    chosen = models_config(settings, None).models[0]
    is_known = name == chosen.model and request.base_url in (None, chosen.base_url)
    free = Decimal(0) if name in KNOWS_NOTHING else None
    return replace(
        chosen,
        model=name,
        base_url=request.base_url or chosen.base_url,
        prompt_usd_per_million=chosen.prompt_usd_per_million if is_known else free,
        cached_prompt_usd_per_million=chosen.cached_prompt_usd_per_million if is_known else free,
        completion_usd_per_million=chosen.completion_usd_per_million if is_known else free,
    )


def checked_label(model: str, begin: Instant, *, may_have_seen: bool) -> str | None:
    """Return what a reader must know of a window; BacktestRefused when the model has seen it and may not."""
    cutoff = cutoff_of(model)
    label = label_of(model, begin)
    if cutoff is not None and label is not None and not may_have_seen:
        raise BacktestRefused(
            f"{label}. Begin at {cutoff.until} or later, or take the result with that label: --may-have-seen"
        )
    return label


def asked_policy(
    model: ModelConfig, texts: PromptTexts, answers: AnswerCache, exits: AsyncExitStack
) -> Policy:
    """Return a decider that asks `model`, and never twice the same; its connection is closed with `exits`."""
    line = ModelLine(ModelsConfig(models=(model,)), SystemClock(), Metrics())
    exits.push_async_callback(line.aclose)
    parameters = f"{model.base_url} {model.mode} {model.max_answer_tokens}"
    return AskedPolicy(Decider(CachedAsks(line, answers, parameters), texts))


async def estimate_of(run: Backtest, model: ModelConfig, texts: PromptTexts) -> Estimate:
    """Weigh the question in the middle of the window, and take it for all of them."""
    run.sight.move_to((run.first + run.last) // 2)
    bundle = run.sight.bundle(run.config.symbols, InputLimits())
    account = await run.books.snapshot(PORTFOLIO.portfolio_id)
    prompt = write_prompt(texts, bundle, account, run.config.limits)
    asked = (len(prompt.system) + len(prompt.user)) // CHARACTERS_PER_TOKEN
    questions = run.last - run.first
    cost = model.cost_usd(asked * questions, 0, USUAL_ANSWER_TOKENS * questions)
    return Estimate(questions=questions, tokens=(asked + USUAL_ANSWER_TOKENS) * questions, cost_usd=cost)


def check_cost(estimate: Estimate | None, max_usd: Decimal) -> None:
    """Return when the questions may be asked; BacktestRefused when they would cost more than `max_usd`."""
    if estimate is None or estimate.cost_usd is None or estimate.cost_usd <= max_usd:
        return
    raise BacktestRefused(
        f"{estimate}, more than the {max_usd} USD allowed: shorten the window with --from and --to, or raise --max-usd"
    )
