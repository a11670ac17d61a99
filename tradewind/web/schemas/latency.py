"""How long orders take."""

from tradewind.orders.latency import LatencySummary, Stage
from tradewind.web.schemas.shape import Shape


class StageView(Shape):
    """One stage, over the last 1,000 measurements of this run; null before the first."""

    stage: Stage
    count: int  # since the start of the process
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None
    max_ms: float | None

    @classmethod
    def of(cls, summary: LatencySummary) -> "StageView":
        """Return the shape of `summary`."""
        return cls(
            stage=summary.stage,
            count=summary.count,
            p50_ms=summary.p50_ms,
            p95_ms=summary.p95_ms,
            p99_ms=summary.p99_ms,
            max_ms=summary.max_ms,
        )


class OrderLatencyView(Shape):
    """From the moment an order left: until its call was over, until it was acknowledged, until a fill was posted."""

    stages: tuple[StageView, ...]
