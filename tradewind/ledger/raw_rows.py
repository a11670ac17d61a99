"""Rows as the bytes that stand in the database, whatever somebody made of them: nothing is decoded, nothing is refused."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, LargeBinary, Select, Table, Text, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from tradewind.ledger.columns import ExactDecimal
from tradewind.ledger.database import Database
from tradewind.ledger.tables import bundle_contents, decision_chains, decision_logs, prompt_payloads

PAGE = 100
RawRow = dict[str, bytes | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPage:
    """Some decisions in the order of their rows, and how the chains stood at the same moment."""

    decisions: list[RawRow]
    calls: dict[bytes | None, list[RawRow]]  # by decision id, in their order
    chains: list[RawRow]

    @property
    def is_last(self) -> bool:
        """True when nothing followed at that moment."""
        return len(self.decisions) < PAGE


async def raw_decisions(database: Database, after: int = 0) -> AsyncIterator[RawPage]:
    """Yield the decisions that follow row `after`, page by page, each page of one moment; LedgerUnavailable."""
    while True:
        async with database.reading() as connection:
            page = await _page(connection, after)
        yield page
        if page.is_last:
            return
        after = int(page.decisions[-1]["seq"] or b"0")


async def raw_contents(database: Database) -> AsyncIterator[list[RawRow]]:
    """Yield every stored input, page by page; LedgerUnavailable."""
    key, last = bundle_contents.c.sha256, None
    while True:
        async with database.reading() as connection:
            query = _raw(connection, bundle_contents).order_by(key).limit(PAGE)
            if last is not None:
                query = query.where(key > _as_text(connection, last))
            rows = await _rows(connection, query)
        yield rows
        if len(rows) < PAGE:
            return
        last = rows[-1]["sha256"]


async def calls_without_decision(database: Database) -> list[RawRow]:
    """Return calls whose decision is not there, up to a page; LedgerUnavailable."""
    known = select(decision_logs.c.seq).where(decision_logs.c.decision_id == prompt_payloads.c.decision_id)
    async with database.reading() as connection:
        query = _raw(connection, prompt_payloads).where(~known.exists()).limit(PAGE)
        return await _rows(connection, query)


async def raw_decision(database: Database, decision_id: str) -> tuple[RawPage, RawRow | None] | None:
    """Return one decision and the link before it (None: it is the first), None when unknown; LedgerUnavailable."""
    log = decision_logs.c
    async with database.reading() as connection:
        query = select(log.seq, log.portfolio_id, log.link).where(log.decision_id == decision_id)
        place = (await connection.execute(query)).one_or_none()
        if place is None:
            return None
        before = _raw(connection, decision_logs).where(
            log.portfolio_id == place.portfolio_id, log.link == (place.link or 0) - 1
        )
        found = await _rows(connection, before.limit(1))
        return await _page_of(connection, [place.seq]), found[0] if found else None


async def raw_contents_of(database: Database, digests: Sequence[str]) -> list[RawRow]:
    """Return stored inputs by their hashes; LedgerUnavailable."""
    async with database.reading() as connection:
        query = _raw(connection, bundle_contents).where(bundle_contents.c.sha256.in_(digests))
        return await _rows(connection, query)


async def _page(connection: AsyncConnection, after: int) -> RawPage:
    seq = decision_logs.c.seq
    chosen = select(seq).where(seq > after).order_by(seq).limit(PAGE)
    return await _page_of(connection, list((await connection.execute(chosen)).scalars()))


async def _page_of(connection: AsyncConnection, numbers: Sequence[int]) -> RawPage:
    seq = decision_logs.c.seq
    decisions = _raw(connection, decision_logs).where(seq.in_(numbers)).order_by(seq)
    ids = select(decision_logs.c.decision_id).where(seq.in_(numbers))
    calls = (
        _raw(connection, prompt_payloads)
        .where(prompt_payloads.c.decision_id.in_(ids))
        .order_by(prompt_payloads.c.decision_id, prompt_payloads.c.ordinal)
    )
    by_decision: dict[bytes | None, list[RawRow]] = {}
    for call in await _rows(connection, calls):
        by_decision.setdefault(call["decision_id"], []).append(call)
    return RawPage(
        decisions=await _rows(connection, decisions),
        calls=by_decision,
        chains=await _rows(connection, _raw(connection, decision_chains)),
    )


async def _rows(connection: AsyncConnection, query: Select[Any]) -> list[RawRow]:
    return [dict(row) for row in (await connection.execute(query)).mappings()]


def _raw(connection: AsyncConnection, table: Table) -> Select[Any]:
    is_sqlite = connection.dialect.name == "sqlite"
    return select(*(_bytes(column, is_sqlite=is_sqlite).label(column.name) for column in table.columns))


def _bytes(column: Column[Any], *, is_sqlite: bool) -> ColumnElement[Any]:
    if is_sqlite:
        return cast(column, LargeBinary)
    if isinstance(column.type, LargeBinary):
        return column
    exact = func.trim_scale(column) if isinstance(column.type, ExactDecimal) else column
    return func.convert_to(cast(exact, Text), "UTF8", type_=LargeBinary)


def _as_text(connection: AsyncConnection, content: bytes) -> ColumnElement[str]:
    given = literal(content, LargeBinary)
    return cast(given, Text) if connection.dialect.name == "sqlite" else func.convert_from(given, "UTF8")
