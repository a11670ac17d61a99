"""Records the equity curve and tells the others that the account has changed."""

import asyncio

import structlog

from tradewind.bus.cache import Batch, BusUnavailable, Cache
from tradewind.bus.keys import PORTFOLIO_UPDATE, Source
from tradewind.bus.messages import PortfolioNotice
from tradewind.domain.account import AccountSnapshot, EquityPoint
from tradewind.domain.clock import Clock
from tradewind.domain.ids import PortfolioId
from tradewind.ledger import Ledger, LedgerUnavailable
from tradewind.portfolio.config import PortfolioConfig
from tradewind.portfolio.reader import AccountReader
from tradewind.telemetry.metrics import Metrics

_log = structlog.get_logger(__name__)


class EquityRecorder:
    """A point on every beat of the monotonic clock, and whenever somebody asks for one."""

    def __init__(
        self,
        ledger: Ledger,
        accounts: AccountReader,
        *,
        cache: Cache,
        clock: Clock,
        metrics: Metrics,
        portfolio_id: PortfolioId,
        config: PortfolioConfig | None = None,
    ) -> None:
        self._ledger = ledger
        self._accounts = accounts
        self._cache = cache
        self._clock = clock
        self._metrics = metrics
        self._portfolio_id = portfolio_id
        self._period_seconds = (config or PortfolioConfig()).record_every.total_seconds()

    async def run(self) -> None:
        """Record until cancelled; a beat on which the ledger does not answer is missed and logged."""
        due = self._clock.monotonic()
        while True:
            try:
                await self.record_now()
            except LedgerUnavailable as e:
                _log.warning("equity_not_recorded", reason=str(e))
            missed = int((self._clock.monotonic() - due) // self._period_seconds)
            due += (missed + 1) * self._period_seconds
            await asyncio.sleep(max(due - self._clock.monotonic(), 0))

    async def record_now(self) -> EquityPoint | None:
        """Record a point and publish it; None when a price is missing, and then nothing is recorded.

        LedgerUnavailable. Without the bus the point is recorded all the same.
        """
        snapshot = await self._accounts.snapshot(self._portfolio_id)
        if snapshot.equity is None:
            _log.info("equity_unknown", without_price=_without_price(snapshot))
            return None
        point = EquityPoint(time=snapshot.as_of, equity=snapshot.equity)
        await self._ledger.equity.add(self._portfolio_id, point)
        self._metrics.equity.labels(portfolio=self._portfolio_id).set(float(point.equity))
        await self._publish(point, snapshot.currency)
        return point

    async def _publish(self, point: EquityPoint, currency: str) -> None:
        notice = PortfolioNotice(
            portfolio_id=self._portfolio_id,
            summary=f"equity {point.equity:.2f} {currency}",
            timestamp=point.time,
        )
        batch = Batch(Source.TRADER_BOT)
        batch.publish(PORTFOLIO_UPDATE, notice, notice.summary)
        try:
            await self._cache.write(batch)
        except BusUnavailable as e:
            _log.warning("equity_not_published", reason=str(e))


def _without_price(snapshot: AccountSnapshot) -> list[str]:
    return [position.symbol for position in snapshot.positions if position.mark_price is None]
