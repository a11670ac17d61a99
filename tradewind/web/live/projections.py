"""Reads for the hub what a notice only announces: prices after a rebuild, the account, decisions."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from typing import Protocol

import structlog

from tradewind.bus.cache import BusUnavailable
from tradewind.domain.clock import Instant
from tradewind.domain.decision import DecisionRecord
from tradewind.domain.ids import DecisionId, PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.ticker import Ticker
from tradewind.ledger import LedgerError
from tradewind.web.desk import Desk
from tradewind.web.live.frames import DECISION_SLOT
from tradewind.web.readings import read_beside, read_orders, read_tickers
from tradewind.web.schemas.account import LiveAccount
from tradewind.web.schemas.decisions import DecisionSummary

MAX_DECISIONS_DUE = 50
DECISIONS_AFTER_REBUILD = 5

_log = structlog.get_logger(__name__)


class Outlet(Protocol):
    """Where frames go."""

    def publish(self, kind: str, slot: str, content: str) -> None:
        """Send a frame with `content` as its data."""
        ...

    def publish_snapshot(self, tickers: list[Ticker]) -> None:
        """Start every client over with these prices."""
        ...

    def publish_state(self, message: str) -> None:
        """Say how the desk is."""
        ...


class Projections:
    """Remembers what is due and reads it one thing at a time, so that ticks never wait for the database."""

    def __init__(self, desk: Desk, outlet: Outlet, retry_after: timedelta) -> None:
        self._desk = desk
        self._outlet = outlet
        self._retry_seconds = retry_after.total_seconds()
        self._is_due = asyncio.Event()
        self._rebuild_is_due = False
        self._portfolio_is_due = False
        self._held: frozenset[Symbol] = frozenset()
        self._has_moved = False
        self._decisions_due: dict[DecisionId, None] = {}
        self._newest_decision: Instant | None = None

    def rebuild(self) -> None:
        """Read everything again: messages may have been lost."""
        self._rebuild_is_due = True
        self._is_due.set()

    def portfolio_changed(self, portfolio_id: PortfolioId) -> None:
        """Read the account again when it is ours."""
        if portfolio_id == self._desk.portfolio_id:
            self._portfolio_is_due = True
            self._is_due.set()

    def prices_moved(self, symbols: Iterable[Symbol]) -> None:
        """Note that what is held is worth something else, for the next `revalue`."""
        self._has_moved = self._has_moved or not self._held.isdisjoint(symbols)

    def revalue(self) -> None:
        """Read the account again when a price of what it holds has moved."""
        if self._has_moved:
            self._has_moved = False
            self._portfolio_is_due = True
            self._is_due.set()

    def decision_made(self, decision_id: DecisionId) -> None:
        """Read a decision; the oldest of too many is left to the record."""
        self._decisions_due[decision_id] = None
        if len(self._decisions_due) > MAX_DECISIONS_DUE:
            del self._decisions_due[next(iter(self._decisions_due))]
        self._is_due.set()

    async def run(self) -> None:
        """Read what is due until cancelled; what cannot be read stays due."""
        while True:
            await self._is_due.wait()
            self._is_due.clear()
            try:
                await self._read()
            except (BusUnavailable, LedgerError) as e:
                _log.warning("live_read_failed", error=str(e))
                self._is_due.set()
                await asyncio.sleep(self._retry_seconds)

    async def _read(self) -> None:
        if self._rebuild_is_due:
            tickers = await read_tickers(self._desk)
            self._rebuild_is_due = False
            self._portfolio_is_due = True
            self._outlet.publish_snapshot(list(tickers.values()))
            self._outlet.publish_state("Live updates start over.")
            await self._find_missed_decisions()
        if self._portfolio_is_due:
            await self._read_portfolio()
        while self._decisions_due:
            await self._read_decision(next(iter(self._decisions_due)))

    async def _read_portfolio(self) -> None:
        self._portfolio_is_due = False
        try:
            account = await self._desk.accounts.snapshot(self._desk.portfolio_id)
            live = LiveAccount.of(account, await read_beside(self._desk, account))
        except (BusUnavailable, LedgerError):
            self._portfolio_is_due = True
            raise
        self._held = frozenset(position.symbol for position in account.positions)
        self._outlet.publish("portfolio_update", "portfolio", live.model_dump_json())

    async def _read_decision(self, decision_id: DecisionId) -> None:
        record = await self._desk.ledger.decisions.get(decision_id)
        if record is not None and record.portfolio_id == self._desk.portfolio_id:
            summary = DecisionSummary.of(record, await read_orders(self._desk, [record]))
            self._note(record)
            self._outlet.publish("decision_update", DECISION_SLOT + decision_id, summary.model_dump_json())
        self._decisions_due.pop(decision_id, None)

    async def _find_missed_decisions(self) -> None:
        page = await self._desk.ledger.decisions.page(self._desk.portfolio_id, DECISIONS_AFTER_REBUILD, None)
        known = self._newest_decision
        for record in reversed(page.items):
            self._note(record)
            if known is not None and record.created_at > known:
                self._decisions_due[record.decision_id] = None

    def _note(self, record: DecisionRecord) -> None:
        if self._newest_decision is None or record.created_at > self._newest_decision:
            self._newest_decision = record.created_at
