"""A matching engine written down between two moments, so that another one can go on from there; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tradewind.brokers.simulator.account import Holding
from tradewind.brokers.simulator.funding import FundingState
from tradewind.brokers.simulator.ticket import HoldingKey, Ticket
from tradewind.domain.instrument import Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineState:
    """Everything that what comes next depends on; orders that have ended are not among it."""

    cash: Decimal
    holdings: tuple[tuple[HoldingKey, Holding], ...]
    leverages: tuple[tuple[HoldingKey, Decimal], ...]
    open_tickets: tuple[Ticket, ...]
    marks: Mapping[Symbol, Decimal]
    unseen: tuple[Symbol, ...]
    funding: FundingState
