"""The decision log of a desk that keeps a risk journal: what openings promise is committed with their decision."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from tradewind.cycle.stored_review import circumstances_of
from tradewind.decision.risk_promise import promises_of
from tradewind.domain.decision import DecisionRecord
from tradewind.domain.ids import DecisionId
from tradewind.domain.instrument import Symbol
from tradewind.domain.outcome import RiskPromise


class PromisingLog(Protocol):
    """The decisions on record, with what their openings promise."""

    async def add(self, record: DecisionRecord, promises: Sequence[RiskPromise] = ()) -> None:
        """Commit one decision and its promises in one transaction."""
        ...

    async def get(self, decision_id: DecisionId) -> DecisionRecord | None:
        """Return one decision whole, None when there is none of that id."""
        ...


class Journaled:
    """Satisfies `DecisionLog`."""

    def __init__(self, log: PromisingLog) -> None:
        self._log = log

    async def add(self, record: DecisionRecord) -> None:
        """Commit one decision with everything that led to it, and what it promises; LedgerUnavailable."""
        await self._log.add(record, promises_of(record, _prices(record)))

    async def get(self, decision_id: DecisionId) -> DecisionRecord | None:
        """Return one decision whole, None when there is none of that id; LedgerUnavailable."""
        return await self._log.get(decision_id)


def _prices(record: DecisionRecord) -> Mapping[Symbol, Decimal]:
    """Return the last prices that the review saw, none where nothing opens."""
    is_opening = any(item.is_approved and item.proposal.action.is_opening for item in record.items)
    if not is_opening or record.review_json is None:
        return {}
    markets = circumstances_of(record.review_json).markets
    return {
        symbol: Decimal(str(market.ticker.last_price))
        for symbol, market in markets.items()
        if market.ticker is not None
    }
