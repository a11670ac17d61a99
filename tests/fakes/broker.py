"""A venue that does what the test says, and keeps its own record of what it was asked."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from tests.fakes.idle_venue import IdleVenue
from tradewind.brokers.port import (
    BrokerEvent,
    BrokerUnavailable,
    KeyRefused,
    MarketPrice,
    NotSent,
    OrderRejected,
    OutcomeUnknown,
    RateLimited,
    VenueBalance,
    VenueOrder,
    VenuePosition,
)
from tradewind.domain.cash_flow import CashFlow
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.fill import Fill, Liquidity
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import Order, OrderKind, OrderPurpose, OrderState


class Reply(StrEnum):
    """What becomes of a request."""

    ACCEPT = "accept"
    LOSE_THE_ANSWER = "lose the answer"
    LOSE_THE_REQUEST = "lose the request"
    NEVER_ANSWER = "never answer"
    REJECT = "reject"
    LIMIT = "limit"
    NOT_SENT = "never leaves"


class ScriptedBroker(IdleVenue):
    """Satisfies `Broker`; replies are used up in order, then everything is accepted."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.place_replies: deque[Reply] = deque()
        self.cancel_replies: deque[Reply] = deque()
        self.retry_after = timedelta(milliseconds=1)
        self.is_reachable = True
        self.placed: list[Order] = []
        self.queries = 0
        self.known: dict[ClientOrderId, VenueOrder] = {}
        self.filled: list[Fill] = []
        self.held: dict[Symbol, Decimal] = {}
        self.cash = Decimal(10_000)
        self.flows: list[CashFlow] = []
        self.empty_readings = 0
        """How many readings of the positions are told empty, whatever is held."""
        self.attaches = True
        """Whether the stop and target of an opening wait once it fills."""
        self.key_is_good = True
        self.last_price: Decimal | None = None  # None: the venue quotes nothing
        self.canceled: list[str] = []
        self.last_cancel_at = 0.0  # monotonic seconds
        self.closed: list[tuple[Symbol, ClientOrderId, Decimal]] = []
        self.news: asyncio.Queue[BrokerEvent] = asyncio.Queue()

    @property
    def venue(self) -> str:
        return "scripted"

    async def place(self, order: Order) -> VenueOrder:
        self.placed.append(order)
        match self.place_replies.popleft() if self.place_replies else Reply.ACCEPT:
            case Reply.REJECT:
                raise OrderRejected("insufficient margin")
            case Reply.LIMIT:
                raise RateLimited("50011", retry_after=self.retry_after)
            case Reply.NOT_SENT:
                raise NotSent("connection refused")
            case Reply.LOSE_THE_REQUEST:
                raise OutcomeUnknown("connection reset")
            case Reply.LOSE_THE_ANSWER:
                self.take(order)
                raise OutcomeUnknown("connection reset")
            case Reply.NEVER_ANSWER:
                self.take(order)
                await asyncio.Event().wait()
        return self.take(order)

    async def cancel(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder:
        known = self.known.get(client_order_id)
        if known is None or known.symbol != symbol or known.state.is_final:
            raise OrderRejected("51400: nothing to cancel")
        if self.cancel_replies and self.cancel_replies.popleft() is Reply.LOSE_THE_REQUEST:
            raise OutcomeUnknown("connection reset")
        return self.change(client_order_id, state=OrderState.CANCELED, reason="canceled on request")

    async def query(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        self.queries += 1
        self._reach()
        known = self.known.get(client_order_id)
        return known if known and known.symbol == symbol else None

    async def open_orders(self) -> Sequence[VenueOrder]:
        self._reach()
        return [known for known in self.known.values() if not known.state.is_final]

    async def positions(self) -> Sequence[VenuePosition]:
        self._reach()
        if self.empty_readings:
            self.empty_readings -= 1
            return []
        return [
            VenuePosition(
                symbol=symbol, quantity=BaseQty(held), entry_price=Decimal(60_000), leverage=Decimal(3)
            )
            for symbol, held in self.held.items()
            if held
        ]

    async def balance(self) -> VenueBalance:
        self._reach()
        return VenueBalance(currency="USDT", cash=self.cash)

    async def cash_flows(self, since: Instant) -> Sequence[CashFlow]:
        self._reach()
        return [flow for flow in self.flows if flow.exchange_time >= since]

    async def cancel_many(self, orders: Sequence[VenueOrder]) -> None:
        self._reach()
        self.last_cancel_at = time.monotonic()
        for order in orders:
            self.canceled.append(order.venue_order_id)
            for identity, known in list(self.known.items()):
                if known.venue_order_id == order.venue_order_id and not known.state.is_final:
                    self.change(identity, state=OrderState.CANCELED, reason="canceled on request")

    async def close_position(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        self._reach()
        held = self.held.pop(symbol, Decimal(0))
        self.closed.append((symbol, client_order_id, held))
        return None

    async def market_price(self, symbol: Symbol) -> MarketPrice:
        if self.last_price is None:
            raise BrokerUnavailable(f"no quote of {symbol}")
        return MarketPrice(
            symbol=symbol, bid=None, ask=None, last=self.last_price, exchange_time=self._clock.now()
        )

    async def fills(self, since: Instant) -> Sequence[Fill]:
        self._reach()
        return [fill for fill in self.filled if fill.exchange_time >= since]

    async def events(self) -> AsyncIterator[BrokerEvent]:
        while True:
            yield await self.news.get()

    def take(self, order: Order) -> VenueOrder:
        """Book `order` at the venue, once."""
        if order.client_order_id not in self.known:
            self.known[order.client_order_id] = VenueOrder(
                client_order_id=order.client_order_id,
                venue_order_id=f"v-{len(self.known) + 1}",
                symbol=order.symbol,
                state=OrderState.ACCEPTED,
                filled=BaseQty(Decimal(0)),
                average_price=None,
                reason=None,
                updated_at=self._clock.now(),
                purpose=order.purpose if order.kind is OrderKind.TRIGGER else None,
                side=order.side,
                quantity=order.quantity,
                limit_price=order.limit_price,
                trigger_price=order.trigger_price,
            )
        return self.known[order.client_order_id]

    def change(self, client_order_id: ClientOrderId, **changes: object) -> VenueOrder:
        """Change what the venue says of an order."""
        changed = replace(self.known[client_order_id], **changes)  # type: ignore[arg-type]
        self.known[client_order_id] = changed
        return changed

    def fill(self, order: Order, quantity: str, trade_id: str = "t1") -> Fill:
        """Execute a part of `order`; the venue's own record changes, nobody is told yet."""
        fill = Fill(
            venue=self.venue,
            symbol=order.symbol,
            trade_id=trade_id,
            client_order_id=order.client_order_id,
            venue_order_id=self.known[order.client_order_id].venue_order_id,
            side=order.side,
            quantity=BaseQty(Decimal(quantity)),
            price=Decimal(60_000),
            fee=Decimal("0.1"),
            fee_currency="USDT",
            liquidity=Liquidity.TAKER,
            exchange_time=self._clock.now(),
        )
        self.filled.append(fill)
        self.held[order.symbol] = self.held.get(order.symbol, Decimal(0)) + fill.quantity * order.side.sign
        self.cash -= fill.fee
        filled = BaseQty(self.known[order.client_order_id].filled + fill.quantity)
        is_full = filled == order.quantity
        self.change(
            order.client_order_id,
            state=OrderState.FILLED if is_full else OrderState.PARTIAL,
            filled=filled,
            average_price=fill.price,
        )
        if self.attaches:
            self._attach(order, filled)
        return fill

    def _attach(self, order: Order, filled: BaseQty) -> None:
        for purpose, price in (
            (OrderPurpose.STOP, order.stop_price),
            (OrderPurpose.TAKE_PROFIT, order.take_profit_price),
        ):
            if price is not None:
                identity = ClientOrderId(f"{order.client_order_id}{purpose}")
                self.known[identity] = VenueOrder(
                    client_order_id=None,
                    venue_order_id=f"a-{order.client_order_id}-{purpose}",
                    symbol=order.symbol,
                    state=OrderState.ACCEPTED,
                    filled=BaseQty(Decimal(0)),
                    average_price=None,
                    reason=None,
                    updated_at=self._clock.now(),
                    purpose=purpose,
                    side=order.side.opposite,
                    quantity=filled,
                    trigger_price=price,
                )

    def _reach(self) -> None:
        if not self.key_is_good:
            raise KeyRefused("50111: invalid key")
        if not self.is_reachable:
            raise BrokerUnavailable("the venue does not answer")
