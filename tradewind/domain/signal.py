"""What the analysis and the news say together of a symbol; a share that is not known is None."""

from dataclasses import dataclass
from enum import StrEnum

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.position import PositionSide
from tradewind.domain.stamp import Stamped


class Stance(StrEnum):
    """What the monitor says of a symbol."""

    BUY = "BUY"
    HOLD = "HOLD"
    SELL = "SELL"


class SignalType(StrEnum):
    """What a change of stance asks for."""

    ENTRY = "entry"
    EXIT = "exit"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalParts:
    """Every share of a score, -1 (falls) to 1 (rises); defined in signals/parts.py."""

    trend: float | None
    momentum: float | None
    strength: float | None
    scan: float | None
    regime: float | None
    sentiment: float | None

    @property
    def every(self) -> tuple[float | None, ...]:
        """The shares in the order of their fields."""
        return (self.trend, self.momentum, self.strength, self.scan, self.regime, self.sentiment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal(Stamped):
    """A stance was taken or left; `timestamp` is when."""

    symbol: Symbol
    type: SignalType
    side: PositionSide
    """Which way the entry goes, or the one went that is left."""
    reason: str
    """One line for people."""
    price: float
    """Last price that was known then."""
    score: float | None  # -1 to 1; None: the stance was left because it is not known any more
    confidence: float
    """0 to 1, see signals/fusion.py."""
    indicators: SignalParts


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoredSymbol:
    """A symbol as the monitor sees it."""

    symbol: Symbol
    stance: Stance | None  # None: too little is known
    since: Instant
    """When it took this stance."""
    score: float | None  # -1 to 1
    confidence: float | None
    coverage: float
    """Share of the weights that is known, 0 to 1."""
    price: float | None
    known_at: Instant | None
    """When enough was known for a score last."""
    parts: SignalParts


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalMonitor(Stamped):
    """Every monitored symbol, in the order of the settings."""

    symbols: tuple[MonitoredSymbol, ...]
