"""Looks for orders of which news is overdue; nothing is ever sent from here.

How long an order has stood as it does is counted on the monotonic clock too: a wall clock that steps back delays nothing.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import structlog

from tradewind.domain.clock import Clock
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.order import Order, OrderKind, OrderRecord, OrderState
from tradewind.ledger import LedgerUnavailable
from tradewind.orders.config import OrdersConfig
from tradewind.orders.in_hand import InHand
from tradewind.orders.register import OrderRegister
from tradewind.orders.settlement import Settlement
from tradewind.orders.states import OrderEvent

_log = structlog.get_logger(__name__)


class Search:
    """One portfolio's; orders that somebody has in hand are left alone."""

    def __init__(
        self,
        register: OrderRegister,
        settlement: Settlement,
        in_hand: InHand,
        clock: Clock,
        config: OrdersConfig,
    ) -> None:
        self._register = register
        self._settlement = settlement
        self._in_hand = in_hand
        self._clock = clock
        self._config = config
        self._is_wanted = asyncio.Event()
        self._standing: dict[ClientOrderId, tuple[OrderRecord, float]] = {}  # since when, monotonic seconds

    def wake(self) -> None:
        """Search soon: an order was sent, canceled or changed."""
        self._is_wanted.set()

    async def run(self) -> None:
        """Search on the cadence and when woken, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                self._is_wanted.clear()
                try:
                    for record in await self._overdue():
                        self._start(record, tasks)
                except LedgerUnavailable as e:
                    _log.warning("lost_orders_unread", error=str(e))
                try:
                    async with asyncio.timeout(self._config.settle_every.total_seconds()):
                        await self._is_wanted.wait()
                except TimeoutError:
                    continue

    async def _overdue(self) -> list[OrderRecord]:
        unfinished = await self._register.unfinished()
        self._note(unfinished)
        return [record for record in unfinished if self._is_overdue(record)]

    def _note(self, unfinished: Sequence[OrderRecord]) -> None:
        before, now = self._standing, self._clock.monotonic()
        self._standing = {}
        for record in unfinished:
            known = before.get(record.order.client_order_id)
            is_unchanged = known is not None and known[0] == record
            self._standing[record.order.client_order_id] = known if known and is_unchanged else (record, now)

    def _is_overdue(self, record: OrderRecord) -> bool:
        order = record.order
        if order.client_order_id in self._in_hand:
            return False
        stood_for = self._stood_for(record)
        match record.state:
            case OrderState.INTENT:
                return self._clock.now() > order.expires_at or stood_for > self._config.intent_lifetime
            case OrderState.ACCEPTED | OrderState.PARTIAL:
                is_late = order.kind is OrderKind.MARKET and stood_for > self._config.recheck_after
                return is_late or order.client_order_id in self._settlement.in_doubt
            case _:
                return True

    def _stood_for(self, record: OrderRecord) -> timedelta:
        """Return the longer of both: here since it was first seen so, by the wall clock since it was written so."""
        seen = self._clock.monotonic() - self._standing[record.order.client_order_id][1]
        return max(timedelta(seconds=seen), self._clock.now() - record.updated_at)

    def _start(self, record: OrderRecord, tasks: asyncio.TaskGroup) -> None:
        client_order_id = record.order.client_order_id
        self._in_hand.take(client_order_id)
        settling = tasks.create_task(self._settle(record), name=f"orders: {client_order_id}")
        # Not in the task itself: one that is canceled before its first step runs no line of it.
        settling.add_done_callback(lambda _: self._in_hand.release(client_order_id))

    async def _settle(self, record: OrderRecord) -> None:
        order = record.order
        try:
            if record.state is OrderState.INTENT:
                await self._register.drop(order.client_order_id, OrderEvent.EXPIRE, late(order))
            else:
                await self._settlement.settle(record)
        except LedgerUnavailable as e:
            _log.warning("settling_waits", client_order_id=order.client_order_id, error=str(e))


def late(order: Order) -> str:
    """Return why an order that came too late was dropped."""
    return f"not sent by {order.expires_at}"
