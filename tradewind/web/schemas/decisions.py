"""Decisions: what the model saw, said and was allowed to do."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal

from pydantic import JsonValue

from tradewind.domain.decision import (
    Action,
    BundleInput,
    DecisionRecord,
    GateVerdict,
    ModelCall,
    Outcome,
    ReviewedProposal,
    Trigger,
    Unreadable,
)
from tradewind.domain.freshness import Freshness
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.order import OrderRecord, OrderState
from tradewind.web.schemas.shape import Money, Shape, Time

Orders = Mapping[ClientOrderId, OrderRecord]
"""The orders that proposals led to, by client order id."""


class VerdictView(Shape):
    """What one gate said."""

    gate: str
    passed: bool
    reason: str
    is_observed: bool
    """A refusal that was recorded and not enforced."""

    @classmethod
    def of(cls, verdict: GateVerdict) -> "VerdictView":
        """Return the shape of `verdict`."""
        return cls(
            gate=verdict.gate,
            passed=verdict.passed,
            reason=verdict.reason,
            is_observed=verdict.is_observed,
        )


class RiskView(Shape):
    """What the model itself says of the risk of a trade."""

    proposed_trade: str | None
    thesis: str | None
    max_pain: str | None
    plan: str | None


class FlagView(Shape):
    """A figure in the model's reasons that nobody showed it."""

    figure: str
    excerpt: str


class ItemView(Shape):
    """One proposal, its verdicts and its order."""

    symbol: str
    action: Action
    confidence: float | None
    notional: Money | None
    leverage: Money | None
    stop_price: Money | None
    take_profit_price: Money | None
    close_fraction: Money | None
    """Of a reduction: the share of the position that is closed."""
    rationale: str
    risk: RiskView | None
    flags: tuple[FlagView, ...]
    is_approved: bool
    reason: str | None
    verdicts: tuple[VerdictView, ...]
    client_order_id: str | None
    order_state: OrderState | None
    filled: Money | None
    average_price: Money | None

    @classmethod
    def of(cls, item: ReviewedProposal, orders: Orders) -> "ItemView":
        """Return the shape of `item` with the state of its order."""
        record = orders.get(item.client_order_id) if item.client_order_id else None
        proposal = item.proposal
        return cls(
            symbol=proposal.symbol,
            action=proposal.action,
            confidence=proposal.confidence,
            notional=proposal.notional,
            leverage=proposal.leverage,
            stop_price=proposal.stop_price,
            take_profit_price=proposal.take_profit_price,
            close_fraction=proposal.close_fraction,
            rationale=proposal.rationale,
            risk=RiskView(**asdict(proposal.risk)) if proposal.risk else None,
            flags=tuple(FlagView(figure=flag.figure, excerpt=flag.excerpt) for flag in item.flags),
            is_approved=item.is_approved,
            reason=item.reason,
            verdicts=tuple(VerdictView.of(verdict) for verdict in item.verdicts),
            client_order_id=item.client_order_id,
            order_state=record.state if record else None,
            filled=record.filled if record else None,
            average_price=record.average_price if record else None,
        )


class UnreadableView(Shape):
    """A part of the answer that was no proposal."""

    excerpt: str
    reason: str

    @classmethod
    def of(cls, unreadable: Unreadable) -> "UnreadableView":
        """Return the shape of `unreadable`."""
        return cls(excerpt=unreadable.excerpt, reason=unreadable.reason)


class DecisionSummary(Shape):
    """A cycle in short."""

    id: str
    created_at: Time
    trigger: Trigger
    outcome: Outcome
    why: str | None
    model: str
    reasoning: str | None
    latency_ms: int | None  # of all calls; null: the model was not asked
    prompt_tokens: int | None
    completion_tokens: int | None
    cost_usd: Money | None  # null: no price known
    items: tuple[ItemView, ...]
    unreadable: tuple[UnreadableView, ...]

    @classmethod
    def of(cls, record: DecisionRecord, orders: Orders) -> "DecisionSummary":
        """Return the shape of `record`."""
        return cls(
            id=record.decision_id,
            created_at=record.created_at,
            trigger=record.trigger,
            outcome=record.outcome,
            why=record.why,
            model=record.model,
            reasoning=record.reasoning,
            latency_ms=sum(call.latency_ms for call in record.calls) if record.calls else None,
            prompt_tokens=_known_sum([call.prompt_tokens for call in record.calls]),
            completion_tokens=_known_sum([call.completion_tokens for call in record.calls]),
            cost_usd=_known_cost([call.cost_usd for call in record.calls]),
            items=tuple(ItemView.of(item, orders) for item in record.items),
            unreadable=tuple(UnreadableView.of(part) for part in record.unreadable),
        )


class CallView(Shape):
    """One exchange with the model."""

    model: str
    system_prompt: str
    user_prompt: str
    raw_answer: str | None
    reasoning_content: str | None
    prompt_tokens: int | None
    completion_tokens: int | None
    cost_usd: Money | None
    latency_ms: int
    error: str | None

    @classmethod
    def of(cls, call: ModelCall) -> "CallView":
        """Return the shape of `call`."""
        return cls(
            model=call.model,
            system_prompt=call.system_prompt,
            user_prompt=call.user_prompt,
            raw_answer=call.raw_answer,
            reasoning_content=call.reasoning_content,
            prompt_tokens=call.prompt_tokens,
            completion_tokens=call.completion_tokens,
            cost_usd=call.cost_usd,
            latency_ms=call.latency_ms,
            error=call.error,
        )


class InputView(Shape):
    """One cached input by name, age and hash."""

    key: str
    age_ms: int | None
    freshness: Freshness
    sha256: str | None

    @classmethod
    def of(cls, given: BundleInput) -> "InputView":
        """Return the shape of `given`, without its content."""
        return cls(key=given.key, age_ms=given.age_ms, freshness=given.freshness, sha256=given.sha256)


class Decision(DecisionSummary):
    """A cycle in full; prompts and answer are those of the last call."""

    bundle_sha256: str
    system_prompt: str | None
    user_prompt: str | None
    raw_answer: str | None
    reasoning_content: str | None
    calls: tuple[CallView, ...]
    inputs: tuple[InputView, ...]

    @classmethod
    def of(cls, record: DecisionRecord, orders: Orders) -> "Decision":
        """Return the shape of `record`, complete but for the inputs' contents."""
        last = record.calls[-1] if record.calls else None
        return cls(
            **dict(DecisionSummary.of(record, orders)),
            bundle_sha256=record.bundle_sha256,
            system_prompt=last.system_prompt if last else None,
            user_prompt=last.user_prompt if last else None,
            raw_answer=last.raw_answer if last else None,
            reasoning_content=last.reasoning_content if last else None,
            calls=tuple(CallView.of(call) for call in record.calls),
            inputs=tuple(InputView.of(given) for given in record.bundle),
        )


class DecisionPage(Shape):
    """Decisions, newest first."""

    items: tuple[Decision, ...]
    next_cursor: str | None


class BundleInputView(InputView):
    """One input with its value; null: it was missing."""

    stamped: Time | None
    value: JsonValue

    @classmethod
    def of(cls, given: BundleInput) -> "BundleInputView":
        """Return the shape of `given`, content included."""
        return cls(
            **dict(InputView.of(given)),
            stamped=given.stamped,
            value=None if given.content is None else _readable(given.content),
        )


class BundleView(Shape):
    """Everything the decision saw, byte for byte by `sha256`."""

    sha256: str
    inputs: tuple[BundleInputView, ...]


def _readable(content: bytes) -> JsonValue:
    try:
        value: JsonValue = json.loads(content)
    except ValueError:
        return content.decode(errors="replace")
    return value


def _known_sum(counts: list[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _known_cost(costs: list[Decimal | None]) -> Decimal | None:
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if known else None
