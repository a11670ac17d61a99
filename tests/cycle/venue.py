"""A venue that takes every order and remembers it."""

from collections.abc import AsyncIterator, Sequence
from decimal import Decimal

from tests.fakes.idle_venue import IdleVenue
from tradewind.brokers.port import BrokerEvent, OrderRejected, VenueBalance, VenueOrder, VenuePosition
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import Order, OrderState
from tradewind.ledger import Ledger


class TakingVenue(IdleVenue):
    """Satisfies the broker's port; `decided` holds how many decisions were on record at each order."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        super().__init__()
        self.placed: list[Order] = []
        self.decided: list[int] = []
        self.refused: set[Symbol] = set()
        """Instruments on which every order is refused."""
        self._ledger = ledger
        self._clock = clock

    @property
    def venue(self) -> str:
        return "taking"

    async def place(self, order: Order) -> VenueOrder:
        self.placed.append(order)
        self.decided.append(await self._ledger.decisions.count(order.portfolio_id))
        if order.symbol in self.refused:
            raise OrderRejected("51008: insufficient margin")
        return VenueOrder(
            client_order_id=order.client_order_id,
            venue_order_id=f"v{len(self.placed)}",
            symbol=order.symbol,
            state=OrderState.ACCEPTED,
            filled=BaseQty(Decimal(0)),
            average_price=None,
            reason=None,
            updated_at=self._clock.now(),
        )

    async def cancel(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder:
        raise NotImplementedError(f"nobody cancels {client_order_id} of {symbol} here")

    async def query(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        raise NotImplementedError(f"nobody asks for {client_order_id} of {symbol} here")

    async def open_orders(self) -> Sequence[VenueOrder]:
        return []

    async def positions(self) -> Sequence[VenuePosition]:
        return []

    async def balance(self) -> VenueBalance:
        return VenueBalance(currency="USDT", cash=Decimal(100_000))

    async def fills(self, since: Instant) -> Sequence[Fill]:  # noqa: ARG002
        return []

    async def events(self) -> AsyncIterator[BrokerEvent]:
        nothing: tuple[BrokerEvent, ...] = ()
        for event in nothing:
            yield event
