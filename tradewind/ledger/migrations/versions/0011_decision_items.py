"""What every decision proposed, one row each, so that decisions are found by it; an index that answers the rest."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BATCH = 500
"""Decisions in memory at once."""

ITEMS = sa.table(
    "llm_decision_items",
    sa.column("decision_id", sa.Text()),
    sa.column("ordinal", sa.Integer()),
    sa.column("symbol", sa.Text()),
    sa.column("action", sa.Text()),
    sa.column("is_approved", sa.Boolean()),
)
LOGS = sa.table(
    "llm_decision_logs",
    sa.column("seq", sa.BigInteger()),
    sa.column("decision_id", sa.Text()),
    sa.column("items_json", sa.Text()),
)


def upgrade() -> None:
    op.create_table(
        "llm_decision_items",
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("is_approved", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["llm_decision_logs.decision_id"],
            name=op.f("fk_llm_decision_items_decision_id"),
        ),
        sa.PrimaryKeyConstraint("decision_id", "ordinal", name=op.f("pk_llm_decision_items")),
    )
    columns = ["portfolio_id", "seq", "decision_id", "created_at", "trigger", "outcome", "model"]
    op.create_index("ix_llm_decision_logs_filter", "llm_decision_logs", columns)
    op.drop_index("ix_llm_decision_logs_portfolio_id_seq", "llm_decision_logs")
    for rows in _proposed():
        op.get_bind().execute(sa.insert(ITEMS), rows)


def _proposed() -> Iterator[list[dict[str, Any]]]:
    last = 0
    while True:
        query = sa.select(LOGS).where(LOGS.c.seq > last).order_by(LOGS.c.seq).limit(BATCH)
        logged = op.get_bind().execute(query).all()
        if not logged:
            return
        last = logged[-1].seq
        rows = [row for each in logged for row in _rows(each.decision_id, json.loads(each.items_json))]
        if rows:
            yield rows


def _rows(decision_id: str, items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for ordinal, item in enumerate(items, start=1):
        yield {
            "decision_id": decision_id,
            "ordinal": ordinal,
            "symbol": item["proposal"]["symbol"],
            "action": item["proposal"]["action"],
            "is_approved": item["is_approved"],
        }
