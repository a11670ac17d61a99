"""Holds the venue's dead man's switch while orders rest there: a host that dies takes them with it."""

import asyncio

import structlog

from tradewind.brokers.port import Broker, BrokerError
from tradewind.domain.ids import PortfolioId
from tradewind.domain.order import OrderKind, OrderState
from tradewind.ledger import Ledger, LedgerUnavailable
from tradewind.orders.config import StopConfig

_log = structlog.get_logger(__name__)


class DeadMan:
    """Lets go once nothing rests; a stop of the process leaves the timer running on purpose."""

    def __init__(self, broker: Broker, ledger: Ledger, portfolio_id: PortfolioId, config: StopConfig) -> None:
        self._broker = broker
        self._ledger = ledger
        self._portfolio_id = portfolio_id
        self._config = config
        self._is_held = False

    async def run(self) -> None:
        """Refresh on the cadence, until cancelled."""
        while True:
            await self.refresh()
            await asyncio.sleep(self._config.dead_man_every.total_seconds())

    async def refresh(self) -> None:
        """Hold the switch while a limit order may rest, let go of it once otherwise."""
        try:
            is_needed = await self._is_needed()
            if is_needed or self._is_held:
                patience = self._config.dead_man_patience if is_needed else self._config.dead_man_patience * 0
                async with asyncio.timeout(self._config.answer_timeout.total_seconds()):
                    await self._broker.hold_dead_man(patience)
                self._is_held = is_needed
        except (BrokerError, TimeoutError, LedgerUnavailable) as e:
            _log.warning("dead_man_not_held", error=repr(e))

    async def _is_needed(self) -> bool:
        return any(
            record.order.kind is OrderKind.LIMIT and record.state is not OrderState.INTENT
            for record in await self._ledger.orders.unfinished(self._portfolio_id)
        )
