"""Tables of what decisions promised and what results have taught; part of the one schema of `tables`."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, Table, Text

from tradewind.domain.decision import Action
from tradewind.domain.order import OrderPurpose
from tradewind.domain.outcome import ForecastSource, LessonSource, RiskVerdict
from tradewind.ledger.columns import Choice, ExactDecimal, Moment
from tradewind.ledger.tables import RowNumber, metadata

risk_journal = Table(
    "autotrade_llm_risk_journal",
    metadata,
    Column("seq", RowNumber, primary_key=True, autoincrement=True),
    Column("client_order_id", Text, nullable=False, unique=True),
    Column("decision_id", Text, nullable=False),
    Column("portfolio_id", Text, ForeignKey("auto_portfolios.portfolio_id"), nullable=False),
    Column("symbol", Text, nullable=False),
    Column("action", Choice(Action), nullable=False),
    Column("model", Text, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("confidence", Float(53)),
    Column("narrative_json", Text),
    Column("notional", ExactDecimal),
    Column("entry_price", ExactDecimal),
    Column("stop_price", ExactDecimal),
    Column("forecast_loss", ExactDecimal),
    Column("forecast_source", Choice(ForecastSource)),
    Column("atr_share", Float(53)),
    Column("position_decision_id", Text),
    Column("opened_at", Moment),
    Column("best_pnl", ExactDecimal),
    Column("worst_pnl", ExactDecimal),
    Column("drawdown", ExactDecimal),
    Column("net_pnl", ExactDecimal),
    Column("closed_at", Moment),
    Column("close_purpose", Choice(OrderPurpose)),
    Column("verdict", Choice(RiskVerdict)),
    Column("completed_at", Moment),
    Column("alerted_at", Moment),
    Index(None, "portfolio_id", "seq"),
    Index(None, "portfolio_id", "completed_at"),
    Index(None, "decision_id"),
)

lessons = Table(
    "autotrade_llm_lessons",
    metadata,
    Column("seq", RowNumber, primary_key=True, autoincrement=True),
    Column("lesson_id", Text, nullable=False, unique=True),
    Column("portfolio_id", Text, ForeignKey("auto_portfolios.portfolio_id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("source", Choice(LessonSource), nullable=False),
    Column("rule", Text),
    Column("hits", Integer),
    Column("sample", Integer),
    Column("decisions_json", Text, nullable=False),
    Column("learned_at", Moment, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("retired_at", Moment),
    Column("retired_by", Text),
    Index(None, "portfolio_id", "seq"),
)
