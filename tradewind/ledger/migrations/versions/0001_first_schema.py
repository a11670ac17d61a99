"""The first schema: books, trades, decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# NUMERIC would give the column a floating-point affinity on SQLite.
MONEY = sa.Numeric().with_variant(sa.Text(), "sqlite")
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = ("journal_entries", "journal_postings", "fills")


def upgrade() -> None:
    create_auto_portfolios()
    create_account_balances()
    create_journal_entries()
    create_journal_postings()
    create_equity_points()
    create_fills()
    create_orders()
    create_portfolio_positions()
    create_portfolio_closed_positions()
    create_llm_decision_logs()
    create_llm_prompt_payloads()
    create_bundle_contents()
    forbid_changes()


def create_auto_portfolios() -> None:
    op.create_table(
        "auto_portfolios",
        sa.Column("portfolio_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("highest_equity", MONEY, nullable=True),
        sa.PrimaryKeyConstraint("portfolio_id", name="pk_auto_portfolios"),
    )


def create_account_balances() -> None:
    op.create_table(
        "account_balances",
        sa.Column("portfolio_id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("amount", MONEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["portfolio_id"], ["auto_portfolios.portfolio_id"], name="fk_account_balances_portfolio_id"
        ),
        sa.PrimaryKeyConstraint("portfolio_id", "account", "unit", name="pk_account_balances"),
    )


def create_journal_entries() -> None:
    op.create_table(
        "journal_entries",
        sa.Column("seq", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("portfolio_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["portfolio_id"], ["auto_portfolios.portfolio_id"], name="fk_journal_entries_portfolio_id"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_journal_entries"),
        sa.UniqueConstraint("entry_id", name="uq_journal_entries_entry_id"),
    )
    op.create_index(
        "ix_journal_entries_portfolio_id_seq", "journal_entries", ["portfolio_id", "seq"], unique=False
    )


def create_journal_postings() -> None:
    op.create_table(
        "journal_postings",
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("amount", MONEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal_entries.entry_id"], name="fk_journal_postings_entry_id"
        ),
        sa.PrimaryKeyConstraint("entry_id", "line", name="pk_journal_postings"),
    )


def create_equity_points() -> None:
    op.create_table(
        "equity_points",
        sa.Column("portfolio_id", sa.Text(), nullable=False),
        sa.Column("time", sa.BigInteger(), nullable=False),
        sa.Column("equity", MONEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["portfolio_id"], ["auto_portfolios.portfolio_id"], name="fk_equity_points_portfolio_id"
        ),
        sa.PrimaryKeyConstraint("portfolio_id", "time", name="pk_equity_points"),
    )


def create_fills() -> None:
    op.create_table(
        "fills",
        sa.Column("seq", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("portfolio_id", sa.Text(), nullable=False),
        sa.Column("venue", sa.Text(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("trade_id", sa.Text(), nullable=False),
        sa.Column("client_order_id", sa.Text(), nullable=True),
        sa.Column("venue_order_id", sa.Text(), nullable=True),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("quantity", MONEY, nullable=False),
        sa.Column("price", MONEY, nullable=False),
        sa.Column("fee", MONEY, nullable=False),
        sa.Column("fee_currency", sa.Text(), nullable=False),
        sa.Column("liquidity", sa.Text(), nullable=False),
        sa.Column("exchange_time", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["portfolio_id"], ["auto_portfolios.portfolio_id"], name="fk_fills_portfolio_id"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_fills"),
        sa.UniqueConstraint("venue", "symbol", "trade_id", name="uq_fills_venue_symbol_trade_id"),
    )
    op.create_index("ix_fills_client_order_id", "fills", ["client_order_id"], unique=False)
    op.create_index("ix_fills_portfolio_id_seq", "fills", ["portfolio_id", "seq"], unique=False)


def create_orders() -> None:
    op.create_table(
        "orders",
        sa.Column("seq", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("client_order_id", sa.Text(), nullable=False),
        sa.Column("portfolio_id", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=True),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("quantity", MONEY, nullable=False),
        sa.Column("limit_price", MONEY, nullable=True),
        sa.Column("is_reduce_only", sa.Boolean(), nullable=False),
        sa.Column("leverage", MONEY, nullable=False),
        sa.Column("stop_price", MONEY, nullable=True),
        sa.Column("take_profit_price", MONEY, nullable=True),
        sa.Column("snapshot_price", MONEY, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("venue_order_id", sa.Text(), nullable=True),
        sa.Column("filled", MONEY, nullable=False),
        sa.Column("average_price", MONEY, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["portfolio_id"], ["auto_portfolios.portfolio_id"], name="fk_orders_portfolio_id"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_orders"),
        sa.UniqueConstraint("client_order_id", name="uq_orders_client_order_id"),
    )
    op.create_index("ix_orders_portfolio_id_sent_at", "orders", ["portfolio_id", "sent_at"], unique=False)
    op.create_index("ix_orders_portfolio_id_seq", "orders", ["portfolio_id", "seq"], unique=False)
    op.create_index("ix_orders_portfolio_id_state", "orders", ["portfolio_id", "state"], unique=False)


def create_portfolio_positions() -> None:
    op.create_table(
        "portfolio_positions",
        sa.Column("portfolio_id", sa.Text(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("quantity", MONEY, nullable=False),
        sa.Column("cost", MONEY, nullable=False),
        sa.Column("leverage", MONEY, nullable=False),
        sa.Column("stop_price", MONEY, nullable=True),
        sa.Column("take_profit_price", MONEY, nullable=True),
        sa.Column("realized_pnl", MONEY, nullable=False),
        sa.Column("fees", MONEY, nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=True),
        sa.Column("peak_quantity", MONEY, nullable=False),
        sa.Column("opened_quantity", MONEY, nullable=False),
        sa.Column("opened_notional", MONEY, nullable=False),
        sa.Column("closed_quantity", MONEY, nullable=False),
        sa.Column("closed_notional", MONEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["portfolio_id"], ["auto_portfolios.portfolio_id"], name="fk_portfolio_positions_portfolio_id"
        ),
        sa.PrimaryKeyConstraint("portfolio_id", "symbol", name="pk_portfolio_positions"),
    )


def create_portfolio_closed_positions() -> None:
    op.create_table(
        "portfolio_closed_positions",
        sa.Column("seq", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("portfolio_id", sa.Text(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("quantity", MONEY, nullable=False),
        sa.Column("entry_price", MONEY, nullable=False),
        sa.Column("exit_price", MONEY, nullable=False),
        sa.Column("realized_pnl", MONEY, nullable=False),
        sa.Column("fees", MONEY, nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=True),
        sa.Column("close_purpose", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["portfolio_id"],
            ["auto_portfolios.portfolio_id"],
            name="fk_portfolio_closed_positions_portfolio_id",
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_portfolio_closed_positions"),
    )
    op.create_index(
        "ix_portfolio_closed_positions_portfolio_id_seq",
        "portfolio_closed_positions",
        ["portfolio_id", "seq"],
        unique=False,
    )


def create_llm_decision_logs() -> None:
    op.create_table(
        "llm_decision_logs",
        sa.Column("seq", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("portfolio_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("bundle_sha256", sa.Text(), nullable=False),
        sa.Column("bundle_json", sa.Text(), nullable=False),
        sa.Column("account_json", sa.LargeBinary(), nullable=False),
        sa.Column("reasoning", sa.Text(), nullable=True),
        sa.Column("items_json", sa.Text(), nullable=False),
        sa.Column("unreadable_json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["portfolio_id"], ["auto_portfolios.portfolio_id"], name="fk_llm_decision_logs_portfolio_id"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_llm_decision_logs"),
        sa.UniqueConstraint("decision_id", name="uq_llm_decision_logs_decision_id"),
    )
    op.create_index(
        "ix_llm_decision_logs_portfolio_id_seq", "llm_decision_logs", ["portfolio_id", "seq"], unique=False
    )


def create_llm_prompt_payloads() -> None:
    op.create_table(
        "llm_prompt_payloads",
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("system_prompt", sa.Text(), nullable=False),
        sa.Column("user_prompt", sa.Text(), nullable=False),
        sa.Column("raw_answer", sa.Text(), nullable=True),
        sa.Column("reasoning_content", sa.Text(), nullable=True),
        sa.Column("prompt_tokens", sa.Integer(), nullable=True),
        sa.Column("completion_tokens", sa.Integer(), nullable=True),
        sa.Column("cost_usd", MONEY, nullable=True),
        sa.Column("latency_ms", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["llm_decision_logs.decision_id"], name="fk_llm_prompt_payloads_decision_id"
        ),
        sa.PrimaryKeyConstraint("decision_id", "ordinal", name="pk_llm_prompt_payloads"),
    )


def create_bundle_contents() -> None:
    op.create_table(
        "bundle_contents",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("compressed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_bundle_contents"),
    )


def forbid_changes() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    for table in APPEND_ONLY:
        for change in ("UPDATE", "DELETE"):
            refusal = (
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                if is_sqlite
                else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            op.execute(f"CREATE TRIGGER {table}_{change.lower()} BEFORE {change} ON {table} {refusal}")
