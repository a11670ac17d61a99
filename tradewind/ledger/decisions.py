"""Decisions, whole: what was seen, asked, answered and judged. Equal inputs are stored once."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields, replace

from sqlalchemy import RowMapping, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from tradewind.domain.decision import (
    BundleInput,
    DecisionRecord,
    ModelCall,
    ReviewedProposal,
    Unreadable,
)
from tradewind.domain.ids import DecisionId, PortfolioId
from tradewind.domain.outcome import RiskPromise
from tradewind.domain.page import Page
from tradewind.ledger.chain import extend, link
from tradewind.ledger.database import Database
from tradewind.ledger.decision_search import DecisionFilter, Neighbors, beside, item_rows, matching
from tradewind.ledger.encoding import from_text, to_text
from tradewind.ledger.packing import packed_row, unpacked
from tradewind.ledger.risk_journal import keep_promises
from tradewind.ledger.statements import insert_once
from tradewind.ledger.tables import bundle_contents, decision_items, decision_logs, prompt_payloads
from tradewind.ledger.whole import whole

CALL_FIELDS = tuple(field.name for field in fields(ModelCall))
KEPT_PLAIN = (
    "settings_version",
    "as_of",
    "prompt_version",
    "review_json",
    "limits_json",
    "pause_cycles",
)
"""Fields of a record that stand in a column of their own name, as they are."""
LINK_FIELDS = ("link", "previous_sha256", "sha256")
MOST_AT_ONCE = 500
"""Hashes in one query; databases bound the number of parameters."""
_IS_ASKED_FOR = bundle_contents.c.sha256.in_(bindparam("digests", expanding=True))
_KNOWN = select(bundle_contents.c.sha256).where(_IS_ASKED_FOR)
_CONTENTS = select(bundle_contents.c.sha256, bundle_contents.c.compressed).where(_IS_ASKED_FOR)


class Decisions:
    """Decision records by id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @whole
    async def add(self, record: DecisionRecord, promises: Sequence[RiskPromise] = ()) -> None:
        """Commit a record before any order of it leaves, linked to the portfolio's last one; a repeat changes nothing.

        What its openings promise goes into the risk journal in the same transaction.
        ValueError when an input's bytes do not have its hash; LedgerUnavailable.
        """
        contents = _contents(record.bundle)
        row, calls = _decision_row(record), _call_rows(record)
        async with self._database.writing() as connection:
            linked = await link(connection, row, calls)
            if not await insert_once(connection, decision_logs, [linked]):
                return
            await insert_once(connection, prompt_payloads, calls)
            await insert_once(connection, decision_items, item_rows(record.decision_id, record.items))
            await _keep_contents(connection, contents)
            await extend(connection, linked)
            await keep_promises(connection, promises)

    async def page(self, portfolio_id: PortfolioId, limit: int, cursor: str | None) -> Page[DecisionRecord]:
        """Return up to `limit` records without the bundle's contents, newest first; LedgerUnavailable, ValueError."""
        return await self.search(DecisionFilter(portfolio_ids=(portfolio_id,)), limit, cursor)

    async def search(self, wanted: DecisionFilter, limit: int, cursor: str | None) -> Page[DecisionRecord]:
        """Return the same of the decisions that are `wanted`; LedgerUnavailable, ValueError."""
        seq = decision_logs.c.seq
        numbers = matching(wanted, limit + 1, cursor)
        query = select(decision_logs).where(seq.in_(numbers)).order_by(seq.desc())
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
            calls = await _calls(connection, [row["decision_id"] for row in rows[:limit]])
        next_cursor = str(rows[limit - 1]["seq"]) if len(rows) > limit else None
        items = tuple(_record(row, calls.get(row["decision_id"], ())) for row in rows[:limit])
        return Page(items=items, next_cursor=next_cursor)

    async def neighbors(self, record: DecisionRecord) -> Neighbors:
        """Return the decisions of the same portfolio beside `record`; LedgerUnavailable."""
        async with self._database.reading() as connection:
            found = (await connection.execute(beside(record.portfolio_id, record.decision_id))).one()
        return Neighbors(earlier=found[0], later=found[1])

    async def get(self, decision_id: DecisionId) -> DecisionRecord | None:
        """Return a record whole, with every input's bytes, None when unknown; LedgerUnavailable."""
        query = select(decision_logs).where(decision_logs.c.decision_id == decision_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
            if row is None:
                return None
            record = _record(row, (await _calls(connection, [decision_id])).get(decision_id, ()))
            return replace(record, bundle=await _filled(connection, record.bundle))

    async def oldest_first(
        self, portfolio_id: PortfolioId | None, limit: int, after: int
    ) -> tuple[list[DecisionRecord], int]:
        """Return up to `limit` records that follow row `after` (0: the first), without contents, and the last row.

        `portfolio_id` None: of every portfolio. LedgerUnavailable.
        """
        query = select(decision_logs).where(decision_logs.c.seq > after)
        if portfolio_id is not None:
            query = query.where(decision_logs.c.portfolio_id == portfolio_id)
        query = query.order_by(decision_logs.c.seq).limit(limit)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
            calls = await _calls(connection, [row["decision_id"] for row in rows])
        records = [_record(row, calls.get(row["decision_id"], ())) for row in rows]
        return records, rows[-1]["seq"] if rows else after

    async def contents(self, digests: Collection[str]) -> dict[str, bytes]:
        """Return the inputs that have these hashes, as far as they are kept; LedgerUnavailable.

        Their bytes are as they were found: `audit verify` says whether they still have their hash.
        """
        found: dict[str, bytes] = {}
        wanted = sorted(digests)
        async with self._database.reading() as connection:
            for start in range(0, len(wanted), MOST_AT_ONCE):
                found |= await _contents_of(connection, wanted[start : start + MOST_AT_ONCE])
        return found

    async def before(self, record: DecisionRecord) -> DecisionRecord | None:
        """Return the last decision of the same portfolio that asked a model before `record`, None without one."""
        seq = select(decision_logs.c.seq).where(decision_logs.c.decision_id == record.decision_id)
        query = (
            select(decision_logs)
            .join(prompt_payloads, prompt_payloads.c.decision_id == decision_logs.c.decision_id)
            .where(
                decision_logs.c.portfolio_id == record.portfolio_id,
                decision_logs.c.seq < seq.scalar_subquery(),
            )
            .order_by(decision_logs.c.seq.desc())
            .limit(1)
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
            if row is None:
                return None
            calls = await _calls(connection, [row["decision_id"]])
        return _record(row, calls.get(row["decision_id"], ()))

    async def count(self, portfolio_id: PortfolioId) -> int:
        """Return how many decisions a portfolio has; LedgerUnavailable."""
        query = (
            select(func.count())
            .select_from(decision_logs)
            .where(decision_logs.c.portfolio_id == portfolio_id)
        )
        async with self._database.reading() as connection:
            return (await connection.execute(query)).scalar_one()


def _contents(bundle: Iterable[BundleInput]) -> dict[str, bytes]:
    contents = {}
    for item in bundle:
        if item.content is None:
            continue
        digest = hashlib.sha256(item.content).hexdigest()
        if item.sha256 != digest:
            raise ValueError(f"input {item.key} says sha256 {item.sha256}, its bytes have {digest}")
        contents[digest] = item.content
    return contents


async def _keep_contents(connection: AsyncConnection, contents: dict[str, bytes]) -> None:
    known = set((await connection.execute(_KNOWN, {"digests": sorted(contents)})).scalars())
    rows = [packed_row(digest, content) for digest, content in contents.items() if digest not in known]
    await insert_once(connection, bundle_contents, rows)


async def _filled(connection: AsyncConnection, bundle: Sequence[BundleInput]) -> tuple[BundleInput, ...]:
    contents = await _contents_of(
        connection, sorted({item.sha256 for item in bundle if item.sha256 is not None})
    )
    return tuple(replace(item, content=contents.get(item.sha256 or "")) for item in bundle)


async def _contents_of(connection: AsyncConnection, digests: Sequence[str]) -> dict[str, bytes]:
    rows = await connection.execute(_CONTENTS, {"digests": digests})
    return {row.sha256: unpacked(row.sha256, row.compressed) for row in rows}


async def _calls(
    connection: AsyncConnection, decision_ids: Sequence[DecisionId]
) -> dict[DecisionId, tuple[ModelCall, ...]]:
    query = (
        select(prompt_payloads)
        .where(prompt_payloads.c.decision_id.in_(decision_ids))
        .order_by(prompt_payloads.c.decision_id, prompt_payloads.c.ordinal)
    )
    calls: dict[DecisionId, tuple[ModelCall, ...]] = {}
    for row in (await connection.execute(query)).mappings():
        call = ModelCall(**{name: row[name] for name in CALL_FIELDS})
        calls[row["decision_id"]] = (*calls.get(row["decision_id"], ()), call)
    return calls


def _call_rows(record: DecisionRecord) -> list[dict[str, object]]:
    return [
        {"decision_id": record.decision_id, "ordinal": ordinal}
        | {name: getattr(call, name) for name in CALL_FIELDS}
        for ordinal, call in enumerate(record.calls, start=1)
    ]


def _decision_row(record: DecisionRecord) -> dict[str, object]:
    stripped = [replace(item, content=None) for item in record.bundle]
    return {
        "decision_id": record.decision_id,
        "portfolio_id": record.portfolio_id,
        "created_at": record.created_at,
        "trigger": record.trigger,
        "outcome": record.outcome,
        "why": record.why,
        "model": record.model,
        "bundle_sha256": record.bundle_sha256,
        "bundle_json": to_text(stripped),
        "account_json": record.account_json,
        "reasoning": record.reasoning,
        "items_json": to_text(record.items),
        "unreadable_json": to_text(record.unreadable),
    } | {name: getattr(record, name) for name in KEPT_PLAIN}


def _record(row: RowMapping, calls: tuple[ModelCall, ...]) -> DecisionRecord:
    return DecisionRecord(
        decision_id=row["decision_id"],
        portfolio_id=row["portfolio_id"],
        created_at=row["created_at"],
        trigger=row["trigger"],
        outcome=row["outcome"],
        why=row["why"],
        model=row["model"],
        bundle_sha256=row["bundle_sha256"],
        bundle=from_text(row["bundle_json"], tuple[BundleInput, ...]),
        account_json=row["account_json"],
        calls=calls,
        reasoning=row["reasoning"],
        items=from_text(row["items_json"], tuple[ReviewedProposal, ...]),
        unreadable=from_text(row["unreadable_json"], tuple[Unreadable, ...]),
        **{name: row[name] for name in (*KEPT_PLAIN, *LINK_FIELDS)},
    )
