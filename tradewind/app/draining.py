"""Lets what is on its way to the venue come to its end before the desk does."""

import asyncio
import signal
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from tradewind.cycle.ports import Executes
from tradewind.domain.ids import ClientOrderId, DecisionId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderRecord
from tradewind.orders.amendment import Amended, Change
from tradewind.orders.intent import AT_MARKET, Terms
from tradewind.risk.verdict import Approved

DRAIN_WITHIN = timedelta(seconds=13)
"""Longer than one answer of a venue and its commit; what takes longer is found out at the next start."""
AFTER_DRAIN = timedelta(seconds=4)
"""For everything else to end."""
T = TypeVar("T")


class Draining:
    """An execution whose calls outlive the stop of whoever made them, for a while; each is journaled either way."""

    def __init__(self, execution: Executes, within: timedelta = DRAIN_WITHIN) -> None:
        self._execution = execution
        self._within = within

    async def execute(
        self, approved: Approved, decision_id: DecisionId, terms: Terms = AT_MARKET
    ) -> OrderRecord:
        """Send one order, as the execution does."""
        return await drained(self._execution.execute(approved, decision_id, terms), self._within)

    async def move_protection(self, approved: Approved, decision_id: DecisionId) -> None:
        """Say where a position's stop and target belong, as the execution does."""
        await drained(self._execution.move_protection(approved, decision_id), self._within)

    async def cancel(self, client_order_id: ClientOrderId) -> OrderRecord:
        """Ask for the rest of an order to be taken out, as the execution does."""
        return await drained(self._execution.cancel(client_order_id), self._within)

    async def amend(self, client_order_id: ClientOrderId, change: Change) -> Amended:
        """Ask for a resting order to be changed, as the execution does."""
        return await drained(self._execution.amend(client_order_id, change), self._within)

    def opening_block(self, symbol: Symbol) -> str | None:
        """Return why the desk opens nothing on `symbol`, None when it does."""
        return self._execution.opening_block(symbol)


async def drained(work: Coroutine[Any, Any, T], within: timedelta) -> T:
    """Return what `work` does; a caller that is canceled waits for its end, at most `within`, and is canceled then."""
    task = asyncio.ensure_future(work)  # noqa: TID251 -- awaited below, always
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        _postpone_the_last_resort(within + AFTER_DRAIN)
        await asyncio.wait({task}, timeout=within.total_seconds())
        raise
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
        if not task.cancelled():
            task.exception()


def _postpone_the_last_resort(by: timedelta) -> None:
    """Give a process that is ending so much time from now; one that is not ending is left alone."""
    left, _ = signal.getitimer(signal.ITIMER_REAL)
    if 0 < left < by.total_seconds():
        signal.setitimer(signal.ITIMER_REAL, by.total_seconds())
