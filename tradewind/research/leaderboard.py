"""Who did how well on the same tape: figures of each contender's equity net of fees, funding and what its model cost.

Returns are taken from equity at equal distances: days, or hours where the days are too few for an interval. A dollar
that a model costs counts as one USDT. What is unknown is None.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
from numpy.typing import NDArray

from tradewind.bus.codec import encode
from tradewind.domain.clock import Instant
from tradewind.domain.decision import Outcome
from tradewind.domain.instrument import Symbol
from tradewind.portfolio import metrics
from tradewind.portfolio.benchmark import alpha_beta
from tradewind.portfolio.bootstrap import LEAST_PERIODS, Interval, confidence
from tradewind.research.arena_curves import ArenaCurves
from tradewind.research.backtest import Backtest
from tradewind.research.tape import STEP_MS

ZERO = Decimal(0)
HOUR_MS = 3600 * 1000
DAY_MS = 24 * HOUR_MS
_MONEY = Decimal("0.00000001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One contender; shares are of 1, annual figures of 365 days."""

    contender: str
    label: str | None  # what a reader must know, such as that a model may have seen the period
    is_baseline: bool
    decisions: int
    abstained: int  # decisions without a usable answer
    orders_rejected: int
    liquidations: int
    trades: int  # closed positions
    win_rate: float | None
    profit_factor: float | None
    fees: Decimal
    funding: Decimal  # above 0: paid
    model_cost_usd: Decimal
    final_equity: Decimal | None  # net of the model's cost
    total_return: float | None
    annual_growth: float | None
    mean_return: float | None  # of a year, not compounded
    volatility: float | None
    sharpe: float | None
    sortino: float | None
    calmar: float | None
    omega: float | None
    tail_ratio: float | None
    alpha: float | None  # of a year, against buy-and-hold; None where that took no part
    beta: float | None
    max_drawdown: float | None  # below 0, on the close of every candle
    mean_return_interval: Interval | None  # 95 %; None: too few returns
    sharpe_interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaderboard:
    """Every contender of one arena, the best final equity first."""

    run: str  # names everything that it follows from
    tape: str  # sha256 of the candles
    symbols: tuple[Symbol, ...]
    first_decision: Instant
    last_candle: Instant
    days: float
    returns_every_hours: int
    opening_cash: Decimal
    seed: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArena:
    """A leaderboard as it is kept."""

    finished_at: Instant
    leaderboard: Leaderboard
    curves: ArenaCurves | None = None
    """None: kept before curves were."""


def leaderboard_bytes(board: Leaderboard) -> bytes:
    """Return the board as JSON for people's eyes too; the same arena gives the same bytes."""
    return json.dumps(json.loads(encode(board)), indent=2).encode() + b"\n"


def row_of(run: Backtest, name: str, *, is_baseline: bool, seed: int, held: Backtest | None = None) -> Row:
    """Return the figures of a run that is done; `held`: the one that bought and held."""
    curve, returns = net_equity(run), spaced_returns(run)
    per_year = metrics.DAYS_PER_YEAR * DAY_MS / spacing_ms(run)
    alpha, beta = (None, None)
    if held is not None:
        alpha, beta = alpha_beta(returns, spaced_returns(held), periods_per_year=per_year)
    sure = confidence(returns, seed=seed, periods_per_year=per_year)
    gains = [float(trip.realized_pnl - trip.fees) for trip in run.books.closed]
    counts = run.tally.state()
    final = None if math.isnan(curve[-1]) else _money((run.books.curve[-1] or ZERO) - run.tally.cost_usd)
    return Row(
        contender=name,
        label=run.config.label,
        is_baseline=is_baseline,
        decisions=sum(counts.outcomes.values()),
        abstained=counts.outcomes.get(Outcome.ABSTAINED.value, 0),
        orders_rejected=run.orders.rejected,
        liquidations=run.orders.liquidations,
        trades=len(gains),
        win_rate=metrics.win_rate(gains),
        profit_factor=metrics.finite(metrics.profit_factor(gains)),
        fees=_money(sum(run.books.fees.values(), ZERO)),
        funding=_money(sum(run.books.funding.values(), ZERO)),
        model_cost_usd=run.tally.cost_usd,
        final_equity=final,
        total_return=None if final is None else float(final / run.config.cash - 1),
        annual_growth=metrics.finite(metrics.annual_return(returns, per_year)),
        mean_return=_mean(returns, per_year),
        volatility=metrics.annual_volatility(returns, per_year),
        sharpe=metrics.finite(metrics.sharpe_ratio(returns, periods_per_year=per_year)),
        sortino=metrics.finite(metrics.sortino_ratio(returns, periods_per_year=per_year)),
        omega=metrics.omega_ratio(returns, periods_per_year=per_year),
        tail_ratio=metrics.finite(metrics.tail_ratio(returns)),
        alpha=alpha,
        beta=beta,
        calmar=metrics.finite(metrics.calmar_ratio(returns, per_year)),
        max_drawdown=metrics.max_drawdown(metrics.simple_returns(curve)),
        mean_return_interval=sure.mean_return if sure else None,
        sharpe_interval=sure.sharpe if sure else None,
    )


def net_equity(run: Backtest) -> NDArray[np.float64]:
    """Return the equity at every close less what the models had cost by then: float64[n], NaN where it is unknown."""
    curve = np.array([math.nan if equity is None else float(equity) for equity in run.books.curve])
    before = ZERO
    for place, total in run.costs:
        curve[place - run.first + 1 :] -= float(total - before)
        before = total
    return curve


def spaced_returns(run: Backtest) -> NDArray[np.float64]:
    """Return the returns of equal distances."""
    return metrics.simple_returns(net_equity(run)[:: spacing_ms(run) // STEP_MS])


def spacing_ms(run: Backtest) -> int:
    """Return the distance of the equities that returns are taken from."""
    days = (run.last - run.first) * STEP_MS // DAY_MS
    return DAY_MS if days >= LEAST_PERIODS else HOUR_MS


def ranked(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows, the best final equity first; of those with the same by name."""
    return tuple(
        sorted(
            rows,
            key=lambda row: (row.final_equity is None, -(row.final_equity or ZERO), row.contender),
        )
    )


def stands_apart(row: Row, other: Row) -> bool | None:
    """Say whether the Sharpe intervals of two contenders share no value; None where one of them is unknown.

    A careful measure: intervals that touch do not prove that two are alike, only that this tape cannot tell them apart.
    """
    mine, yours = row.sharpe_interval, other.sharpe_interval
    if mine is None or yours is None:
        return None
    return mine.low > yours.high or mine.high < yours.low


def _mean(returns: NDArray[np.float64], per_year: float) -> float | None:
    known = returns[~np.isnan(returns)]
    return float(known.mean()) * per_year if len(known) else None


def _money(amount: Decimal) -> Decimal:
    return amount.quantize(_MONEY, ROUND_HALF_EVEN) + ZERO
