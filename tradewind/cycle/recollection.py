"""Reads what the desk knows of itself: its open orders, its last results, its equity of a day."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Protocol

from tradewind.cycle.ports import OrderLog
from tradewind.cycle.rolling_high import RollingHigh
from tradewind.decision.bundle import Bundle
from tradewind.decision.context import DeskContext, Lesson, OpenOrder, RecentOutcome
from tradewind.decision.risk_snapshot import risk_snapshot
from tradewind.domain.account import AccountSnapshot, EquityPoint
from tradewind.domain.clock import Instant
from tradewind.domain.ids import PortfolioId
from tradewind.domain.order import OrderRecord
from tradewind.domain.outcome import DecidedOutcome, KeptLesson

OUTCOMES_SHOWN = 10
RATIONALE_KEPT = 300
"""Characters of the reasons for an earlier trade."""
ROLLING = timedelta(hours=24)


class KnownOutcomes(Protocol):
    """What became of earlier decisions."""

    async def known(self, portfolio_id: PortfolioId, as_of: Instant, limit: int) -> Sequence[DecidedOutcome]:
        """Return up to `limit` outcomes that were on record before `as_of`, newest first."""
        ...


class EquityCurve(Protocol):
    """The account's worth over time."""

    async def since(self, portfolio_id: PortfolioId, since: Instant) -> list[EquityPoint]:
        """Return every point from `since` on, oldest first."""
        ...


class LessonBook(Protocol):
    """What earlier trades have taught."""

    async def known(self, portfolio_id: PortfolioId, as_of: Instant) -> Sequence[KeptLesson]:
        """Return the lessons that were on record before `as_of` and held then, the most telling first."""
        ...


class Recollection:
    """One portfolio's memory of itself; keeps the highs of its last day, so that each cycle reads only what is new."""

    def __init__(
        self,
        portfolio_id: PortfolioId,
        *,
        orders: OrderLog,
        outcomes: KnownOutcomes,
        equity: EquityCurve,
        lessons: LessonBook | None = None,
    ) -> None:
        self._portfolio_id = portfolio_id
        self._orders = orders
        self._outcomes = outcomes
        self._equity = equity
        self._lessons = lessons
        self._high = RollingHigh(ROLLING)

    async def recall(self, bundle: Bundle, account: AccountSnapshot) -> Bundle:
        """Return `bundle` with what the desk knows of itself at that moment; LedgerUnavailable."""
        unfinished = await self._orders.unfinished(self._portfolio_id)
        outcomes = await self._outcomes.known(self._portfolio_id, bundle.as_of, OUTCOMES_SHOWN)
        high = await self._rolling_high(bundle.as_of)
        lessons = await self._lessons.known(self._portfolio_id, bundle.as_of) if self._lessons else ()
        return bundle.knowing(
            DeskContext(
                risk=risk_snapshot(bundle, account, high),
                open_orders=tuple(map(_open_order, unfinished)),
                outcomes=tuple(map(_outcome, outcomes)),
                lessons=tuple(map(_lesson, lessons)),
            )
        )

    async def _rolling_high(self, now: Instant) -> Decimal | None:
        unread = await self._equity.since(self._portfolio_id, self._high.unread_since(now))
        return self._high.at(now, unread)


def _open_order(record: OrderRecord) -> OpenOrder:
    order = record.order
    return OpenOrder(
        client_order_id=order.client_order_id,
        symbol=order.symbol,
        side=order.side,
        kind=order.kind,
        purpose=order.purpose,
        state=record.state,
        quantity=order.quantity,
        filled=record.filled,
        limit_price=order.limit_price,
        trigger_price=order.trigger_price,
        stop_price=order.stop_price,
        created_at=order.created_at,
    )


def _outcome(outcome: DecidedOutcome) -> RecentOutcome:
    closed, proposal, risk = outcome.closed, outcome.proposal, outcome.risk
    worst = risk.course.worst_pnl if risk else None
    return RecentOutcome(
        decision_id=closed.decision_id,
        symbol=closed.symbol,
        side=closed.side,
        entry_price=closed.entry_price,
        exit_price=closed.exit_price,
        net_pnl=outcome.net_pnl,
        opened_at=closed.opened_at,
        closed_at=closed.closed_at,
        close_purpose=closed.close_purpose,
        confidence=proposal.confidence if proposal else None,
        rationale=proposal.rationale[:RATIONALE_KEPT] if proposal and proposal.rationale else None,
        forecast_loss=risk.promise.forecast_loss if risk else None,
        worst_loss=None if worst is None else -worst,
    )


def _lesson(kept: KeptLesson) -> Lesson:
    return Lesson(lesson_id=kept.lesson_id, text=kept.text, learned_at=kept.learned_at)
