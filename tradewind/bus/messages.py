"""What travels on the channels: wake-up calls, never the record."""

from dataclasses import dataclass

import msgspec

from tradewind.domain.clock import Instant
from tradewind.domain.ids import DecisionId, PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.signal import Stance
from tradewind.domain.ticker import Ticker


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """A sign of life on a channel, so that its silence means a dead connection."""

    heartbeat: int
    """Counts up from 1 with each start of the publisher."""
    timestamp: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketUpdate:
    """A refresh cycle is complete: these symbols were written."""

    timeframe: str = "all"
    """Of the candles that were renewed; all for a whole scan cycle."""
    symbols: tuple[Symbol, ...]
    seq: int
    timestamp: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class TickNotice:
    """The tickers that changed, conflated."""

    tickers: tuple[Ticker, ...]
    seq: int
    timestamp: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerNotice:
    """Part of what the scanner shows is new; read it again."""

    part: str
    """A timeframe of coins and stocks, swaps, or watchlist."""
    timestamp: Instant


class SignalNotice(msgspec.Struct, frozen=True, kw_only=True):
    """A symbol changed its stance; a struct, because the public name of a field is a word of the language."""

    symbol: Symbol
    left: Stance | None = msgspec.field(name="from")  # None: too little was known
    to: Stance | None
    score: float | None  # -1 to 1
    timestamp: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioNotice:
    """An account changed; read it again."""

    portfolio_id: PortfolioId
    summary: str
    timestamp: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionNotice:
    """A decision was recorded; read it by id."""

    decision_id: DecisionId
    summary: str
    timestamp: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinkingNotice:
    """What a model has said to one question so far; the next message replaces it."""

    model: str
    started_at: Instant
    """When the question was put; it names the answer together with the model."""
    seq: int
    reasoning: str  # its end, where it is long
    answer: str  # as `reasoning`
    is_over: bool
    """Nothing follows; the decision itself is announced on its own channel."""
    timestamp: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemNotice:
    """The desk changed its state; summary is one line for people."""

    summary: str
    timestamp: Instant
