"""One look at everything that the venue keeps of us, and what of it is news to the ledger."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from tradewind.brokers.port import Broker, BrokerUnavailable, VenueBalance, VenueOrder, VenuePosition
from tradewind.domain.cash_flow import CashFlow
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.fill import Fill

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueReading:
    """What the venue answered; the holdings are older than the histories, so that no fill is missing in them."""

    began_at: Instant
    positions: Sequence[VenuePosition]
    balance: VenueBalance
    open_orders: Sequence[VenueOrder]
    fills: Sequence[Fill]
    cash_flows: Sequence[CashFlow]


async def read_venue(broker: Broker, clock: Clock, since: Instant, patience: timedelta) -> VenueReading:
    """Return everything, histories from `since` on; BrokerUnavailable when any part of it fails."""
    began_at = clock.now()
    positions = await answered(broker.positions, patience)
    balance = await answered(broker.balance, patience)
    open_orders = await answered(broker.open_orders, patience)
    fills = await answered(lambda: broker.fills(since), patience)
    cash_flows = await answered(lambda: broker.cash_flows(since), patience)
    return VenueReading(
        began_at=began_at,
        positions=positions,
        balance=balance,
        open_orders=open_orders,
        fills=fills,
        cash_flows=cash_flows,
    )


async def answered(call: Callable[[], Awaitable[T]], patience: timedelta) -> T:
    """Return the answer of one call of the venue; BrokerUnavailable when it takes too long."""
    try:
        async with asyncio.timeout(patience.total_seconds()):
            return await call()
    except TimeoutError as e:
        raise BrokerUnavailable(f"the venue gave no answer in {patience.total_seconds():g} s") from e
