"""Many scores as one: newer news count more, and nothing is not neutral; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt

from tradewind.domain.sentiment import Mood

NEUTRAL_WITHIN = 0.05
"""Scores closer to 0 are neutral: the limit that VADER's authors publish, https://github.com/cjhutto/vaderSentiment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aged:
    """One score, -1 to 1, and how old it is."""

    score: float
    age: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What several scores say together."""

    score: float
    dispersion: float | None  # None: one score alone disperses nowhere


def opinion(scores: Sequence[Aged], half_life: timedelta) -> Opinion | None:
    """Return mean and standard deviation, each score weighing 2^(-age / half_life); None for no scores at all."""
    if not scores:
        return None
    weights = [0.5 ** (each.age / half_life) for each in scores]
    total = sum(weights)
    mean = sum(weight * each.score for weight, each in zip(weights, scores, strict=True)) / total
    variance = (
        sum(weight * (each.score - mean) ** 2 for weight, each in zip(weights, scores, strict=True)) / total
    )
    return Opinion(score=mean, dispersion=sqrt(variance) if len(scores) > 1 else None)


def mood(score: float) -> Mood:
    """Return the sign of a score, -1 to 1."""
    if abs(score) < NEUTRAL_WITHIN:
        return Mood.NEUTRAL
    return Mood.BULLISH if score > 0 else Mood.BEARISH
