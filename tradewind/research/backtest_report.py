"""What a backtest found, for programs and for people; the same inputs give the same bytes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from tradewind.bus.codec import encode
from tradewind.domain.account import ClosedPosition
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.research.backtest import Backtest
from tradewind.research.backtest_config import BacktestConfig
from tradewind.research.tally import TallyState
from tradewind.research.tape import STEP_MS

ZERO = Decimal(0)
PERCENT = Decimal(100)
_MONEY = Decimal("0.00000001")
_PERCENT_STEP = Decimal("0.0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The results of one instrument; money in the account's currency."""

    trades: int
    wins: int
    realized_pnl: Decimal  # before fees
    fees: Decimal
    funding: Decimal  # positive: the account paid
    fills: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run; `run` names everything that it follows from."""

    run: str
    data: str
    label: str | None
    settings: BacktestConfig
    first_decision: Instant
    last_candle: Instant
    candles: int
    decisions: TallyState
    orders_rejected: int
    liquidations: int
    opening_cash: Decimal
    final_equity: Decimal | None  # None: something held had no price at the end
    return_pct: Decimal | None
    net_return_pct: Decimal | None
    """After what the models cost, a USD for a USDT; None: that is unknown."""
    max_drawdown_pct: Decimal
    """Below the highest equity so far, on the candles' closes."""
    trades: int
    wins: int
    realized_pnl: Decimal
    fees: Decimal
    funding: Decimal
    open_positions: Mapping[Symbol, Decimal]
    """What is still held at the end, signed coins; its profit so far is in the equity."""
    symbols: Mapping[Symbol, Line]
    without_funding: tuple[Symbol, ...]
    """The folder has no rates of these: nothing was paid or received for holding them."""


def report_of(run: Backtest) -> Report:
    """Return the results of a run that is done."""
    lines = {symbol: _line(run, symbol) for symbol in run.config.symbols}
    final, cash, decisions = run.books.curve[-1], run.config.cash, run.tally.state()
    return Report(
        run=run.identity,
        data=run.tape.sha256,
        label=run.config.label,
        settings=run.config,
        first_decision=Instant.from_ms(run.tape.close_ms(run.first)),
        last_candle=Instant.from_ms(run.tape.close_ms(run.last)),
        candles=run.candles,
        decisions=decisions,
        orders_rejected=run.orders.rejected,
        liquidations=run.orders.liquidations,
        opening_cash=cash,
        final_equity=None if final is None else _money(final),
        return_pct=None if final is None else _percent(final / cash - 1),
        net_return_pct=_percent((final - decisions.cost_usd) / cash - 1)
        if final is not None and not decisions.unpriced_calls
        else None,
        max_drawdown_pct=_percent(max_drawdown(run.books.curve)),
        trades=sum(line.trades for line in lines.values()),
        wins=sum(line.wins for line in lines.values()),
        realized_pnl=_sum(line.realized_pnl for line in lines.values()),
        fees=_sum(line.fees for line in lines.values()),
        funding=_sum(line.funding for line in lines.values()),
        open_positions={symbol: trip.position.quantity for symbol, trip in sorted(run.books.trips.items())},
        symbols=lines,
        without_funding=tuple(symbol for symbol in run.config.symbols if symbol not in run.tape.funding),
    )


def report_bytes(report: Report) -> bytes:
    """Return the report as JSON for people's eyes too."""
    return json.dumps(json.loads(encode(report)), indent=2).encode() + b"\n"


def equity_lines(run: Backtest) -> bytes:
    """Return the equity at every close as CSV; empty where something held had no price."""
    first = run.tape.close_ms(run.first)
    rows = (
        f"{first + place * STEP_MS},{'' if equity is None else _money(equity)}"
        for place, equity in enumerate(run.books.curve)
    )
    return "\n".join(["timestamp,equity", *rows, ""]).encode()


def trade_lines(closed: Sequence[ClosedPosition]) -> bytes:
    """Return the closed positions as CSV, oldest first."""
    head = "symbol,side,quantity,entry_price,exit_price,realized_pnl,fees,opened_at,closed_at,closed_by,decision_id"
    rows = (
        ",".join(
            str(cell)
            for cell in (
                trip.symbol,
                trip.side,
                f"{trip.quantity:f}",
                _money(trip.entry_price),
                _money(trip.exit_price),
                _money(trip.realized_pnl),
                _money(trip.fees),
                trip.opened_at,
                trip.closed_at,
                trip.close_purpose or "venue",
                trip.decision_id or "",
            )
        )
        for trip in closed
    )
    return "\n".join([head, *rows, ""]).encode()


def max_drawdown(curve: Sequence[Decimal | None]) -> Decimal:
    """Return the furthest fall below an earlier high, as a share of that high; 0 where it never fell."""
    highest, deepest = ZERO, ZERO
    for equity in curve:
        if equity is None:
            continue
        if equity > highest:
            highest = equity
        elif highest > 0 and (highest - equity) / highest > deepest:
            deepest = (highest - equity) / highest
    return deepest


def _line(run: Backtest, symbol: Symbol) -> Line:
    closed = [trip for trip in run.books.closed if trip.symbol == symbol]
    return Line(
        trades=len(closed),
        wins=sum(trip.realized_pnl > trip.fees for trip in closed),
        realized_pnl=_sum(trip.realized_pnl for trip in closed),
        fees=_money(run.books.fees.get(symbol, ZERO)),
        funding=_money(run.books.funding.get(symbol, ZERO)),
        fills=run.books.fills.get(symbol, 0),
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return _money(sum(amounts, ZERO))


def _money(amount: Decimal) -> Decimal:
    return amount.quantize(_MONEY, ROUND_HALF_EVEN) + ZERO


def _percent(share: Decimal) -> Decimal:
    return (share * PERCENT).quantize(_PERCENT_STEP, ROUND_HALF_EVEN) + ZERO
