"""Holds the venue's dead man's switch while orders rest there: a host that dies takes them with it."""

import asyncio

import structlog

from tradewind.brokers.port import Broker, BrokerError, NotSent
from tradewind.domain.clock import Clock
from tradewind.domain.ids import PortfolioId
from tradewind.domain.order import Order, OrderKind, OrderPurpose, OrderState, TimeInForce
from tradewind.ledger import Ledger, LedgerUnavailable
from tradewind.orders.config import StopConfig

_log = structlog.get_logger(__name__)


class DeadMan:
    """Lets go once nothing rests; a stop of the process leaves the timer running on purpose."""

    def __init__(
        self, broker: Broker, ledger: Ledger, clock: Clock, portfolio_id: PortfolioId, config: StopConfig
    ) -> None:
        self._broker = broker
        self._ledger = ledger
        self._portfolio_id = portfolio_id
        self._config = config
        self._clock = clock
        self._turn = asyncio.Lock()
        self._held_at: float | None = None  # monotonic seconds; None: not held

    async def run(self) -> None:
        """Refresh on the cadence, until cancelled."""
        while True:
            await self.refresh()
            await asyncio.sleep(self._config.dead_man_every.total_seconds())

    async def refresh(self) -> None:
        """Hold the switch while a limit order may rest, let go of it once otherwise."""
        try:
            async with (
                self._turn
            ):  # an order that leaves meanwhile is in the ledger already, or sets the timer after this
                is_needed = await self._is_needed()
                if is_needed or self._held_at is not None:
                    await self._hold(is_needed=is_needed)
        except (BrokerError, TimeoutError, LedgerUnavailable) as e:
            _log.warning("dead_man_not_held", error=repr(e))

    async def secure(self, order: Order) -> None:
        """Have the timer run before an order leaves that may rest; NotSent where that fails for one that opens."""
        if not may_rest(order):
            return
        try:
            async with self._turn:
                if not self._is_fresh():
                    await self._hold(is_needed=True)
        except (BrokerError, TimeoutError) as e:
            if order.purpose is OrderPurpose.OPEN:
                raise NotSent(f"the dead man's timer of the venue could not be set: {e!r}") from e
            _log.warning("dead_man_not_held", client_order_id=order.client_order_id, error=repr(e))

    def _is_fresh(self) -> bool:
        if self._held_at is None:
            return False
        return self._clock.monotonic() - self._held_at < self._config.dead_man_every.total_seconds()

    async def _hold(self, *, is_needed: bool) -> None:
        patience = self._config.dead_man_patience if is_needed else self._config.dead_man_patience * 0
        began = self._clock.monotonic()
        async with asyncio.timeout(self._config.answer_timeout.total_seconds()):
            await self._broker.hold_dead_man(patience)
        self._held_at = began if is_needed else None

    async def _is_needed(self) -> bool:
        return any(
            record.order.kind is OrderKind.LIMIT and record.state is not OrderState.INTENT
            for record in await self._ledger.orders.unfinished(self._portfolio_id)
        )


def may_rest(order: Order) -> bool:
    """Return whether `order` may wait at the venue for its price; protection stays there on purpose."""
    return order.kind is OrderKind.LIMIT and order.time_in_force not in (TimeInForce.IOC, TimeInForce.FOK)
