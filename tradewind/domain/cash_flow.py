"""Money that moves without a fill."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol


class CashFlowKind(StrEnum):
    """Why money moved."""

    FUNDING = "funding"
    LIQUIDATION_FEE = "liquidation_fee"
    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"
    RECONCILIATION = "reconciliation"  # the venue's cash differs from ours and nobody can say why


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalFlow:
    """Money that its owner put into an account or took out of it."""

    time: Instant  # from which on the books count it
    amount: Decimal  # negative: taken out


@dataclass(frozen=True, slots=True, kw_only=True)
class CashFlow:
    """One movement as its venue booked it; (venue, flow_id) identifies it for ever."""

    venue: str
    flow_id: str
    kind: CashFlowKind
    symbol: Symbol | None  # None: of the account, not of one instrument
    amount: Decimal  # change of the cash: negative when the account paid
    currency: str
    exchange_time: Instant
