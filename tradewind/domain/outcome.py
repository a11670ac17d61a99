"""What a decision promised of its risk, what came of it, and what that teaches."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tradewind.domain.account import ClosedPosition
from tradewind.domain.clock import Instant
from tradewind.domain.decision import Action, Proposal, RiskNarrative
from tradewind.domain.ids import ClientOrderId, DecisionId, PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderPurpose


class ForecastSource(StrEnum):
    """Where a forecast loss comes from."""

    STATED = "stated"
    """The model named an amount in its worst case."""
    STOP = "stop"
    """Distance of the stop times the size."""


class RiskVerdict(StrEnum):
    """How what was promised compares with what came."""

    NOT_OPENED = "not_opened"
    """The order never filled."""
    JOINED = "joined"
    """It was filled into a position that another decision had opened; that one's entry tells the course."""
    WITHIN = "within"
    EXCEEDED = "exceeded"
    UNKNOWN = "unknown"
    """Nothing was forecast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPromise:
    """What was known and said of an opening's risk when it was decided; money in quote currency."""

    client_order_id: ClientOrderId
    decision_id: DecisionId
    portfolio_id: PortfolioId
    symbol: Symbol
    action: Action
    model: str
    recorded_at: Instant
    confidence: float | None
    narrative: RiskNarrative | None  # None: the model said nothing of its risk
    notional: Decimal | None
    entry_price: Decimal | None  # the last price that the decision saw
    stop_price: Decimal | None
    forecast_loss: Decimal | None  # unsigned, before fees
    forecast_source: ForecastSource | None
    atr_share: float | None  # of the price, when it was decided


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskCourse:
    """What became of it. Results are before fees, seen at every beat while the position was open and at its end."""

    position_decision_id: DecisionId | None = None  # of the position that it joined
    opened_at: Instant | None = None
    best_pnl: Decimal | None = None  # highest result, at least 0
    worst_pnl: Decimal | None = None  # lowest result, at most 0
    drawdown: Decimal | None = None  # largest fall of the result from its highest
    net_pnl: Decimal | None = None  # after fees
    closed_at: Instant | None = None
    close_purpose: OrderPurpose | None = None
    verdict: RiskVerdict | None = None  # None: not over
    completed_at: Instant | None = None
    alerted_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskEntry:
    """One opening in the risk journal."""

    seq: int
    promise: RiskPromise
    course: RiskCourse

    @property
    def worst_r(self) -> Decimal | None:
        """The most that was lost while it was open, in losses that were forecast; None: one of the two is unknown."""
        worst = self.course.worst_pnl
        return self._in_forecasts(None if worst is None else abs(worst))

    @property
    def result_r(self) -> Decimal | None:
        """The result after fees in losses that were forecast (R multiple); None: one of the two is unknown."""
        return self._in_forecasts(self.course.net_pnl)

    def _in_forecasts(self, amount: Decimal | None) -> Decimal | None:
        forecast = self.promise.forecast_loss
        return amount / forecast if amount is not None and forecast else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedOutcome:
    """A closed position beside the reasons for which it was opened."""

    closed: ClosedPosition
    recorded_at: Instant  # when the desk knew that it was closed
    model: str | None  # None: no decision of this desk opened it
    proposal: Proposal | None
    risk: RiskEntry | None

    @property
    def net_pnl(self) -> Decimal:
        """The result after fees, in quote currency."""
        return self.closed.realized_pnl - self.closed.fees


class LessonSource(StrEnum):
    """Who found a lesson."""

    OPERATOR = "operator"
    REVIEWER = "reviewer"
    """Counted from the desk's own results."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A statistic of past results, in words."""

    rule: str  # what was counted, e.g. close_stops
    text: str
    hits: int
    sample: int
    decisions: tuple[DecisionId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLesson:
    """A lesson on record with where it comes from; it is never deleted, only retired."""

    lesson_id: str
    portfolio_id: PortfolioId
    text: str
    source: LessonSource
    rule: str | None  # None: a person's own words
    hits: int | None
    sample: int | None
    decisions: tuple[DecisionId, ...]
    learned_at: Instant
    added_by: str
    retired_at: Instant | None
    retired_by: str | None
