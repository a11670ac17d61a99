"""What the desk shows of its record: rebuilt from the database at any time, and never the record itself."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.position import PositionSide
from tradewind.domain.stamp import Stamped
from tradewind.domain.stock import MarketStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivePosition(Stamped):
    """An open position at the price of this moment; money in quote currency."""

    symbol: Symbol
    entry_price: Decimal
    current_price: Decimal | None  # None: no usable price; then the PnL is unknown too
    quantity: BaseQty  # unsigned
    side: PositionSide
    entry_time: Instant
    unrealized_pnl: Decimal | None
    unrealized_pnl_pct: Decimal | None
    """Percent of what was paid for the position, without leverage."""
    stop_loss: Decimal | None
    take_profit: Decimal | None
    last_update: Instant


class Momentum(StrEnum):
    """What a reading says."""

    OVERSOLD = "oversold"
    OVERBOUGHT = "overbought"
    BULLISH = "bullish"
    BEARISH = "bearish"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """An indicator and what it says; None before its warm-up."""

    value: float | None
    signal: Momentum | None


class LevelKind(StrEnum):
    """On which side of the price a level lies."""

    SUPPORT = "support"
    RESISTANCE = "resistance"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextLevel:
    """The level nearest to the price; None while levels or price are unknown."""

    next_level: float | None
    type: LevelKind | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicalSignals:
    """What the candles of one and of five minutes say."""

    rsi_1m: Gauge
    macd_5m: Gauge
    support_resistance: NextLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitDistance:
    """A price at which the position ends; None: there is none."""

    value: Decimal | None
    distance: Decimal | None
    """How far the price has to go for it, in percent of the price; negative when it has gone past it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionMonitoring(Stamped):
    """How an open position stands to its exits and to the market."""

    symbol: Symbol
    technical_signals: TechnicalSignals
    profit_target: ExitDistance
    stop_loss: ExitDistance
    time_in_trade: str
    """HH:MM:SS; the hours go on beyond 24."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance(Stamped):
    """How an account has done; money in its currency, results net of fees."""

    daily_pnl: Decimal | None  # since midnight UTC; None while a held position has no usable price
    daily_pnl_pct: Decimal | None  # of the equity at midnight
    win_count: int
    loss_count: int
    win_rate: float | None  # 0..1 of wins and losses; None before the first
    avg_win: Decimal | None
    avg_loss: Decimal | None
    largest_win: Decimal | None
    largest_loss: Decimal | None


class DeskState(StrEnum):
    """How the desk is doing."""

    STARTING = "starting"
    RUNNING = "running"
    DEGRADED = "degraded"


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemState(Stamped):
    """The desk in one glance."""

    state: DeskState
    market_status: MarketStatus | None  # of the stock exchange; swaps and coins never close
    active_positions_count: int
    watchlist_count: int | None  # None: no watchlist is cached
    last_scan_time: Instant | None  # None: no scan of spot coins is cached


ConfigSection = dict[str, object]
"""A file of the settings by its keys, together with the stamp."""
