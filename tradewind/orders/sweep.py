"""Carries out a stop at the venue: cancels what rests, flattens if asked, and proves what is left.

Works from the venue's own list, so it needs neither ledger nor Redis; goes on until the venue has confirmed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import structlog

from tradewind.brokers.port import Broker, BrokerError, VenueOrder, VenuePosition
from tradewind.domain.clock import Clock
from tradewind.domain.desk_state import DeskState, HaltProof, Latch
from tradewind.domain.ids import DecisionId, client_order_id
from tradewind.domain.order import OrderPurpose
from tradewind.ledger import Ledger, LedgerError, LedgerUnavailable
from tradewind.orders.config import StopConfig
from tradewind.orders.coverage import is_protection
from tradewind.orders.kill_switch import KillSwitch
from tradewind.orders.safety_orders import SafetyOrders
from tradewind.orders.venue_reading import answered

T = TypeVar("T")

_log = structlog.get_logger(__name__)

FLATTEN_LEG = "flatten"


class Sweep:
    """Follows one kill switch."""

    def __init__(
        self,
        *,
        broker: Broker,
        ledger: Ledger,
        kill_switch: KillSwitch,
        orders: SafetyOrders,
        clock: Clock,
        config: StopConfig,
    ) -> None:
        self._broker = broker
        self._ledger = ledger
        self._kill_switch = kill_switch
        self._orders = orders
        self._clock = clock
        self._config = config
        self._attempt = 0

    async def run(self) -> None:
        """Sweep after every turn of the switch and for as long as it is not released; until cancelled."""
        pause = self._config.first_pause
        while True:
            if self._kill_switch.state is DeskState.ACTIVE:
                await self._kill_switch.turned(self._config.verify_every)
                continue
            proof = await self.sweep()
            if proof.is_done:
                pause = self._config.first_pause
                await self._kill_switch.turned(self._config.verify_every)
            else:
                await self._kill_switch.turned(pause)
                pause = min(pause * 2, self._config.longest_pause)

    async def sweep(self) -> HaltProof:
        """Cancel, flatten, read back, once; the proof says whether anything is left."""
        latch = self._kill_switch.latch
        # Each part for itself: what the venue does not take out must not keep open what it would close.
        failures = [e for e in (await self._clear(latch), *await self._flatten_all(latch)) if e is not None]
        try:
            proof = await self._read_back(latch)
        except BrokerError as e:
            failures.append(e)
            proof = self._proof(latch, None, None)
        if failures:
            _log.error("stop_not_carried_out", state=latch.state, errors=[repr(e) for e in failures])
            proof = replace(proof, error="; ".join(str(e) for e in failures))
        self._kill_switch.prove(proof)
        return proof

    async def _clear(self, latch: Latch) -> BrokerError | None:
        try:
            await self._cancel(await self._against(latch, await self._asked(self._broker.open_orders)))
        except BrokerError as e:
            return e
        return None

    async def _flatten_all(self, latch: Latch) -> list[BrokerError | None]:
        if not latch.flatten:
            return []
        try:
            positions = await self._asked(self._broker.positions)
        except BrokerError as e:
            return [e]
        async with asyncio.TaskGroup() as tasks:
            closing = [tasks.create_task(self._flatten(latch, position)) for position in positions]
        return [task.result() for task in closing]

    async def _read_back(self, latch: Latch) -> HaltProof:
        listed = await self._asked(self._broker.open_orders)
        positions = await self._asked(self._broker.positions)
        if latch.flatten and not positions:
            positions = await self._asked(self._broker.positions)  # one empty answer is not flat
        if latch.flatten and not positions:
            await self._cancel([one for one in listed if is_protection(one)])
            listed = await self._asked(self._broker.open_orders)
        return self._proof(latch, await self._against(latch, listed), positions, listed=listed)

    async def _cancel(self, orders: Sequence[VenueOrder]) -> None:
        if orders:
            await self._asked(lambda: self._broker.cancel_many(orders))

    async def _asked(self, call: Callable[[], Awaitable[T]]) -> T:
        return await answered(call, self._config.answer_timeout)

    async def _against(self, latch: Latch, listed: Sequence[VenueOrder]) -> list[VenueOrder]:
        """Return the resting orders that the state takes away: all but protection, and closes while only reducing."""
        resting = [order for order in listed if not is_protection(order)]
        if latch.state is DeskState.HALTED:
            return resting
        return [order for order in resting if not await self._is_close(order)]

    async def _is_close(self, order: VenueOrder) -> bool:
        if order.client_order_id is None:
            return False
        try:
            async with asyncio.timeout(self._config.ledger_timeout.total_seconds()):
                record = await self._ledger.orders.get(order.client_order_id)
        except (LedgerError, TimeoutError):
            return False  # rather one close too many taken out than one opening left
        return record is not None and record.order.purpose is OrderPurpose.CLOSE

    async def _flatten(self, latch: Latch, position: VenuePosition) -> BrokerError | None:
        decision = DecisionId(f"{FLATTEN_LEG}|{latch.at}")
        try:
            try:
                await self._orders.close(position.symbol, position.quantity, decision, FLATTEN_LEG)
            except LedgerUnavailable as e:
                # Without the ledger the close leaves all the same; reconciliation finds its fill at the venue.
                _log.error("flattening_without_ledger", symbol=position.symbol, error=str(e))
                self._attempt += 1
                identity = client_order_id(decision, f"{position.symbol}|unrecorded", self._attempt)
                await self._asked(lambda: self._broker.close_position(position.symbol, identity))
        except BrokerError as e:
            return e
        return None

    def _proof(
        self,
        latch: Latch,
        against: Sequence[VenueOrder] | None,
        positions: Sequence[VenuePosition] | None,
        *,
        listed: Sequence[VenueOrder] = (),
    ) -> HaltProof:
        is_read = against is not None and positions is not None
        is_flat = not latch.flatten or not positions
        return HaltProof(
            state=latch.state,
            is_done=is_read and not against and is_flat,
            open_orders=len(against) if against is not None else None,
            protections=sum(1 for one in listed if is_protection(one)) if is_read else None,
            positions=len(positions) if positions is not None else None,
            read_at=self._clock.now(),
            error=None,
        )
