"""Follows what decisions promised until it is over: results of what is open, the end of it, and what that teaches.

An alert is raised once for each position whose loss went beyond its forecast: told first, then noted, so that a crash
between the two tells it twice rather than never.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import structlog

from tradewind.bus.cache import BusUnavailable
from tradewind.cycle.course import at_end, exceeds, fate_of, forecast_of, while_open
from tradewind.cycle.ports import Accounts
from tradewind.decision.feedback import FeedbackConfig, findings
from tradewind.domain.account import ClosedPosition, OpenPosition
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.ids import ClientOrderId, PortfolioId
from tradewind.domain.outcome import RiskEntry, RiskVerdict
from tradewind.ledger import Ledger, LedgerUnavailable
from tradewind.orders.alerts import AlertKind, Alerts

_log = structlog.get_logger(__name__)
LOST_AFTER = timedelta(minutes=10)
"""An order that the ledger does not know by then was never made."""


class Aftermath:
    """One portfolio's results, followed; `run` is the whole of it."""

    def __init__(
        self,
        portfolio_id: PortfolioId,
        *,
        ledger: Ledger,
        accounts: Accounts,
        alerts: Alerts,
        clock: Clock,
        config: FeedbackConfig | None = None,
    ) -> None:
        self._portfolio_id = portfolio_id
        self._ledger = ledger
        self._accounts = accounts
        self._alerts = alerts
        self._clock = clock
        self._config = config or FeedbackConfig()
        self._reviewed_up_to = 0
        self._told: set[ClientOrderId] = set()

    async def run(self) -> None:
        """Follow until cancelled; a beat on which ledger or bus do not answer is missed and logged."""
        while True:
            try:
                await self.follow_now()
                await self.review_now()
            except (LedgerUnavailable, BusUnavailable) as e:
                _log.warning("results_not_followed", reason=str(e))
            await asyncio.sleep(self._config.watch_every.total_seconds())

    async def follow_now(self) -> None:
        """Bring every unfinished entry of the journal to how it stands; LedgerUnavailable, BusUnavailable."""
        entries = await self._ledger.risk_journal.unfinished(self._portfolio_id)
        if not entries:
            return
        # Fills first, then what is held, then what is over: whatever is missing in one is in a later one.
        filled = {entry.promise.client_order_id: await self._is_filled(entry) for entry in entries}
        held = {each.symbol: each for each in (await self._accounts.snapshot(self._portfolio_id)).positions}
        standing: list[tuple[RiskEntry, OpenPosition | ClosedPosition]] = []
        for entry in entries:
            position = held.get(entry.promise.symbol)
            if position is not None and position.decision_id == entry.promise.decision_id:
                standing.append((entry, position))
                continue
            closed = await self._closed(entry)
            if closed is not None:
                standing.append((entry, closed))
            else:
                await self._settle(entry, position, is_filled=filled[entry.promise.client_order_id])
        await self._compare(standing)

    async def review_now(self) -> int:
        """Count the results anew where there are more of them; return how many lessons are new. LedgerUnavailable."""
        fresh = await self._ledger.positions.results(self._portfolio_id, self._reviewed_up_to)
        if not fresh:
            return 0
        now = self._clock.now()
        after_now = Instant.of(now + timedelta(milliseconds=1))
        outcomes = await self._ledger.outcomes.known(self._portfolio_id, after_now, self._config.reviewed)
        learned = await self._ledger.lessons.renew(self._portfolio_id, findings(outcomes, self._config), now)
        self._reviewed_up_to = fresh[-1].seq
        return learned

    async def _is_filled(self, entry: RiskEntry) -> bool | None:
        """Return whether an order has opened something; None: that is not known yet."""
        promise = entry.promise
        if await self._ledger.fills.of_orders(self._portfolio_id, [promise.client_order_id]):
            return True
        record = await self._ledger.orders.get(promise.client_order_id)
        return fate_of(record, is_long_ago=self._clock.now() - promise.recorded_at > LOST_AFTER)

    async def _closed(self, entry: RiskEntry) -> ClosedPosition | None:
        promise = entry.promise
        trips = await self._ledger.positions.opened_by(self._portfolio_id, promise.decision_id)
        return next((trip.closed for trip in trips if trip.closed.symbol == promise.symbol), None)

    async def _settle(
        self, entry: RiskEntry, position: OpenPosition | None, *, is_filled: bool | None
    ) -> None:
        if is_filled is None:
            return
        course = replace(
            entry.course,
            verdict=RiskVerdict.JOINED if is_filled else RiskVerdict.NOT_OPENED,
            position_decision_id=position.decision_id if is_filled and position else None,
            completed_at=self._clock.now(),
        )
        await self._ledger.risk_journal.follow(entry.promise.client_order_id, course)

    async def _compare(self, standing: Sequence[tuple[RiskEntry, OpenPosition | ClosedPosition]]) -> None:
        opened_by = {entry.promise.decision_id for entry, _ in standing}
        joined = await self._ledger.risk_journal.joined(self._portfolio_id, opened_by) if standing else []
        for entry, position in standing:
            forecast = forecast_of(entry, joined)
            if isinstance(position, ClosedPosition):
                course = at_end(
                    entry.course, position, forecast, self._config.alert_over_share, self._clock.now()
                )
            else:
                course = while_open(entry.course, position)
            followed = replace(entry, course=course)
            if exceeds(course, forecast, self._config.alert_over_share) and forecast is not None:
                followed = await self._alert(followed, forecast)
            if followed.course != entry.course:
                await self._ledger.risk_journal.follow(entry.promise.client_order_id, followed.course)

    async def _alert(self, entry: RiskEntry, forecast: Decimal) -> RiskEntry:
        promise, course = entry.promise, entry.course
        if course.alerted_at is not None:
            return entry
        if promise.client_order_id not in self._told:
            loss = -(course.worst_pnl or Decimal(0))
            await self._alerts.tell(
                AlertKind.FORECAST_EXCEEDED,
                f"{promise.symbol}: the position of decision {promise.decision_id} has lost {loss:.2f}, "
                f"{forecast:.2f} was forecast",
            )
            self._told.add(promise.client_order_id)
        return replace(entry, course=replace(course, alerted_at=self._clock.now()))
