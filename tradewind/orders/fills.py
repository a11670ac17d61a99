"""Every fill is posted to the ledger once, however often it is told."""

import asyncio

import structlog

from tradewind.bus.cache import Batch, BusUnavailable, Cache
from tradewind.bus.keys import PORTFOLIO_UPDATE, Source
from tradewind.bus.messages import PortfolioNotice
from tradewind.domain.clock import Clock
from tradewind.domain.fill import Fill
from tradewind.domain.ids import PortfolioId
from tradewind.domain.order import Order, OrderRecord, Side
from tradewind.ledger import Ledger
from tradewind.telemetry.metrics import Metrics

_log = structlog.get_logger(__name__)


class FillPosting:
    """Posts fills and tells the desk about them; safe to be told the same fill by several tasks."""

    def __init__(
        self, ledger: Ledger, cache: Cache, clock: Clock, portfolio_id: PortfolioId, metrics: Metrics
    ) -> None:
        self._ledger = ledger
        self._cache = cache
        self._clock = clock
        self._portfolio_id = portfolio_id
        self._metrics = metrics
        self._turn = asyncio.Lock()  # fills of one position are posted in the order in which they are told
        self.duplicates = 0
        """Fills that were told again and not posted."""

    async def post(self, fill: Fill) -> bool:
        """Post `fill` with everything that follows from it; False when it was posted before. LedgerUnavailable."""
        async with self._turn:
            record = await self._record_of(fill)
            is_posted = await self._ledger.fills.post(
                self._portfolio_id, fill, record.order if record else None
            )
        if not is_posted:
            self.duplicates += 1
            return False
        self._metrics.fills.labels(symbol=fill.symbol).inc()
        if record is None:
            _log.warning("fill_of_no_order", symbol=fill.symbol, trade_id=fill.trade_id)
        await self._announce(fill, record.order if record else None)
        return True

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
