"""The right of one desk at a time to trade an account."""

from dataclasses import dataclass

from tradewind.domain.clock import Instant
from tradewind.domain.ids import PortfolioId


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLease:
    """Who trades an account, as the ledger has it."""

    account: PortfolioId
    holder: str
    """A name that people can find the process by; unique to it."""
    place: str
    """Of several processes only one at a time is in it, so an earlier one of the same place is dead."""
    token: int  # another for every holder, rising
    beats: int
    """Counts up while the holder lives; what does not change for long enough is nobody's any more."""
    since: Instant
    is_held: bool
