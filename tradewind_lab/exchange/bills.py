"""The changes of a wallet."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tradewind_lab.exchange.orders import MarginMode, Side


class BillType(StrEnum):
    """Why a balance changed, in OKX's numbers."""

    TRANSFER = "1"
    TRADE = "2"
    LIQUIDATION = "5"
    FUNDING = "8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """One change of the wallet: `change` = `pnl` + `fee`, and `balance` stands after it."""

    id: str
    type: BillType
    symbol: str | None  # None: of the account, not of one instrument
    side: Side | None
    margin_mode: MarginMode | None
    order_id: str | None
    size: Decimal
    price: Decimal
    pnl: Decimal
    fee: Decimal
    change: Decimal
    balance: Decimal
    at_ms: int
