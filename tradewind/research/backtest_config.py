"""What may be set about a backtest."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.risk.limits import RiskLimits


class Keep(StrEnum):
    """Which decisions are written down, with every input in its exact bytes."""

    NONE = "none"
    TRADES = "trades"
    """Those that sent an order."""
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestConfig:
    """Everything but the candles that a result follows from."""

    decider: str
    symbols: tuple[Symbol, ...]
    begin: Instant | None = None  # of the first decision; None: as early as the tape allows
    end: Instant | None = None  # no candle that closes later is read; None: the whole tape
    cash: Decimal = Decimal(10_000)
    half_spread_bps: float = 0.5
    """Between the last price and each quote; a tick at least."""
    seed: int = 7
    keep: Keep = Keep.NONE
    limits: RiskLimits = field(default_factory=RiskLimits)
    label: str | None = None
    """What a reader must know about the window, such as that the model may have seen it."""

    def __post_init__(self) -> None:
        if not (self.cash.is_finite() and self.cash > 0):
            raise ValueError(f"cash must be above 0, was {self.cash}")
        if not 0 <= self.half_spread_bps <= 100:
            raise ValueError(f"half_spread_bps must be in [0, 100], was {self.half_spread_bps}")
        if self.begin is not None and self.end is not None and self.begin >= self.end:
            raise ValueError(f"begin must lie before end, were {self.begin} and {self.end}")
