"""Several deciders on the same tape: one market at a time, shown to each, whose orders go to its own simulated book.

Each contender is a whole backtest; what the market shows is computed once for all of them, and every one of them has
decided on a candle before the next begins.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tradewind.bus.codec import encode
from tradewind.domain.clock import Instant
from tradewind.research.arena_curves import ArenaCurves, curves_of
from tradewind.research.backtest import Backtest
from tradewind.research.backtest_config import BacktestConfig
from tradewind.research.leaderboard import DAY_MS, HOUR_MS, Leaderboard, ranked, row_of, spacing_ms
from tradewind.research.policies import Policy
from tradewind.research.tape import STEP_MS, Tape
from tradewind.research.tape_ground import TapeGround
from tradewind.research.venue import TapeVenue

HELD = "buy-and-hold"
"""The contender whose returns the others are measured against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """Who takes part."""

    name: str
    policy: Policy
    is_baseline: bool
    label: str | None = None
    seed: int = 7
    words_sha256: str | None = None
    """Of the prompt that a model is asked with; None: nobody is asked."""


class Arena:
    """`step` until `is_done`, then read the `leaderboard`."""

    def __init__(
        self,
        tape: Tape,
        config: BacktestConfig,
        contenders: Sequence[Contender],
        new_venue: Callable[[], TapeVenue],
    ) -> None:
        """`config` holds what is the same for all; ValueError without contenders or with one named twice."""
        names = [contender.name for contender in contenders]
        if not names or len(set(names)) < len(names):
            raise ValueError(f"an arena needs contenders, each once; were {', '.join(names) or 'none'}")
        ground = TapeGround.of(tape, config)
        self.contenders = tuple(contenders)
        self.config = config
        self.runs = {
            contender.name: Backtest(
                tape, _config_of(contender, config), contender.policy, new_venue(), ground
            )
            for contender in contenders
        }
        self._tape = tape
        self.first, self.last = ground.first, ground.last

    @property
    def place(self) -> int:
        """The step that comes next."""
        return min(run.place for run in self.runs.values())

    @property
    def is_done(self) -> bool:
        """True when every contender has seen the last candle close."""
        return all(run.is_done for run in self.runs.values())

    @property
    def identity(self) -> str:
        """Name the arena: over everything that its leaderboard follows from."""
        words = {contender.name: contender.words_sha256 for contender in self.contenders}
        runs = [(name, run.identity, words[name]) for name, run in sorted(self.runs.items())]
        return hashlib.sha256(encode((runs, self.config.seed))).hexdigest()

    async def step(self) -> None:
        """Let one candle pass for everybody who has not seen it yet."""
        place = self.place
        for run in self.runs.values():
            if run.place == place:
                await run.step()

    def curves(self) -> ArenaCurves:
        """Return the equity of everybody over time, thinned."""
        return curves_of(self.runs)

    def leaderboard(self) -> Leaderboard:
        """Return who did how well."""
        one = next(iter(self.runs.values()))
        rows = [
            row_of(
                self.runs[contender.name],
                contender.name,
                is_baseline=contender.is_baseline,
                seed=self.config.seed,
                held=self.runs.get(HELD),
            )
            for contender in self.contenders
        ]
        return Leaderboard(
            run=self.identity,
            tape=self._tape.sha256,
            symbols=self.config.symbols,
            first_decision=Instant.from_ms(self._tape.close_ms(self.first)),
            last_candle=Instant.from_ms(self._tape.close_ms(self.last)),
            days=(self.last - self.first) * STEP_MS / DAY_MS,
            returns_every_hours=spacing_ms(one) // HOUR_MS,
            opening_cash=self.config.cash,
            seed=self.config.seed,
            rows=ranked(rows),
        )


def _config_of(contender: Contender, config: BacktestConfig) -> BacktestConfig:
    return replace(config, decider=contender.name, seed=contender.seed, label=contender.label)
