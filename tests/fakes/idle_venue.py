"""What a venue answers when nothing ever happened there."""

from collections.abc import Sequence
from datetime import timedelta

from tradewind.brokers.port import (
    BrokerUnavailable,
    MarketPrice,
    OrderRejected,
    PositionMode,
    VenueAccount,
    VenueOrder,
)
from tradewind.domain.cash_flow import CashFlow
from tradewind.domain.clock import Instant
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty, InstrumentRules, Symbol


class IdleVenue:
    """The part of `Broker` that a test's venue can leave as it is."""

    def __init__(self) -> None:
        self.dead_man: timedelta | None = None

    async def amend(
        self,
        symbol: Symbol,
        client_order_id: ClientOrderId,
        *,
        quantity: BaseQty | None = None,  # noqa: ARG002
        price: object = None,  # noqa: ARG002
    ) -> VenueOrder:
        raise OrderRejected(f"no resting order {client_order_id} in {symbol}")

    async def cancel_many(self, orders: Sequence[VenueOrder]) -> None:
        pass

    async def close_position(
        self,
        symbol: Symbol,  # noqa: ARG002
        client_order_id: ClientOrderId,  # noqa: ARG002
    ) -> VenueOrder | None:
        return None

    async def cash_flows(self, since: Instant) -> Sequence[CashFlow]:  # noqa: ARG002
        return []

    async def account(self) -> VenueAccount:
        return VenueAccount(position_mode=PositionMode.NET, may_trade=True, may_withdraw=False)

    async def instrument(self, symbol: Symbol) -> InstrumentRules | None:  # noqa: ARG002
        return None

    async def market_price(self, symbol: Symbol) -> MarketPrice:
        raise BrokerUnavailable(f"no quote of {symbol}")

    async def hold_dead_man(self, patience: timedelta) -> None:
        self.dead_man = patience
