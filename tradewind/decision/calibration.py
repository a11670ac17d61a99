"""How well stated confidence agrees with what came: Brier score, reliability curve, expected calibration error. Pure.

- Brier score: mean of (confidence - won)², 0 is perfect, 0.25 is what saying 0.5 each time earns.
- Reliability: equal bins of confidence; in each, the mean confidence beside the share that was won, with its Wilson
  score interval (E. B. Wilson, 1927) at 95 %.
- Expected calibration error: mean distance of the two over the bins, weighted by their counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

Z95 = 1.959963984540054
"""Two-sided 95 % quantile of the normal distribution."""
BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One stated confidence and whether the trade won."""

    confidence: float  # 0..1
    is_won: bool

    def __post_init__(self) -> None:
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence must be from 0 to 1, was {self.confidence}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityBin:
    """What was won of the trades whose confidence lay in [low, high); the last bin includes 1."""

    low: float
    high: float
    count: int
    won: int
    mean_confidence: float
    wilson_low: float
    wilson_high: float

    @property
    def share_won(self) -> float:
        """Part of the bin that won."""
        return self.won / self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Everything about how a model knows itself; None: nothing was judged."""

    count: int
    won: int
    brier_score: float | None
    calibration_error: float | None
    bins: tuple[ReliabilityBin, ...]


def calibration(judged: Sequence[Judged], bins: int = BINS) -> Calibration:
    """Return score, error and curve of `judged`; their order does not matter."""
    curve = reliability(judged, bins)
    return Calibration(
        count=len(judged),
        won=sum(each.is_won for each in judged),
        brier_score=brier_score(judged),
        calibration_error=expected_calibration_error(curve),
        bins=curve,
    )


def brier_score(judged: Sequence[Judged]) -> float | None:
    """Return the mean squared distance of confidence and result, None without any."""
    if not judged:
        return None
    return fsum((each.confidence - each.is_won) ** 2 for each in judged) / len(judged)


def reliability(judged: Sequence[Judged], bins: int = BINS) -> tuple[ReliabilityBin, ...]:
    """Return the bins that hold anything, lowest first; ValueError for fewer than one."""
    if bins < 1:
        raise ValueError(f"bins must be at least 1, was {bins}")
    places: dict[int, list[Judged]] = {}
    for each in judged:
        places.setdefault(bin_of(each.confidence, bins), []).append(each)
    return tuple(_bin(place, bins, places[place]) for place in sorted(places))


def bin_of(confidence: float, bins: int) -> int:
    """Return the place of the bin that holds `confidence`, from 0."""
    return min(int(confidence * bins), bins - 1)


def expected_calibration_error(curve: Sequence[ReliabilityBin]) -> float | None:
    """Return the mean distance of confidence and share won, weighted by count; None without any."""
    total = sum(each.count for each in curve)
    if not total:
        return None
    return fsum(abs(each.mean_confidence - each.share_won) * each.count for each in curve) / total


def wilson(won: int, count: int, z: float = Z95) -> tuple[float, float]:
    """Return the Wilson score interval of a share; (0, 1) where nothing was counted."""
    if not 0 <= won <= count:
        raise ValueError(f"won must be from 0 to count, was {won} of {count}")
    if not count:
        return 0.0, 1.0
    share, spread = won / count, z * z / count
    middle = (share + spread / 2) / (1 + spread)
    reach = z / (1 + spread) * sqrt(share * (1 - share) / count + spread / (4 * count))
    low = 0.0 if won == 0 else max(middle - reach, 0.0)
    high = 1.0 if won == count else min(middle + reach, 1.0)
    return low, high


def _bin(place: int, bins: int, judged: Sequence[Judged]) -> ReliabilityBin:
    won = sum(each.is_won for each in judged)
    low, high = wilson(won, len(judged))
    return ReliabilityBin(
        low=place / bins,
        high=(place + 1) / bins,
        count=len(judged),
        won=won,
        mean_confidence=fsum(each.confidence for each in judged) / len(judged),
        wilson_low=low,
        wilson_high=high,
    )
