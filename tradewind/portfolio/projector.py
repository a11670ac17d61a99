"""Keeps what others may read of the record in Redis: positions, performance, the state of the desk.

The ledger is the record; what stands in Redis is made anew from it at the start, after every fill and at a cadence.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

import structlog

from tradewind.bus.cache import Batch, BusUnavailable, Cache
from tradewind.bus.channels import Subscription
from tradewind.bus.keys import (
    PERFORMANCE,
    POSITION,
    POSITION_KEYS,
    POSITION_MONITORING,
    SYSTEM_STATE,
    Source,
)
from tradewind.bus.messages import PortfolioNotice
from tradewind.domain.candle import Timeframe
from tradewind.domain.clock import Clock
from tradewind.domain.ids import PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.projections import DeskState, SystemState
from tradewind.ledger import Ledger, LedgerUnavailable
from tradewind.portfolio.config import PortfolioConfig
from tradewind.portfolio.performance import SOURCE, Results, performance
from tradewind.portfolio.position_view import active_position, position_monitoring
from tradewind.portfolio.reader import AccountReader, PricedAccount
from tradewind.portfolio.surroundings import Surroundings, look_around
from tradewind.telemetry.health import HealthBoard

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Whose positions are shown, and by which stocks the exchange is known to be open."""

    portfolio_id: PortfolioId
    symbols: tuple[Symbol, ...]
    """Whatever an earlier run may have left positions of."""
    stocks: tuple[Symbol, ...]


class Projector:
    """Writes the projections of one portfolio; `run` is the whole of it."""

    def __init__(
        self,
        ledger: Ledger,
        accounts: AccountReader,
        notices: Subscription[PortfolioNotice],
        *,
        cache: Cache,
        clock: Clock,
        board: HealthBoard,
        shown: Shown,
        config: PortfolioConfig | None = None,
    ) -> None:
        self._ledger = ledger
        self._accounts = accounts
        self._notices = notices
        self._cache = cache
        self._clock = clock
        self._board = board
        self._shown = shown
        self._period_seconds = (config or PortfolioConfig()).project_every.total_seconds()
        self._is_due = asyncio.Event()
        self._results = Results()
        self._counted_up_to = 0
        self._written = frozenset(shown.symbols)
        """Symbols whose keys may stand in the cache."""
        self._was_ready = False

    async def run(self) -> None:
        """Project until cancelled; a beat on which ledger or bus do not answer is missed and logged."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen(), name="projector listens")
            tasks.create_task(self._work(), name="projector works")

    async def project_now(self) -> None:
        """Write every projection as the ledger stands; LedgerUnavailable, BusUnavailable."""
        account = await self._accounts.priced(self._shown.portfolio_id)
        await self._count_results()
        held = frozenset(position.symbol for position in account.snapshot.positions)
        batch = Batch(Source.TRADER_BOT)
        for symbol in sorted(self._written - held):
            for key in POSITION_KEYS:
                batch.remove(key.at(symbol))
        around = await look_around(self._cache, sorted(held), self._shown.stocks, self._clock.now())
        _add_positions(batch, account, around)
        batch.put(PERFORMANCE, performance(account.snapshot, self._results))
        batch.put(SYSTEM_STATE, self._state(len(held), around))
        await self._cache.write(batch)
        self._written = held

    async def _listen(self) -> None:
        async for _ in self._notices:
            self._is_due.set()

    async def _work(self) -> None:
        while True:
            self._is_due.clear()
            try:
                await self.project_now()
            except (LedgerUnavailable, BusUnavailable) as e:
                _log.warning("not_projected", reason=str(e))
            with suppress(TimeoutError):
                async with asyncio.timeout(self._period_seconds):
                    await self._is_due.wait()

    async def _count_results(self) -> None:
        closed = await self._ledger.positions.results(self._shown.portfolio_id, self._counted_up_to)
        if closed:
            self._results = self._results.with_all(result.net_pnl for result in closed)
            self._counted_up_to = closed[-1].seq

    def _state(self, active: int, around: Surroundings) -> SystemState:
        is_ready = self._board.snapshot().is_ready
        self._was_ready = self._was_ready or is_ready
        unready = DeskState.DEGRADED if self._was_ready else DeskState.STARTING
        return SystemState(
            source=SOURCE,
            exchange_time=None,
            timestamp=self._clock.now(),
            state=DeskState.RUNNING if is_ready else unready,
            market_status=around.exchange,
            active_positions_count=active,
            watchlist_count=around.watched,
            last_scan_time=around.scanned_at,
        )


def _add_positions(batch: Batch, account: PricedAccount, around: Surroundings) -> None:
    now = account.snapshot.as_of
    for position in account.snapshot.positions:
        symbol = position.symbol
        batch.put(POSITION.at(symbol), active_position(position, account.tickers.get(symbol), now))
        monitoring = position_monitoring(
            position,
            minute=around.technicals.get((symbol, Timeframe.M1)),
            five_minutes=around.technicals.get((symbol, Timeframe.M5)),
            now=now,
        )
        batch.put(POSITION_MONITORING.at(symbol), monitoring)
