"""The last look at an order before it leaves: whose account, kill switch, blocks, runaway caps, dead man's switch."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from tradewind.domain.instrument import Symbol
from tradewind.domain.order import Order, OrderPurpose
from tradewind.orders.blocks import OpeningBlocks
from tradewind.orders.dead_man import DeadMan
from tradewind.orders.kill_switch import KillSwitch
from tradewind.orders.runaway import RunawayGuard
from tradewind.orders.tenancy import Tenancy


class Safeguards:
    """One desk's fences, in one place."""

    def __init__(
        self,
        kill_switch: KillSwitch,
        blocks: OpeningBlocks,
        guard: RunawayGuard,
        tenancy: Tenancy | None = None,
        dead_man: DeadMan | None = None,
    ) -> None:
        self.kill_switch = kill_switch
        self.blocks = blocks
        self.guard = guard
        self._tenancy = tenancy  # None: nobody else can trade the account
        self._dead_man = dead_man  # None: nothing at the venue ends with this host

    @property
    def fence(self) -> int | None:
        """The token under which orders are claimed; None: no other desk is to be kept out."""
        return None if self._tenancy is None else self._tenancy.token

    def refusal(self, order: Order) -> str | None:
        """Return why `order` may not leave now, None when it may."""
        reason = self._tenancy and self._tenancy.refusal(order)
        reason = reason or self.kill_switch.refusal(order)
        if reason is None and order.purpose is OrderPurpose.OPEN:
            reason = self.blocks.reason(order.symbol)
        return reason

    @contextmanager
    def recalling(self, order: Order, deadline: asyncio.Timeout) -> Iterator[None]:
        """End `deadline` as soon as the switch is turned against `order` during the block.

        A venue's client may have questions of its own before an order leaves, and a stop must not wait for those.
        """

        def recall() -> None:
            if self.kill_switch.refusal(order) is not None and not deadline.expired():
                deadline.reschedule(0)

        with self.kill_switch.recalling(recall):
            yield

    def opening_block(self, symbol: Symbol) -> str | None:
        """Return why the desk opens nothing on `symbol`, None when it does."""
        latch = self.kill_switch.latch
        if latch.state.severity > 0:
            return f"the desk is {latch.state} by {latch.by}: {latch.reason}"
        return self.blocks.reason(symbol)

    def admit(self, order: Order) -> str | None:
        """Count `order` as leaving; the reason instead when it may not."""
        return self.refusal(order) or self.guard.admit(order)

    async def secure(self, order: Order) -> None:
        """Have the venue take out what rests, should this host die, before `order` leaves; NotSent."""
        if self._dead_man is not None:
            await self._dead_man.secure(order)
