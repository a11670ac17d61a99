"""Orders and the states they pass through."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tradewind.domain.clock import Instant
from tradewind.domain.ids import ClientOrderId, DecisionId, PortfolioId
from tradewind.domain.instrument import BaseQty, Symbol


class Side(StrEnum):
    """Which way an order trades."""

    BUY = "buy"
    SELL = "sell"

    @property
    def sign(self) -> int:
        """+1 for a buy, -1 for a sell."""
        return 1 if self is Side.BUY else -1

    @property
    def opposite(self) -> "Side":
        """The side that undoes this one."""
        return Side.SELL if self is Side.BUY else Side.BUY


class OrderKind(StrEnum):
    """How an order names its price."""

    MARKET = "market"
    LIMIT = "limit"
    TRIGGER = "trigger"
    """Waits at the venue and trades at the market once the price has come to its trigger: a stop or a target alone."""


class TimeInForce(StrEnum):
    """How long a limit order may wait."""

    GTC = "gtc"  # until canceled
    IOC = "ioc"  # what does not trade at once is canceled
    FOK = "fok"  # all at once or nothing
    POST_ONLY = "post_only"  # refused where it would trade at once


class OrderState(StrEnum):
    """Where an order stands; the allowed steps are in orders/states.py."""

    INTENT = "intent"
    SENDING = "sending"
    ACCEPTED = "accepted"
    PARTIAL = "partial"
    FILLED = "filled"
    PENDING_CANCEL = "pending_cancel"
    CANCELED = "canceled"
    EXPIRED = "expired"
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    """Sent, outcome not known: query by client order id, never resend."""

    @property
    def is_final(self) -> bool:
        """True when nothing more can happen to the order."""
        return self in _FINAL


_FINAL = frozenset({OrderState.FILLED, OrderState.CANCELED, OrderState.EXPIRED, OrderState.REJECTED})


class OrderPurpose(StrEnum):
    """Why an order was sent."""

    OPEN = "open"
    CLOSE = "close"
    STOP = "stop"
    TAKE_PROFIT = "take_profit"
    LIQUIDATION = "liquidation"  # the venue's own, for want of margin


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked of the venue; once it is an intent only an amendment changes its size and limit price."""

    client_order_id: ClientOrderId
    portfolio_id: PortfolioId
    decision_id: DecisionId | None
    symbol: Symbol
    side: Side
    kind: OrderKind
    purpose: OrderPurpose
    quantity: BaseQty
    limit_price: Decimal | None  # None for market orders
    is_reduce_only: bool
    leverage: Decimal
    stop_price: Decimal | None  # attached: closes what this order opened
    take_profit_price: Decimal | None
    snapshot_price: Decimal | None
    """The price that the decision saw."""
    created_at: Instant
    expires_at: Instant
    """An intent older than this is dropped, not sent."""
    time_in_force: TimeInForce = TimeInForce.GTC
    trigger_price: Decimal | None = None  # of the last price; None unless the kind is TRIGGER


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRecord:
    """An order and how far it has come."""

    order: Order
    state: OrderState
    venue_order_id: str | None
    filled: BaseQty
    average_price: Decimal | None  # None until the first fill
    reason: str | None
    """Why it was rejected, canceled or left unknown."""
    updated_at: Instant
