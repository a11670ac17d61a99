"""Whether the log of decisions is what was written; reads only.

The whole log is walked, so that the first bad row is named and not only that there is one. It may run beside a desk:
the inputs are looked through between two walks of the log, so that neither can hold what the other has not seen.
"""

from dataclasses import dataclass

from tradewind.domain.ids import DecisionId
from tradewind.ledger.chain_walk import ChainEnd, ChainWalk, Damage
from tradewind.ledger.database import Database
from tradewind.ledger.raw_rows import (
    calls_without_decision,
    raw_contents,
    raw_contents_of,
    raw_decision,
    raw_decisions,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """What a walk through the log found."""

    decisions: int
    contents: int
    chains: tuple[ChainEnd, ...]
    damage: tuple[Damage, ...]
    """In the order of the log; none where it is sound."""


class DecisionAudit:
    """Checks the decisions on record against their hashes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def verify(self) -> AuditReport:
        """Walk the whole log; LedgerUnavailable."""
        walk, last = ChainWalk(), 0
        async for page in raw_decisions(self._database):
            last = walk.decisions(page.decisions, page.calls) or last
        async for rows in raw_contents(self._database):
            walk.contents(rows)
        async for page in raw_decisions(self._database, last):
            walk.decisions(page.decisions, page.calls)
            if page.is_last:
                walk.ends(page.chains)
        walk.strays(await calls_without_decision(self._database))
        return AuditReport(
            decisions=walk.count, contents=walk.content_count, chains=walk.chain_ends(), damage=walk.damage()
        )

    async def verify_one(self, decision_id: DecisionId) -> tuple[Damage, ...]:
        """Check one record, its link and its inputs; none where it is sound or unknown. LedgerUnavailable."""
        found = await raw_decision(self._database, decision_id)
        if found is None:
            return ()
        page, before = found
        walk = ChainWalk()
        walk.begin_after(before, page.decisions[0])
        walk.decisions(page.decisions, page.calls)
        walk.contents(await raw_contents_of(self._database, walk.named_contents()))
        return walk.damage()
