"""Reviews results by counting: what was won, what stops held, what was promised and not kept. Pure, no judgement.

A rule speaks only once it has counted as many trades as configured, and always with its counts:

- forecast_exceeded: losses that went beyond what was forecast.
- close_stops: stops nearer than so many ATR of an hour, and how many were hit.
- high_confidence: trades of high stated confidence, and how many won after fees.
- fees: trades that were right before fees, and how many fees turned into a loss.
- won:SIDE:SYMBOL: longs or shorts of one instrument, and how many won after fees.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from tradewind.decision.calibration import Judged
from tradewind.domain.order import OrderPurpose
from tradewind.domain.outcome import DecidedOutcome, Finding, RiskVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackConfig:
    """When results teach something, and when a loss is alarming."""

    min_trades: int = 8
    close_stop_atr: float = 1.0
    high_confidence: float = 0.8
    reviewed: int = 500
    """So many of the last results are counted."""
    alert_over_share: Decimal = Decimal("0.1")
    """Of the forecast loss: slippage that raises no alert."""
    watch_every: timedelta = timedelta(seconds=5)

    def __post_init__(self) -> None:
        if self.min_trades < 1 or self.reviewed < self.min_trades:
            raise ValueError(
                f"min_trades must be from 1 to {self.reviewed} reviewed trades, was {self.min_trades}"
            )
        if self.alert_over_share < 0:
            raise ValueError(f"alert_over_share must not be below 0, was {self.alert_over_share}")
        if not 0 <= self.high_confidence <= 1:
            raise ValueError(f"high_confidence must be from 0 to 1, was {self.high_confidence}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    name: str
    counts: Callable[[DecidedOutcome], bool | None]  # None: the trade says nothing
    says: Callable[[int, int], str]


def findings(outcomes: Sequence[DecidedOutcome], config: FeedbackConfig) -> tuple[Finding, ...]:
    """Return what `outcomes` teach; the same outcomes, in any order, teach the same."""
    decided = sorted(
        (each for each in outcomes if each.closed.decision_id is not None),
        key=lambda each: (each.closed.closed_at, each.closed.decision_id, each.closed.symbol),
    )
    rules = (*_general(config), *_of_instruments(decided))
    found = (_count(rule, decided) for rule in rules)
    return tuple(each for each in found if each.sample >= config.min_trades)


def judged_of(outcomes: Iterable[DecidedOutcome]) -> tuple[Judged, ...]:
    """Return the confidences that were stated, each with whether the trade won after fees."""
    return tuple(
        Judged(confidence=each.proposal.confidence, is_won=each.net_pnl > 0)
        for each in outcomes
        if each.proposal is not None and each.proposal.confidence is not None
    )


def _count(rule: _Rule, outcomes: Sequence[DecidedOutcome]) -> Finding:
    counted = [(each, hit) for each in outcomes if (hit := rule.counts(each)) is not None]
    hits = sum(hit for _, hit in counted)
    return Finding(
        rule=rule.name,
        text=rule.says(hits, len(counted)),
        hits=hits,
        sample=len(counted),
        decisions=tuple(
            dict.fromkeys(each.closed.decision_id for each, _ in counted if each.closed.decision_id)
        ),
    )


def _general(config: FeedbackConfig) -> tuple[_Rule, ...]:
    near, high = config.close_stop_atr, config.high_confidence
    return (
        _Rule(
            name="forecast_exceeded",
            counts=_exceeded,
            says=lambda k, n: f"Losses went beyond the loss that was forecast in {k} of {n} trades.",
        ),
        _Rule(
            name="close_stops",
            counts=lambda each: _hit_near(each, near),
            says=lambda k, n: f"Stops closer than {near:g} ATR (1 hour) were hit in {k} of {n} trades.",
        ),
        _Rule(
            name="high_confidence",
            counts=lambda each: _won_above(each, high),
            says=lambda k, n: f"Trades of confidence {high:g} or more won {k} of {n} after fees.",
        ),
        _Rule(
            name="fees",
            counts=lambda each: each.net_pnl <= 0 if each.closed.realized_pnl > 0 else None,
            says=lambda k, n: (
                f"Fees took all of the profit in {k} of {n} trades that were right before fees."
            ),
        ),
    )


def _of_instruments(outcomes: Sequence[DecidedOutcome]) -> list[_Rule]:
    legs = sorted({(each.closed.side, each.closed.symbol) for each in outcomes})
    return [
        _Rule(
            name=f"won:{side}:{symbol}",
            counts=lambda each, leg=(side, symbol): (  # type: ignore[misc]
                each.net_pnl > 0 if (each.closed.side, each.closed.symbol) == leg else None
            ),
            says=lambda k, n, side=side, symbol=symbol: (  # type: ignore[misc]
                f"{side.capitalize()}s of {symbol} won {k} of {n} after fees."
            ),
        )
        for side, symbol in legs
    ]


def _exceeded(outcome: DecidedOutcome) -> bool | None:
    verdict = outcome.risk.course.verdict if outcome.risk else None
    return verdict is RiskVerdict.EXCEEDED if verdict in (RiskVerdict.EXCEEDED, RiskVerdict.WITHIN) else None


def _hit_near(outcome: DecidedOutcome, near: float) -> bool | None:
    promise = outcome.risk.promise if outcome.risk else None
    if promise is None or promise.stop_price is None or not promise.entry_price or not promise.atr_share:
        return None
    distance = float(abs(promise.entry_price - promise.stop_price) / promise.entry_price)
    if distance >= near * promise.atr_share:
        return None
    return outcome.closed.close_purpose is OrderPurpose.STOP


def _won_above(outcome: DecidedOutcome, high: float) -> bool | None:
    stated = outcome.proposal.confidence if outcome.proposal else None
    return None if stated is None or stated < high else outcome.net_pnl > 0
