"""What became of the decisions of a backtest: counted, and kept where that is asked for."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from tradewind.bus.codec import encode
from tradewind.decision.bundle import Bundle
from tradewind.domain.decision import DecisionRecord
from tradewind.domain.ids import DecisionId
from tradewind.research.backtest_config import Keep

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyState:
    """The counts between two steps, to go on from."""

    outcomes: Mapping[str, int]
    actions: Mapping[str, int]
    refusals: Mapping[str, int]
    blocks: Mapping[str, int]
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost_usd: Decimal
    unpriced_calls: int = 0
    """Calls whose cost nobody knows; in `cost_usd` they count nothing."""


class Tally:
    """Satisfies what the cycle asks of `DecisionLog`; records are lines of JSON in `lines`."""

    def __init__(self, keep: Keep, written: Callable[[], Bundle]) -> None:
        """`written`: the bundle of now with its inputs in their exact bytes."""
        self._keep = keep
        self._written = written
        self._outcomes: Counter[str] = Counter()
        self._actions: Counter[str] = Counter()
        self._refusals: Counter[str] = Counter()
        self._blocks: Counter[str] = Counter()
        self._calls = self._prompt_tokens = self._completion_tokens = 0
        self._unpriced_calls = 0
        self._cost = ZERO
        self.lines: list[bytes] = []

    async def add(self, record: DecisionRecord) -> None:
        """Count a decision, and keep it if it is one of those to be kept."""
        self._outcomes[record.outcome.value] += 1
        for item in record.items:
            self._actions[item.proposal.action.value] += 1
            for verdict in item.verdicts if not item.is_approved else ():
                self._refusals[verdict.gate] += not verdict.passed
        if record.why is not None:
            self._blocks[record.why[:120]] += 1
        if record.calls:
            self._count_calls(record)
        is_trade = any(item.client_order_id is not None for item in record.items)
        if self._keep is Keep.ALL or (self._keep is Keep.TRADES and is_trade):
            self.lines.append(encode(self._whole(record)))

    async def get(self, decision_id: DecisionId) -> DecisionRecord | None:  # noqa: ARG002
        """Return None: what is kept is in its file."""
        return None

    @property
    def cost_usd(self) -> Decimal:
        """What the models have cost so far."""
        return self._cost

    def state(self) -> TallyState:
        """Return the counts as they stand."""
        return TallyState(
            outcomes=dict(sorted(self._outcomes.items())),
            actions=dict(sorted(self._actions.items())),
            refusals={gate: count for gate, count in sorted(self._refusals.items()) if count},
            blocks=dict(sorted(self._blocks.items())),
            calls=self._calls,
            prompt_tokens=self._prompt_tokens,
            completion_tokens=self._completion_tokens,
            cost_usd=self._cost,
            unpriced_calls=self._unpriced_calls,
        )

    def resume(self, state: TallyState) -> None:
        """Stand where `state` was taken."""
        self._outcomes, self._actions = Counter(state.outcomes), Counter(state.actions)
        self._refusals, self._blocks = Counter(state.refusals), Counter(state.blocks)
        self._calls, self._cost = state.calls, state.cost_usd
        self._prompt_tokens, self._completion_tokens = state.prompt_tokens, state.completion_tokens
        self._unpriced_calls = state.unpriced_calls

    def _count_calls(self, record: DecisionRecord) -> None:
        for call in record.calls:
            self._calls += 1
            self._prompt_tokens += call.prompt_tokens or 0
            self._completion_tokens += call.completion_tokens or 0
            self._cost += call.cost_usd or ZERO
            self._unpriced_calls += call.cost_usd is None

    def _whole(self, record: DecisionRecord) -> DecisionRecord:
        if record.bundle:
            return record
        bundle = self._written()
        return replace(record, bundle=bundle.inputs, bundle_sha256=bundle.sha256)
