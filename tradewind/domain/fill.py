"""Executions."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tradewind.domain.clock import Instant
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import OrderPurpose, Side


class Liquidity(StrEnum):
    """Whether a fill rested in the book or took from it."""

    MAKER = "maker"
    TAKER = "taker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """One execution; (venue, symbol, trade_id) identifies it for ever."""

    venue: str
    symbol: Symbol
    trade_id: str
    client_order_id: ClientOrderId | None  # None: not an order of ours
    venue_order_id: str | None
    side: Side
    quantity: BaseQty
    price: Decimal
    fee: Decimal  # a cost is positive, a rebate negative
    fee_currency: str
    liquidity: Liquidity
    exchange_time: Instant
    purpose: OrderPurpose | None = None
    """What the venue says that an order of its own was for: LIQUIDATION; None where it says nothing."""
