"""What the models were used for, summed from the calls on record."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from tradewind.domain.clock import Instant
from tradewind.domain.model_usage import ModelUse
from tradewind.ledger.database import Database
from tradewind.ledger.tables import decision_logs, prompt_payloads

PAGE = 500
"""Decisions that are read at once, from the newest backwards: no index leads to their time."""


class ModelUsage:
    """Calls, tokens and cost of every desk in this ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, moment: Instant) -> tuple[ModelUse, ...]:
        """Return the use of each model from `moment` on, by name; LedgerUnavailable."""
        calls: dict[str, list[Row[tuple[object, ...]]]] = {}
        async with self._database.reading() as connection:
            before: int | None = None
            while page := await _page(connection, before):
                for row in page:
                    if row.created_at >= moment and row.model is not None:
                        calls.setdefault(row.model, []).append(row)
                if page[-1].created_at < moment:
                    break
                before = page[-1].seq
        return tuple(_use(model, rows) for model, rows in sorted(calls.items()))


async def _page(connection: AsyncConnection, before: int | None) -> Sequence[Row[tuple[object, ...]]]:
    query = select(decision_logs.c.seq, decision_logs.c.decision_id, decision_logs.c.created_at)
    if before is not None:
        query = query.where(decision_logs.c.seq < before)
    newest = query.order_by(decision_logs.c.seq.desc()).limit(PAGE).subquery()
    calls = prompt_payloads.c
    joined = (
        select(
            newest.c.seq,
            newest.c.created_at,
            calls.model,
            calls.prompt_tokens,
            calls.cached_tokens,
            calls.completion_tokens,
            calls.cost_usd,
            calls.raw_answer.is_(None).label("is_failed"),
        )
        .select_from(newest.outerjoin(prompt_payloads, calls.decision_id == newest.c.decision_id))
        .order_by(newest.c.seq.desc())
    )
    return (await connection.execute(joined)).all()


def _use(model: str, rows: Sequence[Row[tuple[object, ...]]]) -> ModelUse:
    return ModelUse(
        model=model,
        calls=len(rows),
        failed_calls=sum(bool(row.is_failed) for row in rows),
        prompt_tokens=sum(row.prompt_tokens or 0 for row in rows),
        cached_tokens=sum(row.cached_tokens or 0 for row in rows),
        completion_tokens=sum(row.completion_tokens or 0 for row in rows),
        cost_usd=sum((row.cost_usd for row in rows if row.cost_usd is not None), Decimal(0)),
        unpriced_calls=sum(row.cost_usd is None for row in rows),
    )
