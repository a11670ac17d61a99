"""What the web needs of the rest of the desk, as one value that `app` fills."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from tradewind.bus.cache import Cache
from tradewind.bus.keys import (
    CANDLES_1H,
    CANDLES_15M,
    FUNDING,
    INDICATORS,
    INSTRUMENT,
    OPEN_INTEREST,
    ORDER_BOOK,
    TICKER,
    SymbolKey,
)
from tradewind.domain.account import AccountSnapshot, RuntimeMode
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.decision import Outcome
from tradewind.domain.freshness import AgeLimits
from tradewind.domain.ids import PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.stamp import Stamped
from tradewind.ledger import Ledger
from tradewind.telemetry.health import HealthBoard
from tradewind.telemetry.metrics import Metrics


class Accounts(Protocol):
    """Values an account at current prices."""

    async def snapshot(self, portfolio_id: PortfolioId) -> AccountSnapshot:
        """Return the account as it stands; LedgerUnavailable, BusUnavailable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleStatus:
    """How the cycle's schedule stands."""

    period: timedelta
    is_running: bool
    last_started_at: Instant | None
    last_finished_at: Instant | None
    next_at: Instant | None
    cycles: int
    skipped: int
    last_outcome: Outcome | None
    last_error: str | None


class Schedule(Protocol):
    """The cycle's schedule, as far as the web may touch it."""

    def trigger(self) -> bool:
        """Ask for a cycle as soon as possible; True when one is running and this one follows it."""
        ...

    def status(self) -> ScheduleStatus:
        """Return how it stands."""
        ...


class MarketSource(StrEnum):
    """Where market data comes from."""

    LAB = "lab"
    OKX = "okx"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskDescription:
    """What the desk says of itself; nothing in it is secret."""

    version: str
    mode: RuntimeMode
    venue: str
    market_source: MarketSource
    is_simulated: bool
    tape: str | None  # name of the recorded or generated market; None: a real one
    model: str
    model_host: str  # host of the chat API, without credentials
    is_rule_policy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One cached datum per symbol and the ages it may have."""

    datum: str
    key: SymbolKey[Stamped]
    limits: AgeLimits


_SLOW = AgeLimits(warn_after=timedelta(seconds=150), block_after=timedelta(seconds=300))
_RULES = AgeLimits(warn_after=timedelta(seconds=1800), block_after=timedelta(seconds=3600))

FEEDS = (
    Feed(datum="ticker", key=TICKER, limits=AgeLimits()),
    Feed(datum="orderbook", key=ORDER_BOOK, limits=AgeLimits()),
    Feed(datum="ohlcv:15m", key=CANDLES_15M, limits=AgeLimits()),
    Feed(datum="ohlcv:1h", key=CANDLES_1H, limits=_SLOW),
    Feed(datum="indicators", key=INDICATORS, limits=AgeLimits()),
    Feed(datum="funding", key=FUNDING, limits=_SLOW),
    Feed(datum="open_interest", key=OPEN_INTEREST, limits=_SLOW),
    Feed(datum="instrument", key=INSTRUMENT, limits=_RULES),
)
"""What the status page watches; each blocks at the latest when its key would have expired, a minute at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything behind the web server."""

    ledger: Ledger
    accounts: Accounts
    cache: Cache
    schedule: Schedule
    health: HealthBoard
    metrics: Metrics
    clock: Clock
    run_id: str  # differs in every run of the server; the epoch of its frames
    symbols: tuple[Symbol, ...]
    portfolio_id: PortfolioId
    about: DeskDescription
    ticker_limits: AgeLimits = field(default_factory=AgeLimits)
    feeds: tuple[Feed, ...] = FEEDS
