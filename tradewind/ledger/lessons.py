"""Lessons of a portfolio: who found them in what, since when, and whether they still hold; never deleted."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from tradewind.domain.clock import Instant
from tradewind.domain.ids import DecisionId, PortfolioId
from tradewind.domain.outcome import Finding, KeptLesson, LessonSource
from tradewind.domain.page import Page
from tradewind.ledger.database import Database
from tradewind.ledger.encoding import from_text, to_text
from tradewind.ledger.feedback_tables import lessons
from tradewind.ledger.statements import before, insert_once
from tradewind.ledger.whole import whole

REVIEWER = "reviewer"
MOST_KNOWN = 50
_KNOWN = (
    select(lessons)
    .where(
        lessons.c.portfolio_id == bindparam("portfolio_id"),
        lessons.c.learned_at < bindparam("as_of"),
        or_(lessons.c.retired_at.is_(None), lessons.c.retired_at >= bindparam("as_of")),
    )
    .order_by(lessons.c.seq.desc())
)


class Lessons:
    """Lessons by portfolio."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self, portfolio_id: PortfolioId, as_of: Instant) -> list[KeptLesson]:
        """Return the lessons that were on record before `as_of` and not retired then.

        A person's own come first, newest first; counted ones follow, those of one instrument last, those of the larger
        sample first.
        LedgerUnavailable.
        """
        rows = await self._database.rows(_KNOWN, {"portfolio_id": portfolio_id, "as_of": as_of})
        return sorted(map(_lesson, rows), key=_rank)[:MOST_KNOWN]

    async def page(
        self, portfolio_id: PortfolioId, limit: int, cursor: str | None, *, with_retired: bool
    ) -> Page[KeptLesson]:
        """Return up to `limit` lessons, newest first; LedgerUnavailable, ValueError for a foreign cursor."""
        query = select(lessons).where(lessons.c.portfolio_id == portfolio_id, *before(lessons.c.seq, cursor))
        if not with_retired:
            query = query.where(lessons.c.retired_at.is_(None))
        query = query.order_by(lessons.c.seq.desc()).limit(limit + 1)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        next_cursor = str(rows[limit - 1]["seq"]) if len(rows) > limit else None
        return Page(items=tuple(map(_lesson, rows[:limit])), next_cursor=next_cursor)

    @whole
    async def add(self, portfolio_id: PortfolioId, text: str, by: str, at: Instant) -> KeptLesson:
        """Record a person's lesson; the same words, while they hold, are the same lesson. LedgerUnavailable."""
        async with self._database.writing() as connection:
            standing = await _one(
                connection,
                lessons.c.portfolio_id == portfolio_id,
                lessons.c.text == text,
                lessons.c.retired_at.is_(None),
            )
            if standing is not None:
                return standing
            row = _row(portfolio_id, text, at) | {"source": LessonSource.OPERATOR, "added_by": by}
            await insert_once(connection, lessons, [row])
        return _lesson(row)

    @whole
    async def retire(
        self, portfolio_id: PortfolioId, lesson_id: str, by: str, at: Instant
    ) -> KeptLesson | None:
        """Let a lesson hold no longer and return it, None where there is none; a repeat changes nothing.

        LedgerUnavailable.
        """
        is_it = (lessons.c.portfolio_id == portfolio_id, lessons.c.lesson_id == lesson_id)
        async with self._database.writing() as connection:
            await _retire(connection, by, at, *is_it)
            return await _one(connection, *is_it)

    @whole
    async def renew(self, portfolio_id: PortfolioId, findings: Sequence[Finding], at: Instant) -> int:
        """Bring the counted lessons to `findings` and return how many are new; LedgerUnavailable.

        What is said in other words now, or not at all, is retired. A rule that a person has retired stays retired.
        """
        async with self._database.writing() as connection:
            newest = await _newest_of_rules(connection, portfolio_id)
            kept = {each.rule for each in findings if _is_kept(newest.get(each.rule), each)}
            for rule, standing in newest.items():
                if standing.retired_at is None and rule not in kept:
                    await _retire(connection, REVIEWER, at, lessons.c.lesson_id == standing.lesson_id)
            rows = [
                _found(portfolio_id, each, at)
                for each in findings
                if each.rule not in kept and not _is_unwanted(newest.get(each.rule))
            ]
            for row in rows:
                await insert_once(connection, lessons, [row])
        return len(rows)


def _rank(lesson: KeptLesson) -> tuple[bool, bool, int]:
    rule = lesson.rule or ""
    return bool(rule), ":" in rule, -(lesson.sample or 0)


def _is_kept(standing: KeptLesson | None, finding: Finding) -> bool:
    return standing is not None and standing.retired_at is None and standing.text == finding.text


def _is_unwanted(standing: KeptLesson | None) -> bool:
    return standing is not None and standing.retired_by not in (None, REVIEWER)


async def _newest_of_rules(connection: AsyncConnection, portfolio_id: PortfolioId) -> dict[str, KeptLesson]:
    query = select(lessons).where(lessons.c.portfolio_id == portfolio_id, lessons.c.rule.is_not(None))
    rows = (await connection.execute(query.order_by(lessons.c.seq))).mappings()
    return {row["rule"]: _lesson(row) for row in rows}


async def _one(connection: AsyncConnection, *where: Any) -> KeptLesson | None:  # noqa: ANN401 -- SQL conditions
    row = (await connection.execute(select(lessons).where(*where).limit(1))).mappings().one_or_none()
    return None if row is None else _lesson(row)


async def _retire(connection: AsyncConnection, by: str, at: Instant, *where: Any) -> None:  # noqa: ANN401 -- SQL conditions
    statement = update(lessons).where(*where, lessons.c.retired_at.is_(None))
    await connection.execute(statement.values(retired_at=at, retired_by=by))


def _row(portfolio_id: PortfolioId, text: str, at: Instant) -> dict[str, Any]:
    digest = hashlib.sha256(f"{portfolio_id}|{at}|{text}".encode()).hexdigest()
    return {
        "lesson_id": f"l{digest[:24]}",
        "portfolio_id": portfolio_id,
        "text": text,
        "rule": None,
        "hits": None,
        "sample": None,
        "decisions_json": "[]",
        "learned_at": at,
        "retired_at": None,
        "retired_by": None,
    }


def _found(portfolio_id: PortfolioId, finding: Finding, at: Instant) -> dict[str, Any]:
    return _row(portfolio_id, finding.text, at) | {
        "source": LessonSource.REVIEWER,
        "added_by": REVIEWER,
        "rule": finding.rule,
        "hits": finding.hits,
        "sample": finding.sample,
        "decisions_json": to_text(finding.decisions),
    }


def _lesson(row: RowMapping | dict[str, Any]) -> KeptLesson:
    return KeptLesson(
        lesson_id=row["lesson_id"],
        portfolio_id=row["portfolio_id"],
        text=row["text"],
        source=row["source"],
        rule=row["rule"],
        hits=row["hits"],
        sample=row["sample"],
        decisions=from_text(row["decisions_json"], tuple[DecisionId, ...]),
        learned_at=row["learned_at"],
        added_by=row["added_by"],
        retired_at=row["retired_at"],
        retired_by=row["retired_by"],
    )
