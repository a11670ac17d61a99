"""What the desk asks of a venue, and the errors that say what may be done next."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Protocol

from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import Order, OrderPurpose, OrderState


class BrokerError(Exception):
    """Anything a venue can answer but success."""


class OrderRejected(BrokerError):
    """The venue refused; nothing rests there. The same id may not be sent again."""


class OutcomeUnknown(BrokerError):
    """Timeout, disconnect or 5xx after sending. Query by client order id; never resend."""


class BrokerUnavailable(BrokerError):
    """A read failed; nothing is known. A failed query is not 'flat'."""


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
    """STOP or TAKE_PROFIT where the venue sent the order itself to protect a position; None otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VenuePosition:
    """A position as the venue knows it."""

    symbol: Symbol
    quantity: BaseQty  # signed
    entry_price: Decimal | None
    leverage: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueBalance:
    """Cash at the venue, in the settlement currency."""

    currency: str
    cash: Decimal


BrokerEvent = Fill | VenueOrder


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

    async def query(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        """Return the order, None when the venue has never seen it; BrokerUnavailable."""
        ...

    async def open_orders(self) -> Sequence[VenueOrder]:
        """Return every resting order; BrokerUnavailable."""
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

    def events(self) -> AsyncIterator[BrokerEvent]:
        """Yield fills and order updates as they happen, until cancelled; repeats allowed."""
        ...
