"""The risk journal: what each opening promised, written with its decision, and what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import RowMapping, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from tradewind.domain.decision import RiskNarrative
from tradewind.domain.ids import ClientOrderId, DecisionId, PortfolioId
from tradewind.domain.outcome import RiskCourse, RiskEntry, RiskPromise, RiskVerdict
from tradewind.domain.page import Page
from tradewind.ledger.database import Database
from tradewind.ledger.encoding import from_text, to_text
from tradewind.ledger.feedback_tables import risk_journal
from tradewind.ledger.statements import before, insert_once
from tradewind.ledger.whole import whole

_AS_THEY_ARE = tuple(field.name for field in fields(RiskPromise) if field.name != "narrative")
_COURSE = tuple(field.name for field in fields(RiskCourse))


class RiskJournal:
    """Entries by the order that would open the position."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def unfinished(self, portfolio_id: PortfolioId) -> list[RiskEntry]:
        """Return the entries whose course is not over, oldest first; LedgerUnavailable."""
        query = select(risk_journal).where(
            risk_journal.c.portfolio_id == portfolio_id, risk_journal.c.completed_at.is_(None)
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(risk_journal.c.seq))
            return [_entry(row) for row in rows.mappings()]

    async def joined(
        self, portfolio_id: PortfolioId, decision_ids: Collection[DecisionId]
    ) -> list[RiskEntry]:
        """Return the entries that were filled into positions which these decisions opened; LedgerUnavailable."""
        query = select(risk_journal).where(
            risk_journal.c.portfolio_id == portfolio_id,
            risk_journal.c.verdict == RiskVerdict.JOINED,
            risk_journal.c.position_decision_id.in_(sorted(decision_ids)),
        )
        async with self._database.reading() as connection:
            return [_entry(row) for row in (await connection.execute(query)).mappings()]

    async def page(self, portfolio_id: PortfolioId, limit: int, cursor: str | None) -> Page[RiskEntry]:
        """Return up to `limit` entries, newest first; LedgerUnavailable, ValueError for a foreign cursor."""
        query = (
            select(risk_journal)
            .where(risk_journal.c.portfolio_id == portfolio_id, *before(risk_journal.c.seq, cursor))
            .order_by(risk_journal.c.seq.desc())
            .limit(limit + 1)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        next_cursor = str(rows[limit - 1]["seq"]) if len(rows) > limit else None
        return Page(items=tuple(map(_entry, rows[:limit])), next_cursor=next_cursor)

    @whole
    async def follow(self, client_order_id: ClientOrderId, course: RiskCourse) -> None:
        """Write how the course stands; nothing happens to one that is over. LedgerUnavailable."""
        statement = (
            update(risk_journal)
            .where(risk_journal.c.client_order_id == client_order_id, risk_journal.c.completed_at.is_(None))
            .values({name: getattr(course, name) for name in _COURSE})
        )
        async with self._database.writing() as connection:
            await connection.execute(statement)


async def keep_promises(connection: AsyncConnection, promises: Sequence[RiskPromise]) -> None:
    """Write what openings promise, in the transaction of their decision; a repeat changes nothing."""
    await insert_once(connection, risk_journal, [_row(promise) for promise in promises])


async def promised_by(
    connection: AsyncConnection, portfolio_id: PortfolioId, decision_ids: Collection[DecisionId]
) -> list[RiskEntry]:
    """Return the entries of positions that these decisions opened, in the caller's transaction."""
    query = select(risk_journal).where(
        risk_journal.c.portfolio_id == portfolio_id,
        risk_journal.c.decision_id.in_(sorted(decision_ids)),
        risk_journal.c.verdict.is_distinct_from(RiskVerdict.NOT_OPENED),
        risk_journal.c.verdict.is_distinct_from(RiskVerdict.JOINED),
    )
    rows = await connection.execute(query.order_by(risk_journal.c.seq))
    return [_entry(row) for row in rows.mappings()]


def _row(promise: RiskPromise) -> dict[str, Any]:
    said = promise.narrative
    row = {name: getattr(promise, name) for name in _AS_THEY_ARE}
    return row | {"narrative_json": None if said is None else to_text(said)}


def _entry(row: RowMapping) -> RiskEntry:
    said = row["narrative_json"]
    promise = RiskPromise(
        narrative=None if said is None else from_text(said, RiskNarrative),
        **{name: row[name] for name in _AS_THEY_ARE},
    )
    return RiskEntry(
        seq=row["seq"], promise=promise, course=RiskCourse(**{name: row[name] for name in _COURSE})
    )


def before_its_end(entry: RiskEntry) -> RiskEntry:
    """Return the promise alone, as it stood before anything came of it."""
    return replace(entry, course=RiskCourse())
