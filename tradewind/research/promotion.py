"""Whether a contender has earned the next account, from simulator to paper and from paper to money; pure.

Every condition is told with its figures, met or not. What is unknown is not met.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tradewind.domain.runtime_mode import ArmingStep
from tradewind.research.leaderboard import Leaderboard, Row


class Promotion(StrEnum):
    """A step up."""

    TO_PAPER = "paper"  # from the simulator
    TO_LIVE = "live"  # from paper


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionLimits:
    """What has to be shown."""

    min_decisions: int = 500
    min_days: float = 30.0
    max_drawdown_share: float = 0.15
    """The deepest fall below an earlier high that is borne, as a share of it."""
    may_have_seen: bool = False
    """Whether a model may have been trained on the period; where its makers state no cutoff nobody knows."""

    def __post_init__(self) -> None:
        if self.min_decisions < 1:
            raise ValueError(f"min_decisions must be at least 1, was {self.min_decisions}")
        if not self.min_days > 0:
            raise ValueError(f"min_days must be above 0, was {self.min_days}")
        if not 0 < self.max_drawdown_share <= 1:
            raise ValueError(f"max_drawdown_share must be in (0, 1], was {self.max_drawdown_share}")


def promotion(
    board: Leaderboard, contender: str, limits: PromotionLimits, incidents: Sequence[str]
) -> tuple[ArmingStep, ...]:
    """Return every condition of a promotion of `contender`; `incidents` are those that nobody has settled."""
    found = [row for row in board.rows if row.contender == contender]
    if not found:
        names = ", ".join(row.contender for row in board.rows)
        return (
            _step("arena", is_met=False, what=f"{contender} was not in arena {board.run[:12]}, only {names}"),
        )
    row = found[0]
    return (
        _step("arena", is_met=True, what=f"{contender} stands in arena {board.run[:12]}"),
        _decisions(row, limits),
        _step(
            "days",
            is_met=board.days >= limits.min_days,
            what=f"{board.days:.1f} days of at least {limits.min_days:g}",
        ),
        _above_baselines(row, board.rows),
        _drawdown(row, limits),
        _hindsight(row, limits),
        _step("incidents", is_met=not incidents, what="; ".join(incidents) or "none is unsettled"),
    )


def is_promoted(steps: Sequence[ArmingStep]) -> bool:
    """Return whether every condition is met."""
    return bool(steps) and all(step.is_met for step in steps)


def _decisions(row: Row, limits: PromotionLimits) -> ArmingStep:
    made = row.decisions - row.abstained
    what = (
        f"{made} decisions of at least {limits.min_decisions}, {row.abstained} more without a usable answer"
    )
    return _step("decisions", is_met=made >= limits.min_decisions, what=what)


def _above_baselines(row: Row, rows: Sequence[Row]) -> ArmingStep:
    rivals = {
        other.contender: other.mean_return
        for other in rows
        if other.is_baseline and other.contender != row.contender
    }
    if not rivals:
        what = "no baseline took part; add --contender buy-and-hold --contender random"
        return _step("baselines", is_met=False, what=what)
    shown = ", ".join(f"{name} {_percent(mean)}" for name, mean in rivals.items())
    if row.mean_return_interval is None:
        what = f"its returns are too few for an interval; baselines: {shown}"
        return _step("baselines", is_met=False, what=what)
    low = row.mean_return_interval.low
    return _step(
        "baselines",
        is_met=all(mean is not None and low > mean for mean in rivals.values()),
        what=f"at least {_percent(low)} a year with 95 % confidence; baselines: {shown}",
    )


def _drawdown(row: Row, limits: PromotionLimits) -> ArmingStep:
    fell = row.max_drawdown
    return _step(
        "drawdown",
        is_met=fell is not None and -fell <= limits.max_drawdown_share,
        what=f"fell {_percent(None if fell is None else -fell)} of at most {_percent(limits.max_drawdown_share)}",
    )


def _hindsight(row: Row, limits: PromotionLimits) -> ArmingStep:
    what = row.label or "the period lies beyond what it was trained on"
    if row.label is not None and limits.may_have_seen:
        what = f"{what}, which promotion.may_have_seen accepts"
    return _step("hindsight", is_met=row.label is None or limits.may_have_seen, what=what)


def _percent(share: float | None) -> str:
    return "unknown" if share is None else f"{share * 100:.2f} %"


def _step(name: str, *, is_met: bool, what: str) -> ArmingStep:
    return ArmingStep(name=f"promotion_{name}", is_met=is_met, what=what)
