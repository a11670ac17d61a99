"""What a venue may decide anew at any moment; the defaults are those of a venue that works."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tradewind_lab.exchange.charges import MAKER_RATE
from tradewind_lab.exchange.orders import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Asked each time that it matters."""

    loses_protection: Callable[[Ticket], bool] = lambda _ticket: False
    """Whether what is attached to an order fails as the order fills."""
    maker_rate: Callable[[], Decimal] = lambda: MAKER_RATE
    """Share of notional that a maker pays; below zero the venue pays it."""
