"""What trades earned beside the confidence that they were opened with. Pure; money in quote currency, after fees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tradewind.decision.calibration import BINS, bin_of
from tradewind.domain.clock import Instant
from tradewind.domain.ids import DecisionId
from tradewind.domain.instrument import Symbol
from tradewind.domain.outcome import DecidedOutcome

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """One closed position whose opening stated a confidence."""

    decision_id: DecisionId
    symbol: Symbol
    confidence: float  # 0..1
    net_pnl: Decimal
    closed_at: Instant


def earned_by(outcomes: Iterable[DecidedOutcome]) -> tuple[Earned, ...]:
    """Return the outcomes whose decision stated a confidence, in their order."""
    return tuple(
        Earned(
            decision_id=each.closed.decision_id,
            symbol=each.closed.symbol,
            confidence=each.proposal.confidence,
            net_pnl=each.net_pnl,
            closed_at=each.closed.closed_at,
        )
        for each in outcomes
        if each.closed.decision_id is not None
        and each.proposal is not None
        and each.proposal.confidence is not None
    )


def earned_in_bins(trades: Sequence[Earned], bins: int = BINS) -> Mapping[int, Decimal]:
    """Return what each bin of confidence earned in all, by its place; empty bins are absent."""
    sums: dict[int, Decimal] = {}
    for trade in trades:
        place = bin_of(trade.confidence, bins)
        sums[place] = sums.get(place, ZERO) + trade.net_pnl
    return sums
