"""No position without its stop: verified at the venue, placed again when it is missing, closed when that fails.

The ledger keeps the wanted prices, the venue says what is held and what waits. A stop counts as missing once two
readings in a row did not show it. Each position goes its own way: none waits for another's answer.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Final, TypeVar

import structlog

from tradewind.brokers.port import Broker, BrokerError, VenueOrder
from tradewind.domain.clock import Clock
from tradewind.domain.ids import PortfolioId
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import OrderPurpose, OrderRecord, OrderState, Side
from tradewind.ledger import Ledger, LedgerUnavailable
from tradewind.orders.alerts import AlertKind, Alerts
from tradewind.orders.blocks import BlockCause, OpeningBlocks
from tradewind.orders.config import ProtectionConfig
from tradewind.orders.coverage import Wanted, coverage, outdated_ids
from tradewind.orders.execution import Execution
from tradewind.orders.failpoints import Failpoint, Failpoints
from tradewind.orders.protection_view import ProtectionView, read_protection
from tradewind.orders.safety_orders import SafetyOrders

_log = structlog.get_logger(__name__)
T = TypeVar("T")

STRAYS: Final = None
"""Whose turn it is where protection without a position is taken out."""
UNPROTECTED = "unprotected"
"""The leg of a forced close in its client order id."""
TARGET_REACHED = "target reached"
TARGET_ATTEMPTS = 3
"""After so many refusals of a target its price is looked at: one that was reached meanwhile is no longer taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionGround:
    """What protection asks, sends and tells through."""

    broker: Broker
    ledger: Ledger
    execution: Execution
    orders: SafetyOrders
    blocks: OpeningBlocks
    alerts: Alerts
    clock: Clock
    portfolio_id: PortfolioId
    failpoints: Failpoints


class Protection:
    """Guards the positions of one portfolio."""

    def __init__(self, ground: ProtectionGround, config: ProtectionConfig) -> None:
        self._broker = ground.broker
        self._ledger = ground.ledger
        self._execution = ground.execution
        self._orders = ground.orders
        self._blocks = ground.blocks
        self._alerts = ground.alerts
        self._clock = ground.clock
        self._portfolio_id = ground.portfolio_id
        self._failpoints = ground.failpoints
        self._config = config
        self._turn = asyncio.Lock()  # one reading at a time
        self._places = asyncio.Semaphore(config.most_at_once)
        self._busy: set[Symbol | None] = set()
        self._bare_since: dict[Symbol, float] = {}  # monotonic seconds
        self._missed: set[tuple[Symbol, OrderPurpose]] = set()
        self._stray: set[Symbol] = set()
        self._refusals: dict[Wanted, int] = {}

    async def run(self) -> None:
        """Check whenever a position may have changed, and at the latest after `check_every`, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                self._execution.is_stirred.clear()
                acting, is_whole = await self._begin(tasks)
                if acting:  # what takes longer goes on beside the next reading
                    await asyncio.wait(acting, timeout=self._config.confirm_after.total_seconds())
                is_calm = is_whole and not self._busy and _is_calm(acting)
                pause = self._config.check_every if is_calm else self._config.confirm_after
                await self._pause(pause, is_calm=is_calm)

    async def check(self) -> bool:
        """Look once and act; True when every position is covered and nothing is left over.

        Of a position that another task is busy with nothing is known: False.
        """
        async with asyncio.TaskGroup() as tasks:
            acting, is_whole = await self._begin(tasks)
        return is_whole and _is_calm(acting)

    async def _begin(self, tasks: asyncio.TaskGroup) -> tuple[list[asyncio.Task[bool]], bool]:
        """Look, and begin to act on every position that nobody is busy with; tell whether that was everything."""
        async with self._turn:
            # A reading from before the end of what is being done says nothing of what came of it.
            busy = frozenset(self._busy)
            view = await self._tried(
                read_protection(self._broker, self._ledger, self._portfolio_id, self._config.answer_timeout),
                otherwise=None,
            )
            if view is None:
                return [], False
            self._forget_all_but(set(view.quantities))
            acting = [
                self._act(tasks, each, partial(self._guard, each, view))
                for each in view.quantities
                if each not in busy
            ]
            if STRAYS not in busy:
                acting.append(self._act(tasks, STRAYS, partial(self._clear_strays, view)))
            return acting, not busy

    def _act(
        self, tasks: asyncio.TaskGroup, key: Symbol | None, step: Callable[[], Awaitable[bool]]
    ) -> asyncio.Task[bool]:
        self._busy.add(key)
        task = tasks.create_task(self._in_turn(step), name=f"protection: {key or 'what is left over'}")
        # Not in the task itself: one that is canceled before its first step runs no line of it.
        task.add_done_callback(lambda _: self._busy.discard(key))
        return task

    async def _in_turn(self, step: Callable[[], Awaitable[bool]]) -> bool:
        async with self._places:
            return await self._tried(step(), otherwise=False)

    async def _tried(self, step: Awaitable[T], *, otherwise: T) -> T:
        try:
            return await step
        except (BrokerError, TimeoutError, LedgerUnavailable) as e:
            _log.warning("protection_unverified", error=str(e))
            return otherwise

    def _forget_all_but(self, symbols: set[Symbol]) -> None:
        self._blocks.keep_only(BlockCause.PROTECTION, symbols)
        self._bare_since = {s: since for s, since in self._bare_since.items() if s in symbols}
        self._missed = {key for key in self._missed if key[0] in symbols}
        self._refusals = {wanted: n for wanted, n in self._refusals.items() if wanted.symbol in symbols}

    async def _pause(self, pause: timedelta, *, is_calm: bool) -> None:
        if not is_calm:
            await asyncio.sleep(pause.total_seconds())
            return
        try:
            async with asyncio.timeout(pause.total_seconds()):
                await self._execution.is_stirred.wait()
        except TimeoutError:
            return

    async def _guard(self, symbol: Symbol, view: ProtectionView) -> bool:
        stop, target = view.levels(symbol)
        if stop is None:
            return await self._without_level(symbol, target, view)
        is_stopped = await self._keep(self._wanted(symbol, OrderPurpose.STOP, stop, view), view)
        if is_stopped:
            self._blocks.lift(BlockCause.PROTECTION, symbol)
        if target is None or not is_stopped:
            return is_stopped
        return await self._keep(self._wanted(symbol, OrderPurpose.TAKE_PROFIT, target, view), view)

    def _wanted(self, symbol: Symbol, purpose: OrderPurpose, price: Decimal, view: ProtectionView) -> Wanted:
        quantity = view.quantities[symbol]
        return Wanted(
            symbol=symbol,
            purpose=purpose,
            side=Side.SELL if quantity > 0 else Side.BUY,
            quantity=BaseQty(abs(quantity)),
            trigger_price=price,
        )

    async def _without_level(self, symbol: Symbol, target: Decimal | None, view: ProtectionView) -> bool:
        """Take over a stop that stands at the venue; without one a person has to say where it belongs."""
        levels = {
            order.trigger_price
            for order in view.waiting.get(symbol, ())
            if order.purpose is OrderPurpose.STOP and order.trigger_price is not None
        }
        if len(levels) == 1 and view.is_ours(symbol):
            await self._ledger.positions.protect(self._portfolio_id, symbol, levels.pop(), target)
            return False
        reason = f"the position in {symbol} has no stop, and nobody said where it belongs"
        if self._blocks.put(BlockCause.PROTECTION, reason, symbol):
            await self._alerts.tell(AlertKind.UNPROTECTED, reason)
        return True

    async def _keep(self, wanted: Wanted, view: ProtectionView) -> bool:
        waiting = view.waiting.get(wanted.symbol, ())
        stop, target = view.levels(wanted.symbol)
        prices = {OrderPurpose.STOP: stop, OrderPurpose.TAKE_PROFIT: target}
        outdated = outdated_ids(waiting, prices, wanted.quantity)
        found = coverage(wanted, waiting, outdated)
        is_stop = wanted.purpose is OrderPurpose.STOP
        key = (wanted.symbol, wanted.purpose)
        if is_stop and not found.is_covered:
            if await self._is_out_of_time(wanted, view):
                return False
        elif is_stop and self._bare_since.pop(wanted.symbol, None) is not None:
            _log.info("protected", symbol=wanted.symbol, stop=str(wanted.trigger_price))
        if found.missing:
            is_confirmed = key in self._missed
            self._missed.add(key)
            if not is_stop and self._refusals.get(wanted, 0) >= TARGET_ATTEMPTS:
                return await self._without_target(wanted, view)
            if is_confirmed:
                await self._restore(wanted, found.missing, view)
            return False
        self._missed.discard(key)
        # A pair of stop and target is one order there: taking out the leg that is too much would take the other.
        needed = {o.venue_order_id for o in waiting if o.purpose is not wanted.purpose} - outdated
        surplus = [order for order in found.surplus if order.venue_order_id not in needed]
        if surplus:
            await self._cancel(surplus)
        return not surplus

    async def _is_out_of_time(self, wanted: Wanted, view: ProtectionView) -> bool:
        now = self._clock.monotonic()
        since = self._bare_since.setdefault(wanted.symbol, now)
        self._blocks.put(
            BlockCause.PROTECTION, f"the position in {wanted.symbol} waits for its stop", wanted.symbol
        )
        if now - since < self._config.limit.total_seconds():
            return False
        await self._close(wanted.symbol, view)
        return True

    async def _restore(self, wanted: Wanted, missing: BaseQty, view: ProtectionView) -> None:
        self._failpoints.reach(Failpoint.PROTECTION_MISSING)
        # An attempt that hangs must leave time for another, and for the close: it is looked up before the next.
        async with asyncio.timeout(self._config.answer_timeout.total_seconds()):
            record = await self._orders.protect(
                wanted, missing, view.decision(wanted.symbol), view.leverage(wanted.symbol)
            )
        self._failpoints.reach(Failpoint.PROTECTION_PLACED)
        if record is not None and record.state is OrderState.REJECTED:
            self._refusals[wanted] = self._refusals.get(wanted, 0) + 1
        if record is not None and record.state is OrderState.ACCEPTED:
            summary = f"placed the missing {wanted.purpose} of {wanted.symbol} at {wanted.trigger_price:f}"
            await self._alerts.tell(AlertKind.PROTECTION_RESTORED, summary)

    async def _without_target(self, wanted: Wanted, view: ProtectionView) -> bool:
        """Close where the price is beyond the target that the venue refuses; elsewhere the stop alone guards."""
        async with asyncio.timeout(self._config.answer_timeout.total_seconds()):
            last = (await self._broker.market_price(wanted.symbol)).last
        is_reached = (
            last >= wanted.trigger_price if wanted.side is Side.SELL else last <= wanted.trigger_price
        )
        if is_reached:
            await self._closed(wanted.symbol, view, TARGET_REACHED)
        return not is_reached

    async def _close(self, symbol: Symbol, view: ProtectionView) -> None:
        record = await self._closed(symbol, view, UNPROTECTED)
        if record is not None:
            seconds = self._config.limit.total_seconds()
            summary = f"{symbol} stood {seconds:g} s without a stop and is closed: order {record.state}"
            await self._alerts.tell(AlertKind.EMERGENCY_CLOSE, summary)

    async def _closed(self, symbol: Symbol, view: ProtectionView, leg: str) -> OrderRecord | None:
        # What rests and would close a part claims that part: the venue refuses a close of the whole beside it.
        if resting := [order for order in view.resting if order.symbol == symbol]:
            await self._cancel(resting)
        return await self._orders.close(symbol, view.quantities[symbol], view.decision(symbol), leg)

    async def _clear_strays(self, view: ProtectionView) -> bool:
        """Cancel what protects nothing, once two readings agree and nothing is being opened there."""
        stray = {s for s in view.waiting if s not in view.quantities and s not in view.opening}
        confirmed, self._stray = stray & self._stray, stray
        for symbol in confirmed:
            _log.warning("stray_protection", symbol=symbol, orders=len(view.waiting[symbol]))
            await self._cancel(view.waiting[symbol])
        return not stray

    async def _cancel(self, orders: Sequence[VenueOrder]) -> None:
        async with asyncio.timeout(self._config.answer_timeout.total_seconds()):
            await self._broker.cancel_many(orders)


def _is_calm(acting: Sequence[asyncio.Task[bool]]) -> bool:
    return all(task.done() and task.result() for task in acting)
