"""How long orders take: from the send to the answer, and to the fill in the books."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tradewind.telemetry.metrics import Metrics

KEPT = 1000


class Stage(StrEnum):
    """What is measured, each from the moment the order left."""

    PLACE = "place"  # until the venue's call was over, whatever came of it
    ACK = "ack"  # until the acceptance was recorded
    FILL = "fill"  # until a fill was posted; for orders that wait, waiting included


@dataclass(frozen=True, slots=True, kw_only=True)
class LatencySummary:
    """The last measurements of one stage, in milliseconds; None before the first."""

    stage: Stage
    count: int  # since the start of the process
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None
    max_ms: float | None


class OrderLatency:
    """Keeps the last 1,000 of each stage."""

    def __init__(self, metrics: Metrics) -> None:
        self._histogram = metrics.order_seconds
        self._kept: dict[Stage, deque[float]] = {stage: deque(maxlen=KEPT) for stage in Stage}
        self._counts = dict.fromkeys(Stage, 0)

    def observe(self, stage: Stage, took: timedelta) -> None:
        """Take in one measurement; one below 0 (clocks that differ) counts as 0."""
        seconds = max(0.0, took.total_seconds())
        self._kept[stage].append(seconds * 1000)
        self._counts[stage] += 1
        self._histogram.labels(stage=stage.value).observe(seconds)

    def summaries(self) -> tuple[LatencySummary, ...]:
        """Return every stage as it stands."""
        return tuple(self._summary(stage) for stage in Stage)

    def _summary(self, stage: Stage) -> LatencySummary:
        ordered = sorted(self._kept[stage])
        return LatencySummary(
            stage=stage,
            count=self._counts[stage],
            p50_ms=percentile(ordered, 50),
            p95_ms=percentile(ordered, 95),
            p99_ms=percentile(ordered, 99),
            max_ms=ordered[-1] if ordered else None,
        )


def percentile(ordered: Sequence[float], rank: int) -> float | None:
    """Return the smallest value that `rank` percent of `ordered` (ascending) do not exceed; None of nothing."""
    if not ordered:
        return None
    return ordered[max(0, -(-len(ordered) * rank // 100) - 1)]
