"""The market that the simulated venue trades on, as one value."""

from dataclasses import dataclass

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import BaseQty, InstrumentRules
from tradewind.domain.order_book import OrderBook


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketView:
    """One instrument at one moment."""

    book: OrderBook  # fresh and sound
    rules: InstrumentRules | None  # None: not known; only closing is possible
    seen_at: Instant

    @property
    def lot(self) -> BaseQty | None:
        """The smallest step of size in base units; None when the rules are not known."""
        if self.rules is None:
            return None
        return self.rules.instrument.quantity(self.rules.instrument.lot_size)
