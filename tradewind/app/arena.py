"""Puts an arena together: the tape, its contenders by their names, a simulated venue for each."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from tradewind.app.backtesting import (
    ANSWERS,
    ASKED_CHECKPOINT_EVERY,
    BREATH_EVERY,
    CHECKPOINT_EVERY,
    BacktestRefused,
    asked_policy,
    check_cost,
    checked_label,
    chosen_model,
    estimate_of,
)
from tradewind.app.decision_log import prompt_of
from tradewind.app.tape_venue import SimulatedTapeVenue
from tradewind.brokers.simulator import SimulatorConfig
from tradewind.decision.config import ModelConfig
from tradewind.decision.prompt_texts import SHIPPED, PromptTexts, own_versions
from tradewind.domain.clock import Clock, Instant
from tradewind.research.answer_cache import AnswerCache
from tradewind.research.arena import Arena, Contender
from tradewind.research.arena_folder import ArenaFolder, keep_board
from tradewind.research.asked import Estimate
from tradewind.research.backtest_config import BacktestConfig
from tradewind.research.leaderboard import Leaderboard, StoredArena
from tradewind.research.policies import NAMES, policy_named
from tradewind.research.tape import read_tape
from tradewind.settings import Launch, load_settings
from tradewind.settings.rooms import prompt_folder, prompt_texts

MODEL = "model:"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArenaRequest:
    """What somebody asks for."""

    folder: Path  # of the candles
    out: Path
    config: BacktestConfig  # what is the same for all
    contenders: tuple[str, ...]
    """`rule`, `buy-and-hold`, `random:SEED`, `model:NAME`, `model:NAME:PROMPT`."""
    base_url: str | None = None  # of the models; None: as configured
    home: Path | None = None
    max_usd: Decimal = Decimal(1)
    """An arena whose questions would cost more is refused before the first."""
    may_have_seen: bool = False
    is_resumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A contender that is a model, with the words that it is asked with."""

    model: ModelConfig
    texts: PromptTexts


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedArena:
    """An arena that can begin."""

    arena: Arena
    results: ArenaFolder
    estimates: tuple[Estimate, ...]  # of the models
    home: Path | None
    clock: Clock

    async def complete(self, told: Callable[[int], None]) -> Leaderboard:
        """Run to the end; `told` is given the steps done so far. A kill loses what came after the last checkpoint."""
        arena = self.arena
        every, breath = (ASKED_CHECKPOINT_EVERY, 1) if self.estimates else (CHECKPOINT_EVERY, BREATH_EVERY)
        while not arena.is_done:
            await arena.step()
            place = arena.place
            if place % breath == 0:
                told(place - arena.first)
                await asyncio.sleep(0)
            if place % every == 0 and not arena.is_done:
                self.results.save()
        told(arena.place - arena.first)
        board = self.results.finish()
        if self.home is not None:
            stored = StoredArena(finished_at=self.clock.now(), leaderboard=board, curves=self.arena.curves())
            keep_board(self.home, stored)
        return board


@asynccontextmanager
async def prepared_arena(request: ArenaRequest, clock: Clock) -> AsyncIterator[PreparedArena]:
    """Read the tape and put the arena together; ValueError and SettingsRefused say what stands against it."""
    async with AsyncExitStack() as exits:
        tape = read_tape(request.folder, request.config.symbols)
        config = replace(request.config, symbols=tape.symbols)
        begin = config.begin or Instant.from_ms(tape.start_ms)
        asked = {name: _asked(request, name) for name in request.contenders if name.startswith(MODEL)}
        answers = AnswerCache(request.out / ANSWERS)
        contenders = [
            _baseline(name, config.seed)
            if name not in asked
            else Contender(
                name=name,
                policy=asked_policy(asked[name].model, asked[name].texts, answers, exits),
                is_baseline=False,
                label=checked_label(asked[name].model.model, begin, may_have_seen=request.may_have_seen),
                words_sha256=asked[name].texts.sha256,
            )
            for name in request.contenders
        ]
        arena = Arena(tape, config, contenders, lambda: SimulatedTapeVenue(SimulatorConfig()))
        estimates = await _estimates(arena, asked, request.max_usd)
        results = ArenaFolder(request.out, arena)
        results.prepare(is_resumed=request.is_resumed)
        yield PreparedArena(arena=arena, results=results, estimates=estimates, home=request.home, clock=clock)


def _baseline(name: str, seed: int) -> Contender:
    policy, _, drawn = name.partition(":")
    if policy not in NAMES or (drawn and (policy != "random" or not drawn.isdecimal())):
        raise BacktestRefused(
            f"there is no contender {name!r}; there are {', '.join(NAMES)}, random:SEED, model:NAME, model:NAME:PROMPT"
        )
    own_seed = int(drawn) if drawn else seed
    return Contender(name=name, policy=policy_named(policy, own_seed), is_baseline=True, seed=own_seed)


def _asked(request: ArenaRequest, name: str) -> Asked:
    """Read `model:NAME:PROMPT`; a part after the last colon that names no prompt belongs to the model's name."""
    settings = load_settings(Launch(home=request.home or request.out), os.environ)
    model, _, version = name.removeprefix(MODEL).rpartition(":")
    if model and (version in SHIPPED or version in own_versions(prompt_folder(settings))):
        texts = prompt_of(settings, version)
    else:
        model, texts = name.removeprefix(MODEL), prompt_texts(settings)
    if not model:
        raise BacktestRefused(f"{name!r} names no model: write model:NAME or model:NAME:PROMPT")
    return Asked(model=chosen_model(request, model), texts=texts)


async def _estimates(arena: Arena, asked: dict[str, Asked], max_usd: Decimal) -> tuple[Estimate, ...]:
    """Weigh what is asked of all models together; BacktestRefused."""
    found = [await estimate_of(arena.runs[name], one.model, one.texts) for name, one in asked.items()]
    costs = [estimate.cost_usd for estimate in found if estimate.cost_usd is not None]
    if found:
        check_cost(
            Estimate(
                questions=sum(estimate.questions for estimate in found),
                tokens=sum(estimate.tokens for estimate in found),
                cost_usd=sum(costs, Decimal(0)) if costs else None,
            ),
            max_usd,
        )
    return tuple(found)
