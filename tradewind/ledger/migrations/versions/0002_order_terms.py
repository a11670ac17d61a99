"""Orders name how long they wait and what sets them off."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# NUMERIC would give the column a floating-point affinity on SQLite.
MONEY = sa.Numeric().with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.add_column("orders", sa.Column("time_in_force", sa.Text(), nullable=False, server_default="gtc"))
    op.add_column("orders", sa.Column("trigger_price", MONEY, nullable=True))
