"""What longs pay shorts, and how much is held open."""

from dataclasses import dataclass

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.stamp import Stamped


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding(Stamped):
    """The funding rate in force; positive means longs pay shorts."""

    symbol: Symbol
    funding_rate: float  # share of notional per interval
    next_funding_time: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInterest(Stamped):
    """How much is held open at the venue."""

    symbol: Symbol
    open_interest: float  # contracts
    open_interest_usd: float | None
