"""Every fill is posted to the ledger once, however often it is told."""

import asyncio
from dataclasses import dataclass

import structlog

from tradewind.bus.cache import Batch, BusUnavailable, Cache
from tradewind.bus.keys import PORTFOLIO_UPDATE, Source
from tradewind.bus.messages import PortfolioNotice
from tradewind.domain.clock import Clock
from tradewind.domain.fill import Fill
from tradewind.domain.ids import PortfolioId
from tradewind.domain.order import Order, OrderRecord, Side
from tradewind.ledger import Ledger, LedgerError, RecordRefused, Unbalanced
from tradewind.orders.alerts import AlertKind, Alerts
from tradewind.orders.blocks import BlockCause, OpeningBlocks
from tradewind.orders.failpoints import Failpoint, Failpoints
from tradewind.orders.latency import OrderLatency, Stage
from tradewind.telemetry.metrics import Metrics

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class FillGround:
    """What fills are posted to and told through."""

    ledger: Ledger
    cache: Cache
    clock: Clock
    portfolio_id: PortfolioId
    metrics: Metrics
    blocks: OpeningBlocks


class FillPosting:
    """Posts fills and tells the desk about them; safe to be told the same fill by several tasks."""

    def __init__(
        self, ground: FillGround, latency: OrderLatency, alerts: Alerts, failpoints: Failpoints
    ) -> None:
        self._ledger = ground.ledger
        self._cache = ground.cache
        self._clock = ground.clock
        self._portfolio_id = ground.portfolio_id
        self._metrics = ground.metrics
        self._blocks = ground.blocks
        self._latency = latency
        self._alerts = alerts
        self._failpoints = failpoints
        self.posted = asyncio.Event()
        """Set with every fill that was news; whoever waits for it clears it."""
        self._turn = asyncio.Lock()  # fills of one position are posted in the order in which they are told
        self.duplicates = 0
        """Fills that were told again and not posted."""

    async def post(self, fill: Fill) -> bool:
        """Post `fill` with everything that follows from it; False when it was posted before. LedgerUnavailable.

        False also for one that the books refuse: it is alerted, and nothing more is opened on its instrument.
        """
        async with self._turn:
            record = await self._record_of(fill)
            self._failpoints.reach(Failpoint.BEFORE_FILL_COMMIT)
            try:
                is_posted = await self._ledger.fills.post(
                    self._portfolio_id, fill, record.order if record else None
                )
            except (RecordRefused, Unbalanced) as e:
                await self._set_aside(fill, e)
                return False
        if not is_posted:
            self.duplicates += 1
            return False
        self._failpoints.reach(Failpoint.AFTER_FILL_COMMIT)
        self.posted.set()
        if record is not None:
            self._latency.observe(Stage.FILL, self._clock.now() - record.order.created_at)
        self._metrics.fills.labels(symbol=fill.symbol).inc()
        if record is None:
            await self._alerts.tell(AlertKind.EXTERNAL, f"a trade that is not ours: {describe(fill, None)}")
        await self._announce(fill, record.order if record else None)
        return True

    async def _set_aside(self, fill: Fill, error: LedgerError) -> None:
        # Told again and again by the venue; a crash would take protection down with it each time.
        reason = f"fill {fill.trade_id} of {fill.symbol} does not go into the books: {error}"
        if self._blocks.put(BlockCause.BOOKS, reason, fill.symbol):
            await self._alerts.tell(AlertKind.MISMATCH, reason)

    async def _record_of(self, fill: Fill) -> OrderRecord | None:
        if fill.client_order_id is None:
            return None
        return await self._ledger.orders.get(fill.client_order_id)

    async def _announce(self, fill: Fill, order: Order | None) -> None:
        summary = describe(fill, order)
        notice = PortfolioNotice(
            portfolio_id=self._portfolio_id, summary=summary, timestamp=self._clock.now()
        )
        batch = Batch(Source.TRADER_BOT)
        batch.note("trade", PORTFOLIO_UPDATE.name, summary)
        batch.publish(PORTFOLIO_UPDATE, notice, summary=summary)
        try:
            await self._cache.write(batch)
        except BusUnavailable as e:
            _log.warning("trade_note_lost", trade_id=fill.trade_id, error=str(e))


def describe(fill: Fill, order: Order | None) -> str:
    """Return a fill in one line for people."""
    verb = "bought" if fill.side is Side.BUY else "sold"
    why = "no order of ours" if order is None else order.purpose.replace("_", " ")
    return (
        f"{verb} {fill.quantity.normalize():f} {fill.symbol} at {fill.price.normalize():f} "
        f"({why}, fee {fill.fee.normalize():f} {fill.fee_currency})"
    )
