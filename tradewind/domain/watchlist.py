"""What a person watches."""

from dataclasses import dataclass

from tradewind.domain.clock import Instant
from tradewind.domain.technical import Watchlist


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenWatchlist:
    """The watchlist in force."""

    symbols: Watchlist
    changed_at: Instant | None  # None: nobody chose, it is that of the settings
