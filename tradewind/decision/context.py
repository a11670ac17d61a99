"""What a decision knows of the desk itself: its risk, its orders, its last results, what it has learnt.

Each part is kept with the decision as an input of its own, so that a replay sees what the model saw.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from tradewind.bus.codec import decode, encode
from tradewind.domain.clock import Instant
from tradewind.domain.decision import BundleInput
from tradewind.domain.freshness import Freshness
from tradewind.domain.ids import ClientOrderId, DecisionId
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import OrderKind, OrderPurpose, OrderState, Side
from tradewind.domain.position import PositionSide

V = TypeVar("V")

RISK = "desk:risk"
OPEN_ORDERS = "desk:open_orders"
OUTCOMES = "desk:outcomes"
LESSONS = "desk:lessons"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOrder:
    """An order that something can still happen to."""

    client_order_id: ClientOrderId
    symbol: Symbol
    side: Side
    kind: OrderKind
    purpose: OrderPurpose
    state: OrderState
    quantity: BaseQty
    filled: BaseQty
    limit_price: Decimal | None
    trigger_price: Decimal | None
    stop_price: Decimal | None
    created_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentOutcome:
    """What became of one position, by the decision that opened it."""

    decision_id: DecisionId | None  # None: nobody decided it here
    symbol: Symbol
    side: PositionSide
    entry_price: Decimal
    exit_price: Decimal
    net_pnl: Decimal  # quote currency, after fees
    opened_at: Instant
    closed_at: Instant
    close_purpose: OrderPurpose | None  # None: not an order of ours
    confidence: float | None = None  # that it was opened with
    rationale: str | None = None  # of the opening; shown as a quotation, cleaned
    forecast_loss: Decimal | None = None  # unsigned; before fees, as is the worst that it lost
    worst_loss: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One thing that earlier trades have taught; its text is shown as a quotation, cleaned."""

    lesson_id: str
    text: str
    learned_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolRisk:
    """The risk of one instrument; None: unknown. Formulas: decision/risk_snapshot.py."""

    symbol: Symbol
    exposure: Decimal | None  # notional held, quote currency; 0 where nothing is
    exposure_share: float | None  # of equity
    funding_rate: float | None  # share of notional per interval; positive: longs pay
    atr_share: float | None  # of the price
    realized_volatility: float | None  # annualised share
    spread_bps: float | None
    bid_depth: float | None  # quote currency resting near the middle
    ask_depth: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskSnapshot:
    """The risk of the account at one moment; None: unknown."""

    as_of: Instant
    equity: Decimal | None
    exposure: Decimal | None  # notional of everything held
    exposure_share: float | None  # of equity
    margin_used: Decimal
    margin_ratio: float | None  # margin used / equity
    daily_pnl: Decimal | None
    drawdown_share: Decimal | None  # below the highest equity ever seen
    rolling_drawdown_share: Decimal | None  # below the highest equity of the last 24 hours
    symbols: tuple[SymbolRisk, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskContext:
    """Everything of the desk itself that a decision may look at."""

    risk: RiskSnapshot | None = None
    open_orders: tuple[OpenOrder, ...] = ()
    outcomes: tuple[RecentOutcome, ...] = ()
    """Newest first."""
    lessons: tuple[Lesson, ...] = ()


def context_inputs(context: DeskContext, as_of: Instant) -> tuple[BundleInput, ...]:
    """Return the parts of `context` as inputs of the decision, in a fixed order."""
    parts: tuple[tuple[str, object], ...] = (
        (RISK, context.risk),
        (OPEN_ORDERS, context.open_orders),
        (OUTCOMES, context.outcomes),
        (LESSONS, context.lessons),
    )
    return tuple(_input(key, encode(part), as_of) for key, part in parts)


def context_of(inputs: Sequence[BundleInput]) -> DeskContext | None:
    """Return the context that `inputs` keep, None where they keep none; Undecodable."""
    contents = {entry.key: entry.content for entry in inputs if entry.content is not None}
    if contents.keys().isdisjoint({RISK, OPEN_ORDERS, OUTCOMES, LESSONS}):
        return None
    risk = contents.get(RISK, b"null")
    return DeskContext(
        risk=None if risk == b"null" else decode(risk, RiskSnapshot),
        open_orders=_all(contents, OPEN_ORDERS, OpenOrder),
        outcomes=_all(contents, OUTCOMES, RecentOutcome),
        lessons=_all(contents, LESSONS, Lesson),
    )


def is_context(key: str) -> bool:
    """Say whether an input of that key is a part of the context."""
    return key in {RISK, OPEN_ORDERS, OUTCOMES, LESSONS}


def _all(contents: dict[str, bytes], key: str, kind: type[V]) -> tuple[V, ...]:
    return decode(contents.get(key, b"[]"), tuple[kind, ...])  # type: ignore[valid-type]


def _input(key: str, content: bytes, as_of: Instant) -> BundleInput:
    return BundleInput(
        key=key,
        content=content,
        stamped=as_of,
        age_ms=0,
        freshness=Freshness.FRESH,
        sha256=hashlib.sha256(content).hexdigest(),
    )
