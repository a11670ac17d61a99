"""One decision from its inputs to its outcome, and what a replay of it came to."""

import difflib
from collections.abc import Sequence
from decimal import Decimal

from pydantic import ConfigDict, Field

from tradewind.domain.account import RuntimeMode
from tradewind.domain.decision import DecisionRecord, Outcome
from tradewind.domain.fill import Fill
from tradewind.domain.order import OrderRecord
from tradewind.ledger.chain_walk import Damage
from tradewind.ledger.positions import NumberedTrip
from tradewind.research.replay import Replayed, Result
from tradewind.research.replay_difference import Stage
from tradewind.web.schemas.account import FillView
from tradewind.web.schemas.decisions import Decision, ItemView, UnreadableView
from tradewind.web.schemas.orders import OrderView
from tradewind.web.schemas.positions import ClosedPositionView
from tradewind.web.schemas.shape import Money, Shape, Time


class PromptDiff(Shape):
    """How the question differs from the one of the decision before it, as unified diffs; empty: not at all."""

    previous_id: str
    previous_version: str | None  # null: recorded before versions were
    version: str | None
    words: str
    """Of the system prompt: what another version says otherwise."""
    figures: str
    """Of the user prompt: what has become of account and markets."""

    @classmethod
    def of(cls, record: DecisionRecord, previous: DecisionRecord) -> "PromptDiff":
        """Return how the first question of `record` differs from that of `previous`."""
        one, other = previous.calls[0], record.calls[0]
        return cls(
            previous_id=previous.decision_id,
            previous_version=previous.prompt_version,
            version=record.prompt_version,
            words=_unified(one.system_prompt, other.system_prompt),
            figures=_unified(_broken_up(one.user_prompt), _broken_up(other.user_prompt)),
        )


class DamageView(Shape):
    """A row that is not what was written."""

    table: str
    row: str
    field: str | None
    what: str

    @classmethod
    def of(cls, damage: Damage) -> "DamageView":
        """Return the shape of `damage`."""
        return cls(table=damage.table, row=damage.row, field=damage.field, what=damage.what)


class OutcomeView(Shape):
    """What became of the positions that a decision opened."""

    closed: tuple[ClosedPositionView, ...]
    net_pnl: Money | None  # of what is closed, after fees; null: nothing is

    @classmethod
    def of(cls, trips: Sequence[NumberedTrip]) -> "OutcomeView":
        """Return the shape of `trips`."""
        closed = tuple(map(ClosedPositionView.numbered, trips))
        net = sum((trip.net_pnl for trip in closed), Decimal(0)) if closed else None
        return cls(closed=closed, net_pnl=net)


class Consequences(Shape):
    """Everything that followed from a decision."""

    orders: tuple[OrderView, ...]  # its stops and targets included
    fills: tuple[FillView, ...]
    result: OutcomeView

    @classmethod
    def of(
        cls, orders: Sequence[OrderRecord], fills: Sequence[Fill], trips: Sequence[NumberedTrip]
    ) -> "Consequences":
        """Return the shape of all of it."""
        return cls(
            orders=tuple(map(OrderView.of, orders)),
            fills=tuple(map(FillView.of, fills)),
            result=OutcomeView.of(trips),
        )


class LinkView(Shape):
    """The record's place in the log."""

    number: int | None  # null: written before records were linked
    previous_sha256: str | None
    sha256: str | None
    verified: bool | None
    """Whether record, link and inputs are what was written; null: there is no hash to tell by."""
    damage: tuple[DamageView, ...]

    @classmethod
    def of(cls, record: DecisionRecord, damage: Sequence[Damage]) -> "LinkView":
        """Return the shape of a record's link."""
        return cls(
            number=record.link,
            previous_sha256=record.previous_sha256,
            sha256=record.sha256,
            verified=None if record.sha256 is None and not damage else not damage,
            damage=tuple(map(DamageView.of, damage)),
        )


class DecisionChain(Decision):
    """A cycle in full, with what led to it and what followed."""

    mode: RuntimeMode
    earlier_id: str | None  # the decision before it on the same account
    later_id: str | None
    as_of: Time | None
    prompt_version: str | None
    pause_cycles: int | None
    prompt_diff: PromptDiff | None  # null: nobody was asked, or nobody before
    consequences: Consequences
    link: LinkView


class ReplayBody(Shape):
    """What a replay changes; null: as it stands on record."""

    model_config = ConfigDict(protected_namespaces=())

    model: str | None = Field(default=None, min_length=1, max_length=200)
    prompt: str | None = Field(default=None, pattern=r"^[a-z0-9][a-z0-9._-]{0,39}$")


class AgainView(Shape):
    """What was decided this time."""

    outcome: Outcome
    why: str | None
    model: str
    prompt_version: str | None
    user_prompt: str | None
    raw_answer: str | None
    reasoning: str | None
    items: tuple[ItemView, ...]
    unreadable: tuple[UnreadableView, ...]

    @classmethod
    def of(cls, again: DecisionRecord) -> "AgainView":
        """Return the shape of `again`; nothing of it was sent, so that its items have no orders."""
        last = again.calls[-1] if again.calls else None
        return cls(
            outcome=again.outcome,
            why=again.why,
            model=again.model,
            prompt_version=again.prompt_version,
            user_prompt=last.user_prompt if last else None,
            raw_answer=last.raw_answer if last else None,
            reasoning=again.reasoning,
            items=tuple(ItemView.of(item, {}) for item in again.items),
            unreadable=tuple(map(UnreadableView.of, again.unreadable)),
        )


class ReplayAnswer(Shape):
    """A decision beside its replay."""

    id: str
    result: Result
    stage: Stage | None  # the first that differs
    what: str | None
    sha256: str | None  # of the replayed decision's canonical bytes
    again: AgainView | None  # null: it could not be decided again

    @classmethod
    def of(cls, replayed: Replayed) -> "ReplayAnswer":
        """Return the shape of `replayed`."""
        difference = replayed.difference
        return cls(
            id=replayed.record.decision_id,
            result=replayed.result,
            stage=difference.stage if difference else None,
            what=difference.what if difference else replayed.why_not,
            sha256=replayed.sha256,
            again=AgainView.of(replayed.again) if replayed.again else None,
        )


def _unified(one: str, other: str) -> str:
    return "\n".join(difflib.unified_diff(one.splitlines(), other.splitlines(), lineterm="", n=1))


def _broken_up(prompt: str) -> str:
    """Return a prompt with its one long line of JSON broken after each comma, so that a diff shows figures."""
    return prompt.replace(',"', ',\n"').replace("},{", "},\n{")
