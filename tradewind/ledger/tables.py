"""Every table of the ledger, exactly once; a migration brings a database here and a test compares the two."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from tradewind.domain.account import RuntimeMode
from tradewind.domain.decision import Action, Outcome, Trigger
from tradewind.domain.desk_state import DeskState
from tradewind.domain.fill import Liquidity
from tradewind.domain.order import OrderKind, OrderPurpose, OrderState, Side, TimeInForce
from tradewind.domain.position import PositionSide
from tradewind.ledger.columns import Choice, ExactDecimal, Moment
from tradewind.ledger.journal import Account, EntryKind

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

RowNumber = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up only in a column that it calls INTEGER."""


def _seq() -> Column[int]:
    return Column("seq", RowNumber, primary_key=True, autoincrement=True)


def _portfolio(*, is_key: bool = False) -> Column[str]:
    return Column(
        "portfolio_id",
        Text,
        ForeignKey("auto_portfolios.portfolio_id"),
        nullable=False,
        primary_key=is_key,
    )


portfolios = Table(
    "auto_portfolios",
    metadata,
    Column("portfolio_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("mode", Choice(RuntimeMode), nullable=False),
    Column("currency", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("highest_equity", ExactDecimal),
)

journal_entries = Table(
    "journal_entries",
    metadata,
    _seq(),
    Column("entry_id", Text, nullable=False, unique=True),
    _portfolio(),
    Column("kind", Choice(EntryKind), nullable=False),
    Column("occurred_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Index(None, "portfolio_id", "seq"),
)

journal_postings = Table(
    "journal_postings",
    metadata,
    Column("entry_id", Text, ForeignKey("journal_entries.entry_id"), primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("account", Choice(Account), nullable=False),
    Column("unit", Text, nullable=False),
    Column("amount", ExactDecimal, nullable=False),
)

account_balances = Table(
    "account_balances",
    metadata,
    _portfolio(is_key=True),
    Column("account", Choice(Account), primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("amount", ExactDecimal, nullable=False),
)

fills = Table(
    "fills",
    metadata,
    _seq(),
    _portfolio(),
    Column("venue", Text, nullable=False),
    Column("symbol", Text, nullable=False),
    Column("trade_id", Text, nullable=False),
    Column("client_order_id", Text, index=True),
    Column("venue_order_id", Text),
    Column("side", Choice(Side), nullable=False),
    Column("quantity", ExactDecimal, nullable=False),
    Column("price", ExactDecimal, nullable=False),
    Column("fee", ExactDecimal, nullable=False),
    Column("fee_currency", Text, nullable=False),
    Column("liquidity", Choice(Liquidity), nullable=False),
    Column("exchange_time", Moment, nullable=False),
    Column("purpose", Choice(OrderPurpose)),
    UniqueConstraint("venue", "symbol", "trade_id"),
    Index(None, "portfolio_id", "seq"),
)

orders = Table(
    "orders",
    metadata,
    _seq(),
    Column("client_order_id", Text, nullable=False, unique=True),
    _portfolio(),
    Column("decision_id", Text),
    Column("symbol", Text, nullable=False),
    Column("side", Choice(Side), nullable=False),
    Column("kind", Choice(OrderKind), nullable=False),
    Column("purpose", Choice(OrderPurpose), nullable=False),
    Column("quantity", ExactDecimal, nullable=False),
    Column("limit_price", ExactDecimal),
    Column("is_reduce_only", Boolean, nullable=False),
    Column("leverage", ExactDecimal, nullable=False),
    Column("stop_price", ExactDecimal),
    Column("take_profit_price", ExactDecimal),
    Column("snapshot_price", ExactDecimal),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("time_in_force", Choice(TimeInForce), nullable=False, server_default=TimeInForce.GTC.value),
    Column("trigger_price", ExactDecimal),
    Column("state", Choice(OrderState), nullable=False),
    Column("venue_order_id", Text),
    Column("filled", ExactDecimal, nullable=False),
    Column("average_price", ExactDecimal),
    Column("reason", Text),
    Column("sent_at", Moment),
    Column("updated_at", Moment, nullable=False),
    Index(None, "portfolio_id", "seq"),
    Index(None, "portfolio_id", "state"),
    Index(None, "portfolio_id", "sent_at"),
)

positions = Table(
    "portfolio_positions",
    metadata,
    _portfolio(is_key=True),
    Column("symbol", Text, primary_key=True),
    Column("quantity", ExactDecimal, nullable=False),
    Column("cost", ExactDecimal, nullable=False),
    Column("leverage", ExactDecimal, nullable=False),
    Column("stop_price", ExactDecimal),
    Column("take_profit_price", ExactDecimal),
    Column("realized_pnl", ExactDecimal, nullable=False),
    Column("fees", ExactDecimal, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("decision_id", Text),
    Column("peak_quantity", ExactDecimal, nullable=False),
    Column("opened_quantity", ExactDecimal, nullable=False),
    Column("opened_notional", ExactDecimal, nullable=False),
    Column("closed_quantity", ExactDecimal, nullable=False),
    Column("closed_notional", ExactDecimal, nullable=False),
)

closed_positions = Table(
    "portfolio_closed_positions",
    metadata,
    _seq(),
    _portfolio(),
    Column("symbol", Text, nullable=False),
    Column("side", Choice(PositionSide), nullable=False),
    Column("quantity", ExactDecimal, nullable=False),
    Column("entry_price", ExactDecimal, nullable=False),
    Column("exit_price", ExactDecimal, nullable=False),
    Column("realized_pnl", ExactDecimal, nullable=False),
    Column("fees", ExactDecimal, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment, nullable=False),
    Column("decision_id", Text),
    Column("close_purpose", Choice(OrderPurpose)),
    Column("recorded_at", Moment),
    Index(None, "portfolio_id", "seq"),
)

equity_points = Table(
    "equity_points",
    metadata,
    _portfolio(is_key=True),
    Column("time", Moment, primary_key=True),
    Column("equity", ExactDecimal, nullable=False),
)

decision_logs = Table(
    "llm_decision_logs",
    metadata,
    _seq(),
    Column("decision_id", Text, nullable=False, unique=True),
    _portfolio(),
    Column("created_at", Moment, nullable=False),
    Column("trigger", Choice(Trigger), nullable=False),
    Column("outcome", Choice(Outcome), nullable=False),
    Column("why", Text),
    Column("model", Text, nullable=False),
    Column("bundle_sha256", Text, nullable=False),
    Column("bundle_json", Text, nullable=False),
    Column("account_json", LargeBinary, nullable=False),
    Column("reasoning", Text),
    Column("items_json", Text, nullable=False),
    Column("unreadable_json", Text, nullable=False),
    Column("settings_version", Text),
    Column("as_of", Moment),
    Column("prompt_version", Text),
    Column("review_json", LargeBinary),
    Column("limits_json", LargeBinary),
    Column("pause_cycles", Integer),
    Column("link", Integer),
    Column("previous_sha256", Text),
    Column("fingerprints_json", Text),
    Column("sha256", Text),
    Index(
        "ix_llm_decision_logs_filter",
        *("portfolio_id", "seq", "decision_id", "created_at", "trigger", "outcome", "model"),
    ),
)

decision_items = Table(
    "llm_decision_items",
    metadata,
    Column("decision_id", Text, ForeignKey("llm_decision_logs.decision_id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("symbol", Text, nullable=False),
    Column("action", Choice(Action), nullable=False),
    Column("is_approved", Boolean, nullable=False),
)

decision_chains = Table(
    "decision_chains",
    metadata,
    _portfolio(is_key=True),
    Column("unlinked", Integer, nullable=False),
    Column("length", Integer, nullable=False),
    Column("head_sha256", Text),
)

prompt_payloads = Table(
    "llm_prompt_payloads",
    metadata,
    Column("decision_id", Text, ForeignKey("llm_decision_logs.decision_id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("model", Text, nullable=False),
    Column("system_prompt", Text, nullable=False),
    Column("user_prompt", Text, nullable=False),
    Column("raw_answer", Text),
    Column("reasoning_content", Text),
    Column("prompt_tokens", Integer),
    Column("completion_tokens", Integer),
    Column("cost_usd", ExactDecimal),
    Column("latency_ms", Integer, nullable=False),
    Column("error", Text),
    Column("finish_reason", Text),
    Column("cached_tokens", Integer),
    Column("tool_payload_json", Text),
)

bundle_contents = Table(
    "bundle_contents",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("compressed", LargeBinary, nullable=False),
    Column("packed_sha256", Text),
)

desk_states = Table(
    "desk_states",
    metadata,
    _seq(),
    Column("at", Moment, nullable=False),
    Column("state", Choice(DeskState), nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("flatten", Boolean, nullable=False),
    Column(
        "desk", Text, nullable=False, server_default=""
    ),  # the home; empty: nobody knows whose turn it was
    Column("account", Text, nullable=False, server_default=""),
    UniqueConstraint("at", "state", "desk"),
)

runtime_settings = Table(
    "autotrade_runtime_settings",
    metadata,
    _seq(),
    Column("mode", Choice(RuntimeMode), nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("approvals_needed", Integer, nullable=False),
    Column("approved_by", JSON, nullable=False),
    Column("in_force_at", Moment),
    Column(
        "desk", Text, nullable=False, server_default=""
    ),  # the home; empty: of whoever has no change of its own
)

account_leases = Table(
    "account_leases",
    metadata,
    Column("account", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("token", BigInteger, nullable=False),
    Column("beats", BigInteger, nullable=False),
    Column("since", Moment, nullable=False),
    Column("is_held", Boolean, nullable=False),
)
