"""Leaderboards of arenas."""

from typing import Annotated

from pydantic import Field

from tradewind.portfolio.bootstrap import Interval
from tradewind.research.arena import HELD
from tradewind.research.arena_curves import ArenaCurves, EquityLine
from tradewind.research.leaderboard import Row, StoredArena, stands_apart
from tradewind.web.schemas.shape import Money, Shape, Time

Count = Annotated[int, Field(ge=0)]


class IntervalView(Shape):
    """Between which two the true figure lies, 95 times of 100."""

    low: float
    high: float

    @classmethod
    def of(cls, interval: Interval | None) -> "IntervalView | None":
        """Return the shape of `interval`; None of too few returns."""
        return None if interval is None else cls(low=interval.low, high=interval.high)


class ArenaRow(Shape):
    """One contender; shares are of 1, annual figures of 365 days, what is unknown is null."""

    contender: str
    label: str | None
    """What a reader must know, such as that a model may have seen the period."""
    is_baseline: bool
    decisions: Count
    abstained: Count
    """Decisions without a usable answer."""
    orders_rejected: Count
    liquidations: Count
    trades: Count
    """Closed positions."""
    win_rate: float | None
    profit_factor: float | None
    fees: Money
    funding: Money  # above 0: paid
    model_cost_usd: Money
    final_equity: Money | None  # net of the model's cost
    total_return: float | None
    annual_growth: float | None
    mean_return: float | None  # of a year, not compounded
    volatility: float | None
    sharpe: float | None
    sortino: float | None
    calmar: float | None
    omega: float | None
    tail_ratio: float | None
    alpha: float | None  # of a year, against buy-and-hold; null where that took no part
    beta: float | None
    max_drawdown: float | None  # below 0
    mean_return_interval: IntervalView | None
    sharpe_interval: IntervalView | None
    differs_from_held: bool | None
    """Whether its Sharpe interval shares no value with that of buy-and-hold; null: unknown, or it is buy-and-hold."""

    @classmethod
    def of(cls, row: Row, held: Row | None) -> "ArenaRow":
        """Return the shape of `row`; `held`: who bought and held, None where nobody did."""
        names = set(cls.model_fields) - {"mean_return_interval", "sharpe_interval", "differs_from_held"}
        return cls(
            **{name: getattr(row, name) for name in names},
            differs_from_held=None if held is None or row is held else stands_apart(row, held),
            mean_return_interval=IntervalView.of(row.mean_return_interval),
            sharpe_interval=IntervalView.of(row.sharpe_interval),
        )


class ArenaView(Shape):
    """One arena; the best final equity comes first."""

    run: str
    tape: str  # sha256 of the candles
    finished_at: Time
    symbols: tuple[str, ...]
    first_decision: Time
    last_candle: Time
    days: float
    returns_every_hours: int
    opening_cash: Money
    has_curves: bool
    """False: it was run before curves were kept; running it again keeps them."""
    rows: tuple[ArenaRow, ...]

    @classmethod
    def of(cls, stored: StoredArena) -> "ArenaView":
        """Return the shape of `stored`."""
        board = stored.leaderboard
        held = next((row for row in board.rows if row.contender == HELD), None)
        return cls(
            run=board.run,
            tape=board.tape,
            finished_at=stored.finished_at,
            symbols=board.symbols,
            first_decision=board.first_decision,
            last_candle=board.last_candle,
            days=board.days,
            returns_every_hours=board.returns_every_hours,
            opening_cash=board.opening_cash,
            has_curves=stored.curves is not None,
            rows=tuple(ArenaRow.of(row, held) for row in board.rows),
        )


class ArenaList(Shape):
    """The arenas that were run on this desk's home, the last one first."""

    items: tuple[ArenaView, ...]


class EquityLineView(Shape):
    """Equity of one contender, net of what its model cost; null where something that it held had no price."""

    contender: str
    equities: tuple[Money | None, ...]

    @classmethod
    def of(cls, line: EquityLine) -> "EquityLineView":
        """Return the shape of `line`."""
        return cls(contender=line.contender, equities=line.equities)


class ArenaCurvesView(Shape):
    """Every contender of one arena at the same moments, oldest first; both are empty where no curves were kept."""

    run: str
    moments: tuple[Time, ...]
    lines: tuple[EquityLineView, ...]

    @classmethod
    def of(cls, run: str, curves: ArenaCurves | None) -> "ArenaCurvesView":
        """Return the shape of the curves of arena `run`."""
        if curves is None:
            return cls(run=run, moments=(), lines=())
        return cls(run=run, moments=curves.moments, lines=tuple(map(EquityLineView.of, curves.lines)))
