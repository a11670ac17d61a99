"""Replays a ledger's decisions, oldest first, in batches: inputs that many decisions share are read once."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from typing import Protocol

from tradewind.domain.decision import BundleInput, DecisionRecord
from tradewind.domain.ids import DecisionId, PortfolioId
from tradewind.research.replay import Replay, Replayed

BATCH = 200
"""Records at once, some 10 MB with their inputs; a query for few costs as much as one for many."""


class StoredDecisions(Protocol):
    """The decisions on record."""

    async def oldest_first(
        self, portfolio_id: PortfolioId | None, limit: int, after: int
    ) -> tuple[list[DecisionRecord], int]:
        """Return records that follow row `after`, without their inputs' bytes, and the last row."""
        ...

    async def contents(self, digests: set[str]) -> dict[str, bytes]:
        """Return inputs by their hashes."""
        ...

    async def get(self, decision_id: DecisionId) -> DecisionRecord | None:
        """Return one decision whole, None when there is none of that id."""
        ...


class UnknownDecision(LookupError):
    """There is no decision of that id."""


async def replay_all(decisions: StoredDecisions, replay: Replay) -> AsyncGenerator[Replayed, None]:
    """Yield every decision on record beside its replay; LedgerUnavailable, ContentDamaged."""
    after = 0
    known: dict[str, bytes] = {}
    while True:
        records, after = await decisions.oldest_first(None, BATCH, after)
        if not records:
            return
        digests = {entry.sha256 for record in records for entry in record.bundle if entry.sha256 is not None}
        known = {digest: known[digest] for digest in digests & known.keys()}
        known |= await decisions.contents(digests - known.keys())
        for record in records:
            yield await replay.decide(with_contents(record, known))


async def replay_these(
    decisions: StoredDecisions, ids: Sequence[DecisionId], replay: Replay
) -> AsyncGenerator[Replayed, None]:
    """Yield the named decisions beside their replays; UnknownDecision, LedgerUnavailable, ContentDamaged."""
    for decision_id in ids:
        record = await decisions.get(decision_id)
        if record is None:
            raise UnknownDecision(f"there is no decision {decision_id} in this ledger")
        yield await replay.decide(record)


def with_contents(record: DecisionRecord, contents: dict[str, bytes]) -> DecisionRecord:
    """Return a record with its inputs' bytes; an input whose bytes are gone stays without them."""
    bundle = tuple(
        BundleInput(
            key=entry.key,
            content=contents.get(entry.sha256 or ""),
            stamped=entry.stamped,
            age_ms=entry.age_ms,
            freshness=entry.freshness,
            sha256=entry.sha256,
        )
        for entry in record.bundle
    )
    return replace(record, bundle=bundle)
