"""The two answers of risk. Only this room makes an `Approved`; orders accept nothing else."""

from dataclasses import dataclass
from decimal import Decimal

from tradewind.domain.clock import Instant
from tradewind.domain.decision import GateVerdict, Proposal
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderPurpose, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """A proposal that passed every gate, sized to whole lots."""

    proposal: Proposal
    side: Side
    purpose: OrderPurpose
    quantity: BaseQty
    leverage: Decimal
    stop_price: Decimal | None  # on the tick; None only for a close
    take_profit_price: Decimal | None
    is_reduce_only: bool
    snapshot_price: Decimal
    judged_at: Instant
    """When the account stood as it was judged by."""
    verdicts: tuple[GateVerdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A proposal that must not trade, and the reason that a person reads."""

    proposal: Proposal
    reason: str
    verdicts: tuple[GateVerdict, ...]
