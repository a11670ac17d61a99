"""How often the desk decides, and when it need not."""

from dataclasses import dataclass, field
from datetime import timedelta

SHORTEST_PERIOD = timedelta(seconds=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipLimits:
    """When the model is not asked because nothing has changed."""

    is_enabled: bool = False
    max_move_bps: float = 5.0
    """A price that moved that far since the last decision is a change."""
    max_in_a_row: int = 3
    """Then the model is asked whatever happened."""

    def __post_init__(self) -> None:
        if not 0 < self.max_move_bps <= 1_000:
            raise ValueError(f"max_move_bps must be in (0, 1000], was {self.max_move_bps}")
        if self.max_in_a_row < 1:
            raise ValueError(f"max_in_a_row must be at least 1, was {self.max_in_a_row}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pacing:
    """Which cycles may go without a question."""

    skip: SkipLimits = field(default_factory=SkipLimits)
    max_pause_cycles: int = 12
    """How many beats a model may ask to sit out; 0: none."""

    def __post_init__(self) -> None:
        if self.max_pause_cycles < 0:
            raise ValueError(f"max_pause_cycles must not be negative, was {self.max_pause_cycles}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleConfig:
    """The cadence of the cycle."""

    period: timedelta = timedelta(minutes=5)
    timeout: timedelta = timedelta(seconds=150)
    """A cycle that takes longer is stopped; long enough for two questions to the model and their orders."""
    pacing: Pacing = field(default_factory=Pacing)

    def __post_init__(self) -> None:
        if self.period < SHORTEST_PERIOD:
            raise ValueError(f"period must be at least {SHORTEST_PERIOD.seconds} s, was {self.period}")
        if self.timeout <= timedelta(0):
            raise ValueError(f"timeout must be positive, was {self.timeout}")
