"""Decisions name the settings that they were made under."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("llm_decision_logs", sa.Column("settings_version", sa.Text(), nullable=True))
