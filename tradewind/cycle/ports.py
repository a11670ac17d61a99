"""What a cycle needs of the rest of the desk, and what it may do with it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tradewind.bus.cache import Cached
from tradewind.cycle.config import Pacing
from tradewind.cycle.pause import Pause
from tradewind.cycle.skip import SkipGate
from tradewind.decision.bundle import Bundle
from tradewind.decision.config import DecisionConfig, InputLimits
from tradewind.decision.decide import Decision
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.decision import DecisionRecord
from tradewind.domain.ids import ClientOrderId, DecisionId, IdSource, PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderRecord
from tradewind.orders.amendment import Amended, Change
from tradewind.orders.intent import AT_MARKET, Terms
from tradewind.risk.limits import RiskLimits
from tradewind.risk.verdict import Approved
from tradewind.telemetry.metrics import Metrics


class Decides(Protocol):
    """Makes proposals of a bundle: a model, or a rule that stands beside one."""

    @property
    def model(self) -> str:
        """The name that the decision is recorded under."""
        ...

    async def decide(self, bundle: Bundle, account: AccountSnapshot, limits: RiskLimits) -> Decision:
        """Return proposals, unjudged; never raises for anything that it was asked about."""
        ...


class Recalls(Protocol):
    """Knows the desk itself."""

    async def recall(self, bundle: Bundle, account: AccountSnapshot) -> Bundle:
        """Return `bundle` with what the desk knows of itself at its moment."""
        ...


class Sees(Protocol):
    """Shows the market as it stands where no cache has to be read for it: a tape."""

    def bundle(self, symbols: Sequence[Symbol], limits: InputLimits) -> Bundle:
        """Return what `gather` would return of the same market; its inputs may be left unwritten."""
        ...


class Accounts(Protocol):
    """Values an account at current prices."""

    async def snapshot(self, portfolio_id: PortfolioId) -> AccountSnapshot:
        """Return what the account is worth."""
        ...


class DecisionLog(Protocol):
    """The decisions on record."""

    async def add(self, record: DecisionRecord) -> None:
        """Commit one decision with everything that led to it."""
        ...

    async def get(self, decision_id: DecisionId) -> DecisionRecord | None:
        """Return one decision whole, None when there is none of that id."""
        ...


class OrderLog(Protocol):
    """The orders on record."""

    async def get(self, client_order_id: ClientOrderId) -> OrderRecord | None:
        """Return an order, None when there is none of that id."""
        ...

    async def count_since(self, portfolio_id: PortfolioId, since: Instant) -> int:
        """Return how many orders were sent from `since` on."""
        ...

    async def unfinished(self, portfolio_id: PortfolioId) -> Sequence[OrderRecord]:
        """Return the orders that something can still happen to."""
        ...


class Executes(Protocol):
    """Turns approvals into orders."""

    async def execute(
        self, approved: Approved, decision_id: DecisionId, terms: Terms = AT_MARKET
    ) -> OrderRecord:
        """Send one order, once, and return how far it came; whatever a venue answers is in the order's record."""
        ...

    async def move_protection(self, approved: Approved, decision_id: DecisionId) -> None:
        """Say where the stop and the target of a position stand from now on; the old stop goes after the new one stands."""
        ...

    async def cancel(self, client_order_id: ClientOrderId) -> OrderRecord:
        """Ask for the rest of an order to be taken out; it is pending until the venue has confirmed."""
        ...

    async def amend(self, client_order_id: ClientOrderId, change: Change) -> Amended:
        """Ask for a resting limit order to be changed; the answer says whether the venue has confirmed."""
        ...

    def opening_block(self, symbol: Symbol) -> str | None:
        """Return why the desk opens nothing on `symbol`, None when it does."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPorts:
    """Everything that an order passes through, whoever asks for it."""

    cache: Cached
    clock: Clock
    ids: IdSource
    accounts: Accounts
    decisions: DecisionLog
    orders: OrderLog
    execution: Executes
    metrics: Metrics
    sight: Sees | None = None  # None: the market is read from the cache
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held from a review to the last of its orders: two reviews at once would spend the same room twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports(OrderPorts):
    """Everything that a cycle reads, asks, writes and sends through."""

    decider: Decides
    recollection: Recalls | None = None  # None: the model is shown the market and the account alone
    skip_gate: SkipGate = field(default_factory=SkipGate)
    pause: Pause = field(default_factory=Pause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """For whom the cycle trades, what, and inside which limits; one value for a whole cycle."""

    portfolio_id: PortfolioId
    decision: DecisionConfig
    limits: RiskLimits
    settings_version: str | None = None  # of the settings that it follows from; None: it follows from none
    pacing: Pacing = field(default_factory=Pacing)
    is_traced: bool = True
    """False: nobody will ask how a decision without a trade stood, or hear of any; a backtest wants what follows alone."""
