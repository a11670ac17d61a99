"""Leaderboards that nobody had to run."""

from dataclasses import replace
from decimal import Decimal

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.portfolio.bootstrap import Interval
from tradewind.research.arena_curves import ArenaCurves, EquityLine
from tradewind.research.leaderboard import Leaderboard, Row, StoredArena

MODEL_ROW = Row(
    contender="model:m",
    label="cutoff of m unknown: it may have seen this period",
    is_baseline=False,
    decisions=900,
    abstained=3,
    orders_rejected=1,
    liquidations=0,
    trades=40,
    win_rate=0.6,
    profit_factor=1.5,
    fees=Decimal("12.5"),
    funding=Decimal("-0.75"),
    model_cost_usd=Decimal("1.25"),
    final_equity=Decimal("10900.5"),
    total_return=0.09005,
    annual_growth=0.4,
    mean_return=0.5,
    volatility=0.2,
    sharpe=2.5,
    sortino=None,
    calmar=4.0,
    omega=1.2,
    tail_ratio=0.9,
    alpha=0.05,
    beta=0.4,
    max_drawdown=-0.1,
    mean_return_interval=Interval(low=0.2, high=0.8),
    sharpe_interval=Interval(low=0.5, high=4.5),
)
HELD_ROW = replace(
    MODEL_ROW,
    contender="buy-and-hold",
    label=None,
    is_baseline=True,
    mean_return=0.15,
    mean_return_interval=None,
    sharpe_interval=None,
    final_equity=Decimal(10_400),
)
BOARD = Leaderboard(
    run="a" * 64,
    tape="b" * 64,
    symbols=(Symbol("BTC-USDT-SWAP"),),
    first_decision=Instant.parse("2025-03-01T01:00:00Z"),
    last_candle=Instant.parse("2025-06-09T01:00:00Z"),
    days=100.0,
    returns_every_hours=24,
    opening_cash=Decimal(10_000),
    seed=7,
    rows=(MODEL_ROW, HELD_ROW),
)
CURVES = ArenaCurves(
    moments=(BOARD.first_decision, BOARD.last_candle),
    lines=(
        EquityLine(contender="model:m", equities=(Decimal(10_000), Decimal("10900.5"))),
        EquityLine(contender="buy-and-hold", equities=(None, Decimal(10_400))),
    ),
)
STORED = StoredArena(finished_at=Instant.parse("2025-07-01T00:00:00Z"), leaderboard=BOARD, curves=CURVES)
