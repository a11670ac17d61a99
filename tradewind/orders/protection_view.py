"""What protection looks at: one reading of the venue beside the ledger's own memory."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from tradewind.brokers.port import Broker, VenueOrder
from tradewind.domain.account import HeldPosition
from tradewind.domain.ids import DecisionId, PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderPurpose, OrderRecord
from tradewind.ledger import Ledger
from tradewind.orders.comparison import ZERO, is_both_ways
from tradewind.orders.coverage import is_protection
from tradewind.orders.safety_orders import UNLEVERAGED


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionView:
    """One reading of the venue beside the ledger's own memory."""

    quantities: Mapping[Symbol, Decimal]
    """Signed, at the venue; of a long and a short at once the desk's own, else the larger."""
    waiting: Mapping[Symbol, Sequence[VenueOrder]]  # protection of those alone
    resting: Sequence[VenueOrder]  # limit orders
    held: Mapping[Symbol, HeldPosition]
    opening: Mapping[Symbol, OrderRecord]  # unfinished openings

    def levels(self, symbol: Symbol) -> tuple[Decimal | None, Decimal | None]:
        """Return the wanted stop and target: of the position, else of the order that is opening it."""
        held, record = self.held.get(symbol), self.opening.get(symbol)
        if held is not None and self.is_ours(symbol):
            return held.stop_price, held.take_profit_price
        if record is not None and record.order.side.sign * self.quantities[symbol] > 0:
            return record.order.stop_price, record.order.take_profit_price
        return None, None

    def is_ours(self, symbol: Symbol) -> bool:
        """Return whether the ledger holds in the venue's direction: what was turned by hand has other prices."""
        held = self.held.get(symbol)
        return held is not None and held.position.quantity * self.quantities[symbol] > 0

    def decision(self, symbol: Symbol) -> DecisionId:
        """Return what the ids of the position's safety orders follow from."""
        held, record = self.held.get(symbol), self.opening.get(symbol)
        decision = held.decision_id if held else record.order.decision_id if record else None
        return decision or DecisionId(f"{symbol}|{held.opened_at if held else 'no position'}")

    def leverage(self, symbol: Symbol) -> Decimal:
        """Return the position's leverage, 1 when nobody knows it."""
        held, record = self.held.get(symbol), self.opening.get(symbol)
        return held.leverage if held else record.order.leverage if record else UNLEVERAGED


async def read_protection(
    broker: Broker, ledger: Ledger, portfolio_id: PortfolioId, patience: timedelta
) -> ProtectionView:
    """Return what is held and what waits; BrokerError, TimeoutError, LedgerUnavailable."""
    unfinished = await ledger.orders.unfinished(portfolio_id)
    held = await ledger.positions.held(portfolio_id)
    # Positions before what guards them: a stop that goes off in between shows as missing, and the second reading
    # shows the position gone.
    async with asyncio.timeout(patience.total_seconds()):
        positions = await broker.positions()
        listed = await broker.open_orders()
    waiting = [order for order in listed if is_protection(order)]
    ours = {one.position.symbol: one for one in held}
    theirs: dict[Symbol, list[Decimal]] = {}
    for one in positions:
        theirs.setdefault(one.symbol, []).append(one.quantity)
    quantities = {symbol: _to_guard(each, ours.get(symbol)) for symbol, each in theirs.items()}
    return ProtectionView(
        quantities={symbol: quantity for symbol, quantity in quantities.items() if quantity},
        waiting={
            symbol: [
                o for o in waiting if o.symbol == symbol and _guards(o, theirs.get(symbol, ()), quantities)
            ]
            for symbol in {order.symbol for order in waiting}
        },
        resting=[o for o in listed if not is_protection(o) and o.limit_price is not None],
        held=ours,
        opening={r.order.symbol: r for r in unfinished if r.order.purpose is OrderPurpose.OPEN},
    )


def _to_guard(quantities: Sequence[Decimal], held: HeldPosition | None) -> Decimal:
    if not is_both_ways(quantities):
        return sum(quantities, ZERO)
    own = [quantity for quantity in quantities if held is not None and quantity * held.position.quantity > 0]
    return sum(own, ZERO) or max(quantities, key=abs)


def _guards(order: VenueOrder, quantities: Sequence[Decimal], guarded: Mapping[Symbol, Decimal]) -> bool:
    """Return whether the order is for the side that is guarded: the other one's stop is nobody's surplus."""
    if order.side is None or not is_both_ways(quantities):
        return True
    return order.side.sign * guarded[order.symbol] < 0
