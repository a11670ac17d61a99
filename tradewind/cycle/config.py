"""How often the desk decides."""

from dataclasses import dataclass
from datetime import timedelta

SHORTEST_PERIOD = timedelta(seconds=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleConfig:
    """The cadence of the cycle."""

    period: timedelta = timedelta(minutes=5)
    timeout: timedelta = timedelta(seconds=150)
    """A cycle that takes longer is stopped; long enough for two questions to the model and their orders."""

    def __post_init__(self) -> None:
        if self.period < SHORTEST_PERIOD:
            raise ValueError(f"period must be at least {SHORTEST_PERIOD.seconds} s, was {self.period}")
        if self.timeout <= timedelta(0):
            raise ValueError(f"timeout must be positive, was {self.timeout}")
