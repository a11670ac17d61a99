"""Switches of the mode and turns of the kill switch say whose they are; what was written before may be anybody's."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "autotrade_runtime_settings", sa.Column("desk", sa.Text(), nullable=False, server_default="")
    )
    with op.batch_alter_table("desk_states") as turns:
        turns.add_column(sa.Column("desk", sa.Text(), nullable=False, server_default=""))
        turns.add_column(sa.Column("account", sa.Text(), nullable=False, server_default=""))
        turns.drop_constraint(op.f("uq_desk_states_at_state"), type_="unique")
        turns.create_unique_constraint(op.f("uq_desk_states_at_state_desk"), ["at", "state", "desk"])
