"""What the desk asks of a venue, and the errors that say what may be done next."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from tradewind.domain.cash_flow import CashFlow
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty, InstrumentRules, Symbol
from tradewind.domain.order import Order, OrderPurpose, OrderState, Side


class BrokerError(Exception):
    """Anything a venue can answer but success."""


class OrderRejected(BrokerError):
    """The venue refused; nothing rests there. The same id may not be sent again."""


class OrderExpired(OrderRejected):
    """It reached the venue after its time and was not looked at; nothing of it will ever execute."""


class OutcomeUnknown(BrokerError):
    """Timeout, disconnect or 5xx after sending. Query by client order id; never resend."""


class BrokerUnavailable(BrokerError):
    """A read failed; nothing is known. A failed query is not 'flat'."""


class NotSent(BrokerError):
    """Nothing left this machine, or the venue refused to look at it: the same order may be sent again."""


class KeyRefused(BrokerUnavailable):
    """The venue does not take our key (revoked, wrong address, no permission); only a person can change that.

    The message names the setting. Asking again at once does not help.
    """


class RateLimited(BrokerError):
    """Refused before anything was done; try again after `retry_after`."""

    def __init__(self, reason: str, retry_after: timedelta) -> None:
        super().__init__(f"{reason}; retry after {retry_after.total_seconds():g} s")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueOrder:
    """An order as the venue knows it."""

    client_order_id: ClientOrderId | None
    venue_order_id: str
    symbol: Symbol
    state: OrderState
    filled: BaseQty
    average_price: Decimal | None
    reason: str | None
    updated_at: Instant
    purpose: OrderPurpose | None = None
    """What the order is for where the venue can tell: STOP and TAKE_PROFIT protect a position, LIQUIDATION took it."""
    side: Side | None = None
    quantity: BaseQty | None = None
    limit_price: Decimal | None = None
    trigger_price: Decimal | None = None  # None: does not wait for a price


class MarginMode(StrEnum):
    """What stands in for a loss: the whole account, or what was put beside one position."""

    CROSS = "cross"
    ISOLATED = "isolated"


class PositionMode(StrEnum):
    """Whether a venue keeps one position per instrument or a long and a short one."""

    NET = "net"
    LONG_SHORT = "long_short"


@dataclass(frozen=True, slots=True, kw_only=True)
class VenuePosition:
    """A position as the venue knows it."""

    symbol: Symbol
    quantity: BaseQty  # signed
    entry_price: Decimal | None
    leverage: Decimal
    margin_mode: MarginMode | None = None
    liquidation_price: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueBalance:
    """Cash at the venue, in the settlement currency."""

    currency: str
    cash: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueAccount:
    """How the account is set up, and what our key may do with it."""

    position_mode: PositionMode
    may_trade: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketPrice:
    """What the venue itself quotes now; for orders by hand and for drills, never for decisions."""

    symbol: Symbol
    bid: Decimal | None
    ask: Decimal | None
    last: Decimal
    exchange_time: Instant


BrokerEvent = Fill | VenueOrder | CashFlow


class Broker(Protocol):
    """A venue that takes orders; sizes in base units, converted inside the adapter."""

    @property
    def venue(self) -> str:
        """The venue id that its fills carry."""
        ...

    async def place(self, order: Order) -> VenueOrder:
        """Send `order`; OrderRejected, OutcomeUnknown, RateLimited. Idempotent by client order id."""
        ...

    async def cancel(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder:
        """Take the rest of the order out; OrderRejected when there is none, OutcomeUnknown."""
        ...

    async def amend(
        self,
        symbol: Symbol,
        client_order_id: ClientOrderId,
        *,
        quantity: BaseQty | None = None,
        price: Decimal | None = None,
    ) -> VenueOrder:
        """Change a resting order's whole size (what is filled included) or its price (limit or trigger).

        OrderRejected leaves it as it was; OutcomeUnknown, RateLimited.
        """
        ...

    async def cancel_many(self, orders: Sequence[VenueOrder]) -> None:
        """Ask the venue to take out `orders`, in as few requests as it allows; ask `open_orders` what is left.

        OutcomeUnknown when any request was not answered. What is gone already is no error.
        """
        ...

    async def close_position(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        """Close at the market, under that id, whatever the venue holds of `symbol`; None when that is nothing.

        OrderRejected, OutcomeUnknown, RateLimited.
        """
        ...

    async def query(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        """Return the order, None when the venue has never seen it; BrokerUnavailable."""
        ...

    async def open_orders(self) -> Sequence[VenueOrder]:
        """Return every resting order, waiting stops and targets included; BrokerUnavailable."""
        ...

    async def positions(self) -> Sequence[VenuePosition]:
        """Return every open position; BrokerUnavailable."""
        ...

    async def balance(self) -> VenueBalance:
        """Return the cash; BrokerUnavailable."""
        ...

    async def fills(self, since: Instant) -> Sequence[Fill]:
        """Return fills from `since` on, oldest first, repeats allowed; BrokerUnavailable."""
        ...

    async def cash_flows(self, since: Instant) -> Sequence[CashFlow]:
        """Return what moved cash without a fill from `since` on, oldest first, repeats allowed; BrokerUnavailable."""
        ...

    async def account(self) -> VenueAccount:
        """Return the account's set-up; BrokerUnavailable."""
        ...

    async def instrument(self, symbol: Symbol) -> InstrumentRules | None:
        """Return the venue's rules of `symbol` now, None when it lists no such thing; BrokerUnavailable."""
        ...

    async def market_price(self, symbol: Symbol) -> MarketPrice:
        """Return the venue's own quote; BrokerUnavailable."""
        ...

    async def hold_dead_man(self, patience: timedelta) -> None:
        """Have the venue cancel every resting order unless this is called again within `patience`; 0 lets go.

        BrokerUnavailable. Attached and waiting protection stays where the venue keeps it apart.
        """
        ...

    def events(self) -> AsyncIterator[BrokerEvent]:
        """Yield fills, order updates and cash flows as they happen, until cancelled; repeats allowed."""
        ...
