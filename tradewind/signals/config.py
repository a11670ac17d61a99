"""What is monitored, what each share of a score weighs, and where a stance is taken and left."""

from dataclasses import astuple, dataclass, field
from datetime import timedelta

from tradewind.domain.instrument import Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each share counts beside the others; those of unknown shares go to the known ones."""

    trend: float = 0.30
    momentum: float = 0.20
    strength: float = 0.15
    scan: float = 0.10
    regime: float = 0.05
    sentiment: float = 0.20

    def __post_init__(self) -> None:
        if min(self.every) < 0 or not self.total > 0:
            raise ValueError(f"weights must be 0 or more, and one of them more, were {self.every}")

    @property
    def every(self) -> tuple[float, ...]:
        """The weights in the order of their fields."""
        return astuple(self)

    @property
    def total(self) -> float:
        """What they add up to."""
        return sum(self.every)


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Scores at which a stance is taken and, closer to 0, left: between the two it stays what it was."""

    enter_at: float = 0.35
    leave_at: float = 0.15

    def __post_init__(self) -> None:
        if not 0 <= self.leave_at < self.enter_at <= 1:
            raise ValueError(
                f"levels must be 0 <= leave_at < enter_at <= 1, were {self.leave_at} and {self.enter_at}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalsConfig:
    """Settings of the monitor."""

    swaps: tuple[Symbol, ...]
    coins: tuple[Symbol, ...] = ()
    stocks: tuple[Symbol, ...] = ()
    weights: Weights = field(default_factory=Weights)
    levels: Levels = field(default_factory=Levels)
    min_coverage: float = 0.5
    """Share of the weights that must be known for a score; more than that of sentiment, so that news alone make none."""
    settle: timedelta = timedelta(seconds=1)
    """Time that the analysis is left for fresh candles; there is at most one run in it."""
    renew_every: timedelta = timedelta(seconds=20)
    """At the latest, also when nobody says that there are fresh candles."""
    forget_after: timedelta = timedelta(seconds=60)
    """A stance outlives what it rests on for so long."""

    def __post_init__(self) -> None:
        if len(set(self.symbols)) != len(self.symbols) or not self.symbols:
            raise ValueError(f"symbols must be at least one and all different, were {self.symbols}")
        news_alone = self.weights.sentiment / self.weights.total
        if not news_alone < self.min_coverage <= 1:
            raise ValueError(
                f"min_coverage must be above {news_alone:.2f}, the share of sentiment, and at most 1, "
                f"was {self.min_coverage}"
            )
        if not timedelta(0) < self.settle <= self.renew_every:
            raise ValueError(
                f"settle must be above 0 and at most renew_every, was {self.settle} with {self.renew_every}"
            )
        if self.forget_after < timedelta(0):
            raise ValueError(f"forget_after must not be negative, was {self.forget_after}")

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """Everything that is monitored."""
        return (*self.swaps, *self.coins, *self.stocks)
