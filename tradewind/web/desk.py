"""What the web needs of the rest of the desk, as one value that `app` fills."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from tradewind.bus.cache import Cache
from tradewind.bus.message_log import MessageLog
from tradewind.bus.server_watch import ServerWatch
from tradewind.cycle.by_hand import ByHand
from tradewind.cycle.prompt_desk import PromptDesk
from tradewind.cycle.schedule import CycleSchedule
from tradewind.decision.config import InputLimits
from tradewind.decision.prompt_texts import load_texts
from tradewind.decision.report import ModelReport
from tradewind.domain.account import RuntimeMode
from tradewind.domain.clock import Clock
from tradewind.domain.configuration import (
    ConfigChange,
    ConfigDocument,
    ConfigEdit,
    ConfigFile,
    ConfigPreview,
    ConfigWord,
)
from tradewind.domain.ids import PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.page import Page
from tradewind.domain.settings_state import SettingsState
from tradewind.domain.technical import Watchlist
from tradewind.domain.watchlist import ChosenWatchlist
from tradewind.ledger import Ledger
from tradewind.market.history import CandleHistory
from tradewind.orders import OrderDesk
from tradewind.orders.mode_switch import ModeSwitch
from tradewind.portfolio.reader import AccountReader
from tradewind.research.answer_cache import AnswerCache
from tradewind.research.leaderboard import StoredArena
from tradewind.research.questions import Questions
from tradewind.research.replay import Replay
from tradewind.risk.limits import RiskLimits
from tradewind.telemetry.health import HealthBoard
from tradewind.telemetry.metrics import Metrics

Replays = Callable[[str | None, str | None], AbstractAsyncContextManager[Replay]]


@asynccontextmanager
async def replays_from_the_record(model: str | None, prompt: str | None) -> AsyncIterator[Replay]:
    """Yield a replay that knows the answers on record and the shipped prompts, and asks nobody."""
    yield Replay(Questions(cache=AnswerCache(), model=model), load_texts, prompt=prompt)


class MarketSource(StrEnum):
    """Where market data comes from."""

    LAB = "lab"
    OKX = "okx"


class Models(Protocol):
    """Who decides, at what price."""

    async def report(self) -> ModelReport:
        """Return how the models are doing at this moment; LedgerUnavailable."""
        ...

    async def release_safe_mode(self, by: str) -> None:
        """End safe mode by the operator's word."""
        ...


class Configuration(Protocol):
    """The settings, as a person reads and changes them."""

    async def document(self, file: ConfigFile) -> ConfigDocument:
        """Return one file beside what is in force."""
        ...

    async def preview(self, edit: ConfigEdit) -> ConfigPreview:
        """Return what `edit` would do; ValuesRefused, EditRefused."""
        ...

    async def update(self, edit: ConfigEdit, word: ConfigWord) -> ConfigChange:
        """Write `edit` and take it over; the same, EditOutdated, NotConfirmed, LedgerUnavailable."""
        ...

    async def history(self, limit: int, cursor: str | None) -> Page[ConfigChange]:
        """Return changes, newest first; LedgerUnavailable, ValueError for a foreign cursor."""
        ...


class Watching(Protocol):
    """What is watched, kept over restarts."""

    def current(self) -> ChosenWatchlist:
        """Return the watchlist in force."""
        ...

    async def replace(self, symbols: Watchlist) -> ChosenWatchlist:
        """Keep another one and tell everybody; OSError: the old one stays in force."""
        ...


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
class Desk:
    """Everything behind the web server."""

    ledger: Ledger
    history: CandleHistory
    accounts: AccountReader
    cache: Cache
    asking: Cache
    """The same for prices that somebody waits for: what is missing is asked of the collector first."""
    message_log: MessageLog
    redis_watch: ServerWatch
    schedule: CycleSchedule
    by_hand: ByHand
    prompts: PromptDesk
    orders: OrderDesk
    mode_switch: ModeSwitch
    models: Models
    watchlist: Watching
    health: HealthBoard
    metrics: Metrics
    clock: Clock
    run_id: str  # differs in every run of the server; the epoch of its frames
    symbols: tuple[Symbol, ...]
    portfolio_id: PortfolioId
    about: Callable[[], DeskDescription]
    """What the desk is at this moment; the model may change while it runs."""
    settings: Callable[[], SettingsState]
    """How the settings stand at this moment."""
    configuration: Configuration
    coins: tuple[Symbol, ...] = ()
    """Spot coins that are scanned."""
    venues: tuple[str, ...] = ()
    """Whom market data come from."""
    stocks: tuple[Symbol, ...] = ()
    reference: Symbol | None = None
    """The coin that tells the regime of the market; None: none is scanned."""
    replays: Replays = replays_from_the_record
    """Opens a replay with another model and prompt, None: those on record."""
    arenas: Callable[[int], Sequence[StoredArena]] = field(default=lambda _most: ())
    """Reads up to so many leaderboards of this home, the last one first."""
    risk_limits: Callable[[], RiskLimits] = field(default=RiskLimits)
    """The limits that openings keep to at this moment."""
    taker_fee_bps: Decimal = Decimal(5)
    """What buying to hold would have paid."""
    limits: InputLimits = field(default_factory=InputLimits)
    """The ages that decisions accept; the dashboard judges by the same."""

    def __post_init__(self) -> None:
        if not self.symbols:
            raise ValueError("a desk trades at least one symbol, symbols was empty")
