"""What decisions promised of their risk and what became of it; lessons; when a result was put on record."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.BigInteger()
EXACT = sa.Numeric().with_variant(sa.Text(), "sqlite")
NUMBERED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("portfolio_closed_positions", sa.Column("recorded_at", MOMENT, nullable=True))
    create_risk_journal()
    create_lessons()


def create_risk_journal() -> None:
    op.create_table(
        "autotrade_llm_risk_journal",
        sa.Column("seq", NUMBERED, autoincrement=True, nullable=False),
        sa.Column("client_order_id", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("portfolio_id", sa.Text(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("confidence", sa.Float(53)),
        sa.Column("narrative_json", sa.Text()),
        sa.Column("notional", EXACT),
        sa.Column("entry_price", EXACT),
        sa.Column("stop_price", EXACT),
        sa.Column("forecast_loss", EXACT),
        sa.Column("forecast_source", sa.Text()),
        sa.Column("atr_share", sa.Float(53)),
        sa.Column("position_decision_id", sa.Text()),
        sa.Column("opened_at", MOMENT),
        sa.Column("best_pnl", EXACT),
        sa.Column("worst_pnl", EXACT),
        sa.Column("drawdown", EXACT),
        sa.Column("net_pnl", EXACT),
        sa.Column("closed_at", MOMENT),
        sa.Column("close_purpose", sa.Text()),
        sa.Column("verdict", sa.Text()),
        sa.Column("completed_at", MOMENT),
        sa.Column("alerted_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["portfolio_id"],
            ["auto_portfolios.portfolio_id"],
            name=op.f("fk_autotrade_llm_risk_journal_portfolio_id"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_autotrade_llm_risk_journal")),
        sa.UniqueConstraint("client_order_id", name=op.f("uq_autotrade_llm_risk_journal_client_order_id")),
    )
    for columns in (["portfolio_id", "seq"], ["portfolio_id", "completed_at"], ["decision_id"]):
        name = f"ix_autotrade_llm_risk_journal_{'_'.join(columns)}"
        op.create_index(op.f(name), "autotrade_llm_risk_journal", columns)


def create_lessons() -> None:
    op.create_table(
        "autotrade_llm_lessons",
        sa.Column("seq", NUMBERED, autoincrement=True, nullable=False),
        sa.Column("lesson_id", sa.Text(), nullable=False),
        sa.Column("portfolio_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text()),
        sa.Column("hits", sa.Integer()),
        sa.Column("sample", sa.Integer()),
        sa.Column("decisions_json", sa.Text(), nullable=False),
        sa.Column("learned_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("retired_at", MOMENT),
        sa.Column("retired_by", sa.Text()),
        sa.ForeignKeyConstraint(
            ["portfolio_id"],
            ["auto_portfolios.portfolio_id"],
            name=op.f("fk_autotrade_llm_lessons_portfolio_id"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_autotrade_llm_lessons")),
        sa.UniqueConstraint("lesson_id", name=op.f("uq_autotrade_llm_lessons_lesson_id")),
    )
    op.create_index(
        op.f("ix_autotrade_llm_lessons_portfolio_id_seq"), "autotrade_llm_lessons", ["portfolio_id", "seq"]
    )
