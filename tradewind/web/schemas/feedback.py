"""What results have taught, how confidence agrees with them, and what was promised of risk."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pydantic import ConfigDict, Field

from tradewind.decision.calibration import BINS, Calibration, ReliabilityBin
from tradewind.decision.earned import Earned, earned_in_bins
from tradewind.domain.decision import Action
from tradewind.domain.order import OrderPurpose
from tradewind.domain.outcome import ForecastSource, KeptLesson, LessonSource, RiskEntry, RiskVerdict
from tradewind.web.schemas.controls import Person
from tradewind.web.schemas.shape import Money, Shape, Time

MOST_TRADES = 500
_MEAN_STEP = Decimal("0.00000001")
_R_STEP = Decimal("0.0001")


class LessonView(Shape):
    """One lesson; it is shown to models as a quotation while `retired_at` is null."""

    id: str
    text: str
    source: LessonSource
    rule: str | None  # null: a person's own words
    hits: int | None
    sample: int | None
    decisions: tuple[str, ...]  # that it was counted from
    learned_at: Time
    added_by: str
    retired_at: Time | None
    retired_by: str | None

    @classmethod
    def of(cls, lesson: KeptLesson) -> "LessonView":
        """Return the shape of `lesson`."""
        return cls(
            id=lesson.lesson_id,
            text=lesson.text,
            source=lesson.source,
            rule=lesson.rule,
            hits=lesson.hits,
            sample=lesson.sample,
            decisions=lesson.decisions,
            learned_at=lesson.learned_at,
            added_by=lesson.added_by,
            retired_at=lesson.retired_at,
            retired_by=lesson.retired_by,
        )


class LessonPage(Shape):
    """Lessons, newest first."""

    items: tuple[LessonView, ...]
    next_cursor: str | None


class LessonBody(Shape):
    """A person's lesson; kept in one form of Unicode, without markup, 300 characters at most."""

    text: str = Field(min_length=1, max_length=600)
    by: Person


class BinView(Shape):
    """Trades whose confidence lay in [low, high), the last bin with 1; `wilson_*` bound the share won at 95 %."""

    low: float
    high: float
    count: int
    won: int
    mean_confidence: float
    share_won: float
    wilson_low: float
    wilson_high: float
    net_pnl: Money  # of all its trades, after fees
    mean_net_pnl: Money

    @classmethod
    def of(cls, each: ReliabilityBin, sums: Mapping[int, Decimal]) -> "BinView":
        """Return the shape of one bin; `sums`: what bins earned, by their place."""
        net_pnl = sums[round(each.low * BINS)]
        return cls(
            low=each.low,
            high=each.high,
            count=each.count,
            won=each.won,
            mean_confidence=each.mean_confidence,
            share_won=each.share_won,
            wilson_low=each.wilson_low,
            wilson_high=each.wilson_high,
            net_pnl=net_pnl,
            mean_net_pnl=(net_pnl / each.count).quantize(_MEAN_STEP),
        )


class EarnedView(Shape):
    """One closed position with the confidence that it was opened with; `net_pnl` after fees."""

    decision_id: str
    symbol: str
    confidence: float
    net_pnl: Money
    closed_at: Time

    @classmethod
    def of(cls, trade: Earned) -> "EarnedView":
        """Return the shape of `trade`."""
        return cls(
            decision_id=trade.decision_id,
            symbol=trade.symbol,
            confidence=trade.confidence,
            net_pnl=trade.net_pnl,
            closed_at=trade.closed_at,
        )


class CalibrationView(Shape):
    """How stated confidence agrees with what was won after fees; null: nothing was judged."""

    model_config = ConfigDict(protected_namespaces=())

    model: str | None  # null: whoever decided
    count: int
    won: int
    brier_score: float | None
    calibration_error: float | None
    bins: tuple[BinView, ...]
    trades: tuple[EarnedView, ...]  # newest first, 500 at most

    @classmethod
    def of(cls, found: Calibration, trades: Sequence[Earned], model: str | None) -> "CalibrationView":
        """Return the shape of `found`, which judged `trades`, newest first."""
        sums = earned_in_bins(trades)
        return cls(
            model=model,
            count=found.count,
            won=found.won,
            brier_score=found.brier_score,
            calibration_error=found.calibration_error,
            bins=tuple(BinView.of(each, sums) for each in found.bins),
            trades=tuple(map(EarnedView.of, trades[:MOST_TRADES])),
        )


class RiskEntryView(Shape):
    """What an opening promised and what became of it; results are before fees, `net_pnl` after them."""

    model_config = ConfigDict(protected_namespaces=())

    decision_id: str
    client_order_id: str
    symbol: str
    action: Action
    model: str
    recorded_at: Time
    confidence: float | None
    proposed_trade: str | None
    thesis: str | None
    max_pain: str | None
    plan: str | None
    notional: Money | None
    entry_price: Money | None  # the last price that the decision was judged by
    stop_price: Money | None
    forecast_loss: Money | None  # null: nothing was forecast
    forecast_source: ForecastSource | None
    verdict: RiskVerdict | None  # null: not over
    position_decision_id: str | None  # of the position that it joined
    opened_at: Time | None
    max_adverse: Money | None  # the most that the position lost while it was open, at least 0
    drawdown: Money | None  # the largest fall of its result from its highest
    net_pnl: Money | None
    worst_r: Money | None
    """The most that was lost while it was open, in losses that were forecast; null: one of the two is unknown."""
    result_r: Money | None
    """`net_pnl` in losses that were forecast: the R multiple."""
    closed_at: Time | None
    close_purpose: OrderPurpose | None
    alerted_at: Time | None

    @classmethod
    def of(cls, entry: RiskEntry) -> "RiskEntryView":
        """Return the shape of `entry`."""
        promise, course, said = entry.promise, entry.course, entry.promise.narrative
        return cls(
            decision_id=promise.decision_id,
            client_order_id=promise.client_order_id,
            symbol=promise.symbol,
            action=promise.action,
            model=promise.model,
            recorded_at=promise.recorded_at,
            confidence=promise.confidence,
            proposed_trade=said.proposed_trade if said else None,
            thesis=said.thesis if said else None,
            max_pain=said.max_pain if said else None,
            plan=said.plan if said else None,
            notional=promise.notional,
            entry_price=promise.entry_price,
            stop_price=promise.stop_price,
            forecast_loss=promise.forecast_loss,
            forecast_source=promise.forecast_source,
            verdict=course.verdict,
            position_decision_id=course.position_decision_id,
            opened_at=course.opened_at,
            max_adverse=_loss(course.worst_pnl),
            drawdown=course.drawdown,
            net_pnl=course.net_pnl,
            worst_r=_rounded(entry.worst_r),
            result_r=_rounded(entry.result_r),
            closed_at=course.closed_at,
            close_purpose=course.close_purpose,
            alerted_at=course.alerted_at,
        )


class RiskJournalPage(Shape):
    """The risk journal, newest first."""

    items: tuple[RiskEntryView, ...]
    next_cursor: str | None

    @classmethod
    def of(cls, entries: Sequence[RiskEntry], next_cursor: str | None) -> "RiskJournalPage":
        """Return the shape of one page."""
        return cls(items=tuple(map(RiskEntryView.of, entries)), next_cursor=next_cursor)


def _loss(worst_pnl: Decimal | None) -> Decimal | None:
    return None if worst_pnl is None else abs(worst_pnl)


def _rounded(multiple: Decimal | None) -> Decimal | None:
    return None if multiple is None else multiple.quantize(_R_STEP)
