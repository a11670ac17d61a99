"""The course of a promise: what a look at its position makes of it, and how it ends. Pure; money before fees."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from tradewind.domain.account import ClosedPosition, OpenPosition
from tradewind.domain.clock import Instant
from tradewind.domain.order import OrderRecord, OrderState
from tradewind.domain.outcome import RiskCourse, RiskEntry, RiskVerdict

ZERO = Decimal(0)


def while_open(course: RiskCourse, position: OpenPosition) -> RiskCourse:
    """Return the course after one look at its open position; without a price only when it was opened is known."""
    course = replace(course, opened_at=position.opened_at)
    if position.unrealized_pnl is None:
        return course
    return _seen(course, position.realized_pnl + position.unrealized_pnl)


def at_end(
    course: RiskCourse, closed: ClosedPosition, forecast: Decimal | None, over_share: Decimal, now: Instant
) -> RiskCourse:
    """Return the course of a position that is over, with its verdict; the last result counts as seen."""
    course = _seen(course, closed.realized_pnl)
    is_over = exceeds(course, forecast, over_share)
    kept = RiskVerdict.EXCEEDED if is_over else RiskVerdict.WITHIN
    return replace(
        course,
        opened_at=closed.opened_at,
        net_pnl=closed.realized_pnl - closed.fees,
        closed_at=closed.closed_at,
        close_purpose=closed.close_purpose,
        verdict=RiskVerdict.UNKNOWN if forecast is None else kept,
        completed_at=now,
    )


def exceeds(course: RiskCourse, forecast: Decimal | None, over_share: Decimal) -> bool:
    """Return whether the worst result lies further below 0 than the forecast and its margin."""
    if forecast is None or course.worst_pnl is None:
        return False
    return -course.worst_pnl > forecast * (1 + over_share)


def forecast_of(entry: RiskEntry, joined: Sequence[RiskEntry]) -> Decimal | None:
    """Return what a whole position may lose: its opening's forecast and those of what joined it; None: one is unknown."""
    promise = entry.promise
    parts = [promise.forecast_loss] + [
        each.promise.forecast_loss
        for each in joined
        if each.course.position_decision_id == promise.decision_id and each.promise.symbol == promise.symbol
    ]
    known = [part for part in parts if part is not None]
    return sum(known, ZERO) if len(known) == len(parts) else None


def fate_of(record: OrderRecord | None, *, is_long_ago: bool) -> bool | None:
    """Return False for an order without fills that will never have any, None while it may."""
    if record is None:
        return False if is_long_ago else None
    is_void = record.state.is_final and record.state is not OrderState.FILLED and not record.filled
    return False if is_void else None


def _seen(course: RiskCourse, result: Decimal) -> RiskCourse:
    best = max(course.best_pnl or ZERO, result)
    return replace(
        course,
        best_pnl=best,
        worst_pnl=min(course.worst_pnl or ZERO, result),
        drawdown=max(course.drawdown or ZERO, best - result),
    )
