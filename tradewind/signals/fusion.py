"""Shares of a score as one score; pure."""

from dataclasses import dataclass

from tradewind.domain.signal import SignalParts
from tradewind.signals.config import Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Fusion:
    """What the known shares say together."""

    score: float | None  # -1 to 1; None: too little is known
    confidence: float | None
    """Coverage times agreement, 0 to 1: 1 where every share is known and none contradicts the score."""
    coverage: float
    """Share of the weights that is known, 0 to 1."""


def fuse(parts: SignalParts, weights: Weights, min_coverage: float) -> Fusion:
    """Return the weighted mean of the known shares; their weights are scaled to 1, an unknown one never counts as 0.

    Agreement is |sum of weight x share| / sum of weight x |share|: 1 when all point one way, 0 when they cancel out.
    """
    pairs = zip(weights.every, parts.every, strict=True)
    known = [(weight, share) for weight, share in pairs if share is not None]
    weight_known = sum(weight for weight, _ in known)
    coverage = round(weight_known / weights.total, 9)  # so that a sum of tenths reads as one
    if coverage < min_coverage or not weight_known > 0:
        return Fusion(score=None, confidence=None, coverage=coverage)
    balance = sum(weight * share for weight, share in known)
    stir = sum(weight * abs(share) for weight, share in known)
    agreement = abs(balance) / stir if stir > 0 else 0.0
    return Fusion(
        score=_within(balance / weight_known), confidence=min(coverage * agreement, 1.0), coverage=coverage
    )


def _within(score: float) -> float:
    return min(max(score, -1.0), 1.0)  # rounding may carry a mean past its parts
