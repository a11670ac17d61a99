"""Decisions keep all that a replay needs, and each one names the record before it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

RECORD_COLUMNS = (
    ("as_of", sa.BigInteger()),
    ("prompt_version", sa.Text()),
    ("review_json", sa.LargeBinary()),
    ("limits_json", sa.LargeBinary()),
    ("pause_cycles", sa.Integer()),
    ("link", sa.Integer()),
    ("previous_sha256", sa.Text()),
    ("fingerprints_json", sa.Text()),
    ("sha256", sa.Text()),
)
CALL_COLUMNS = (
    ("finish_reason", sa.Text()),
    ("cached_tokens", sa.Integer()),
    ("tool_payload_json", sa.Text()),
)


def upgrade() -> None:
    for name, kind in RECORD_COLUMNS:
        op.add_column("llm_decision_logs", sa.Column(name, kind, nullable=True))
    for name, kind in CALL_COLUMNS:
        op.add_column("llm_prompt_payloads", sa.Column(name, kind, nullable=True))
    op.add_column("bundle_contents", sa.Column("packed_sha256", sa.Text(), nullable=True))
    op.create_table(
        "decision_chains",
        sa.Column("portfolio_id", sa.Text(), nullable=False),
        sa.Column("unlinked", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("head_sha256", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["portfolio_id"],
            ["auto_portfolios.portfolio_id"],
            name=op.f("fk_decision_chains_portfolio_id"),
        ),
        sa.PrimaryKeyConstraint("portfolio_id", name=op.f("pk_decision_chains")),
    )
