"""What the model proposed, what risk said to it, and the record of both."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tradewind.domain.clock import Instant
from tradewind.domain.freshness import Freshness
from tradewind.domain.ids import ClientOrderId, DecisionId, PortfolioId
from tradewind.domain.instrument import Symbol


class Action(StrEnum):
    """What a model may ask for."""

    BUY = "buy"
    """Open or add to a long."""
    SELL = "sell"
    """Open or add to a short."""
    HOLD = "hold"
    CLOSE = "close"
    REDUCE = "reduce"
    """Close a share of the position."""
    MOVE_STOP = "move_stop"
    """Move the stop of a position, its take-profit, or both."""
    NO_ENTRY = "no_entry"

    @property
    def is_opening(self) -> bool:
        """True for actions that add risk."""
        return self in (Action.BUY, Action.SELL)

    @property
    def is_trade(self) -> bool:
        """True for actions that risk judges and that lead to an order, if only to that of a stop."""
        return self not in (Action.HOLD, Action.NO_ENTRY)


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskNarrative:
    """What the model itself says of the risk of a trade; None: not said."""

    proposed_trade: str | None
    thesis: str | None
    max_pain: str | None  # the worst case that it foresees
    plan: str | None  # how it would recover or hedge


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundingFlag:
    """A figure in the model's reasons that nobody showed it."""

    figure: str  # as the model wrote it
    excerpt: str  # the words around it


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One item of the model's answer, parsed but not judged."""

    symbol: Symbol
    action: Action
    confidence: float | None  # 0..1 as the model stated it; None: not stated
    notional: Decimal | None  # quote currency, leverage included (position size)
    leverage: Decimal | None
    stop_price: Decimal | None
    take_profit_price: Decimal | None
    rationale: str
    close_fraction: Decimal | None = None  # of a reduction, in (0, 1)
    risk: RiskNarrative | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """An item of the model's answer that is not a proposal, and why."""

    excerpt: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GateVerdict:
    """What one gate said to one proposal."""

    gate: str
    passed: bool
    reason: str
    is_observed: bool = False
    """The refusal was recorded and not enforced: the desk was set to trust the model's own sizing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedProposal:
    """A proposal with the verdict of every gate that looked at it."""

    proposal: Proposal
    is_approved: bool
    reason: str | None  # of the refusal
    verdicts: tuple[GateVerdict, ...]
    client_order_id: ClientOrderId | None  # of the order that an approved trade leads to
    flags: tuple[GroundingFlag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleInput:
    """One cached input of a decision, exactly as it was read."""

    key: str
    content: bytes | None  # the value's bytes; None: missing
    stamped: Instant | None  # the time its age is judged by
    age_ms: int | None
    freshness: Freshness
    sha256: str | None


class Trigger(StrEnum):
    """What started a cycle."""

    SCHEDULE = "schedule"
    MANUAL = "manual"
    BY_HAND = "by_hand"
    """A person's own order: no model was asked."""


class Outcome(StrEnum):
    """How a cycle ended."""

    DECIDED = "decided"
    """The model's answer was read; each item has its verdict."""
    BLOCKED = "blocked"
    """An input was stale or missing; the model was not asked."""
    ABSTAINED = "abstained"
    """The model failed or its answer could not be read; no order."""
    SKIPPED = "skipped"
    """Nothing had changed since the last decision; the model was not asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCall:
    """One exchange with a model, as it went over the wire."""

    model: str
    system_prompt: str
    user_prompt: str
    raw_answer: str | None
    reasoning_content: str | None  # a reasoning model's own channel
    prompt_tokens: int | None
    completion_tokens: int | None
    cost_usd: Decimal | None  # None: no price known
    latency_ms: int
    error: str | None
    finish_reason: str | None = None  # as the server said it; None: not said
    cached_tokens: int | None = None  # of the prompt's tokens, those from the server's cache; None: not said
    tool_payload_json: str | None = None  # what the model asked to see before it answered, and got


def call_not_made(model: str, system_prompt: str, user_prompt: str, why: str) -> ModelCall:
    """Return the call that stands for a question that nobody was asked."""
    return ModelCall(
        model=model,
        system_prompt=system_prompt,
        user_prompt=user_prompt,
        raw_answer=None,
        reasoning_content=None,
        prompt_tokens=None,
        completion_tokens=None,
        cost_usd=Decimal(0),
        latency_ms=0,
        error=why,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecord:
    """One cycle, complete; committed before any order leaves."""

    decision_id: DecisionId
    portfolio_id: PortfolioId
    created_at: Instant
    trigger: Trigger
    outcome: Outcome
    why: str | None  # of a block or an abstention
    model: str
    bundle_sha256: str
    bundle: tuple[BundleInput, ...]
    account_json: bytes  # the account snapshot that the model saw
    calls: tuple[ModelCall, ...]  # the re-ask included
    reasoning: str | None
    items: tuple[ReviewedProposal, ...]
    unreadable: tuple[Unreadable, ...]
    settings_version: str | None = None  # what it was decided under; None: nobody kept it then
    as_of: Instant | None = None  # when the bundle was read
    prompt_version: str | None = None  # None: no model was asked
    review_json: bytes | None = (
        None  # what the review looked at besides the bundle; None: nothing was reviewed
    )
    limits_json: bytes | None = None  # the limits of the review and the ages that inputs might have
    pause_cycles: int | None = None  # how many cycles the model wanted to sit out
    link: int | None = None  # its place in the portfolio's chain, from 1; the ledger gives it
    previous_sha256: str | None = None  # of the record before it; None: the first of the chain
    sha256: str | None = None  # None: written before records were linked, or not yet written


def hash_of(inputs: Sequence[BundleInput]) -> str:
    """Return the hash that names a bundle: sha256 over one line `key sha256` per input, `-` where missing."""
    lines = "".join(f"{entry.key} {entry.sha256 or '-'}\n" for entry in inputs)
    return hashlib.sha256(lines.encode()).hexdigest()
