"""What the gates look at besides the proposal: the account, the market, and the desk's own state."""

from dataclasses import dataclass
from decimal import Decimal

from tradewind.domain.account import AccountSnapshot
from tradewind.domain.instrument import Instrument
from tradewind.domain.order import Side

LARGEST = Decimal("1e15")
SMALLEST = Decimal("1e-15")


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One moment, as one review sees it; prices in quote currency, None where nobody knows."""

    account: AccountSnapshot
    instrument: Instrument | None  # None: the venue's rules are not known, nothing can be opened
    bid: Decimal | None
    ask: Decimal | None
    last_price: Decimal | None
    snapshot_price: Decimal  # what the decision saw
    orders_last_minute: int
    opening_block: str | None
    """Why the desk opens nothing here (an unknown order, the kill switch, a suspended instrument)."""
    unshown: tuple[str, ...] = ()
    """Figures in the model's reasons that nobody showed it."""
    pending_notional: Decimal = Decimal(0)
    """Openings sent but not yet in the account's positions, at their full size, all instruments."""

    def entry_quote(self, side: Side) -> Decimal | None:
        """Return the quote that an order of `side` would trade at."""
        return self.ask if side is Side.BUY else self.bid

    def exit_quote(self, side: Side) -> Decimal | None:
        """Return the quote that undoes an order of `side`."""
        return self.entry_quote(side.opposite)


def is_usable(value: Decimal | None) -> bool:
    """Return whether `value` is a positive number that a market or a person could mean."""
    return value is not None and value.is_finite() and SMALLEST <= value <= LARGEST
