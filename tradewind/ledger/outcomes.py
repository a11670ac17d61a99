"""Closed positions beside the decisions that opened them; whoever asks as of a moment sees nothing recorded later."""

from collections.abc import Sequence

from sqlalchemy import Integer, RowMapping, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from tradewind.domain.account import ClosedPosition
from tradewind.domain.clock import Instant
from tradewind.domain.decision import Proposal, ReviewedProposal
from tradewind.domain.ids import DecisionId, PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.outcome import DecidedOutcome, RiskEntry
from tradewind.ledger.database import Database
from tradewind.ledger.encoding import from_text
from tradewind.ledger.positions import CLOSED_FIELDS
from tradewind.ledger.risk_journal import before_its_end, promised_by
from tradewind.ledger.tables import closed_positions, decision_logs

Leg = tuple[str, Symbol]
_closed = closed_positions.c
_recorded_at = func.coalesce(_closed.recorded_at, _closed.closed_at, type_=_closed.closed_at.type)
_KNOWN = (
    select(closed_positions, _recorded_at.label("known_at"))
    .where(
        _closed.portfolio_id == bindparam("portfolio_id"),
        _closed.closed_at < bindparam("as_of"),
        _recorded_at < bindparam("as_of"),
    )
    .order_by(_closed.seq.desc())
    .limit(bindparam("most", type_=Integer))
)


class Outcomes:
    """What became of decisions, read only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self, portfolio_id: PortfolioId, as_of: Instant, limit: int) -> list[DecidedOutcome]:
        """Return up to `limit` outcomes that had been closed and recorded before `as_of`, newest first.

        Results from before record times were kept count as recorded when they were closed. LedgerUnavailable.
        """
        values = {"portfolio_id": portfolio_id, "as_of": as_of, "most": limit}
        async with self._database.reading() as connection:
            rows = (await connection.execute(_KNOWN, values)).mappings().all()
            opened_by = sorted({row["decision_id"] for row in rows if row["decision_id"] is not None})
            reasons = await _reasons(connection, opened_by) if opened_by else {}
            promises = await _promises(connection, portfolio_id, opened_by, as_of) if opened_by else {}
        return [_outcome(row, reasons, promises) for row in rows]


async def _reasons(
    connection: AsyncConnection, decision_ids: Sequence[DecisionId]
) -> dict[Leg, tuple[str, Proposal]]:
    query = select(decision_logs.c.decision_id, decision_logs.c.model, decision_logs.c.items_json).where(
        decision_logs.c.decision_id.in_(decision_ids)
    )
    return {
        (row.decision_id, item.proposal.symbol): (row.model, item.proposal)
        for row in await connection.execute(query)
        for item in from_text(row.items_json, tuple[ReviewedProposal, ...])
        if item.is_approved and item.proposal.action.is_opening
    }


async def _promises(
    connection: AsyncConnection, portfolio_id: PortfolioId, decision_ids: Sequence[DecisionId], as_of: Instant
) -> dict[Leg, RiskEntry]:
    entries = await promised_by(connection, portfolio_id, decision_ids)
    return {
        (entry.promise.decision_id, entry.promise.symbol): entry
        if entry.course.completed_at is not None and entry.course.completed_at < as_of
        else before_its_end(entry)
        for entry in reversed(entries)
    }


def _outcome(
    row: RowMapping, reasons: dict[Leg, tuple[str, Proposal]], promises: dict[Leg, RiskEntry]
) -> DecidedOutcome:
    leg = (row["decision_id"], row["symbol"])
    model, proposal = reasons.get(leg, (None, None))
    return DecidedOutcome(
        closed=ClosedPosition(**{name: row[name] for name in CLOSED_FIELDS}),
        recorded_at=row["known_at"],
        model=model,
        proposal=proposal,
        risk=promises.get(leg),
    )
