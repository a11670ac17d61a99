"""Fills keep what the venue says that an order of its own was for."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("fills", sa.Column("purpose", sa.Text(), nullable=True))
