"""Equity over time beside what was put in, and beside instruments bought once and held; pure.

Growth is what one unit of money put in at the first point has become (time-weighted): deposits and withdrawals are
neither gain nor loss.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tradewind.domain.candle import CandleRow, Timeframe
from tradewind.domain.cash_flow import CapitalFlow
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol

ZERO, ONE = Decimal(0), Decimal(1)
MOST_CANDLES_OLD = 3
"""A price is the last close of at most so many candles ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What something is worth at a moment; None: unknown."""

    time: Instant
    value: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """One point of a curve; None: unknown."""

    time: Instant
    value: Decimal | None
    capital: Decimal  # put in by then
    growth: Decimal | None
    drawdown_share: Decimal | None  # 0..1 below the curve's highest growth so far


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveFigures:
    """What a curve amounts to."""

    pnl: Decimal  # deposits and withdrawals apart
    return_share: Decimal | None
    max_drawdown_share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Closes:
    """Closes of one instrument's confirmed candles, oldest first."""

    closed_at_ms: tuple[int, ...]
    prices: tuple[float, ...]
    length_ms: int

    @classmethod
    def of(cls, rows: Sequence[CandleRow], timeframe: Timeframe) -> "Closes":
        """Return the closes of `rows`."""
        length_ms = round(timeframe.length.total_seconds() * 1000)
        return cls(
            closed_at_ms=tuple(row[0] + length_ms for row in rows),
            prices=tuple(row[4] for row in rows),
            length_ms=length_ms,
        )

    def at(self, moment: Instant) -> Decimal | None:
        """Return the last close before `moment`, None when that is too long ago."""
        place = bisect_right(self.closed_at_ms, moment.epoch_ms) - 1
        if place < 0 or moment.epoch_ms - self.closed_at_ms[place] > MOST_CANDLES_OLD * self.length_ms:
            return None
        return Decimal(repr(self.prices[place]))


Prices = Mapping[Symbol, Sequence[Closes]]
"""Of each instrument several series; the first that knows a moment counts."""


def curve(worths: Sequence[Worth], flows: Sequence[CapitalFlow]) -> tuple[CurvePoint, ...]:
    """Return `worths`, oldest first, with what was put in and what came of it.

    The first of `flows` is the opening cash, which was there from the start, whenever it was booked.
    """
    opening, later = sum((flow.amount for flow in flows[:1]), ZERO), flows[1:]
    points: list[CurvePoint] = []
    growth, highest, before = ONE, ONE, None
    for worth in worths:
        capital = opening + sum((flow.amount for flow in later if flow.time <= worth.time), ZERO)
        step = _step(before, worth, later)
        if worth.value is not None:
            growth = growth * step if step is not None else growth
            highest = max(highest, growth)
            before = worth
        is_known = worth.value is not None
        points.append(
            CurvePoint(
                time=worth.time,
                value=worth.value,
                capital=capital,
                growth=growth if is_known else None,
                drawdown_share=ONE - growth / highest if is_known else None,
            )
        )
    return tuple(points)


def figures(points: Sequence[CurvePoint]) -> CurveFigures | None:
    """Return what a curve amounts to; None before two of its points are known."""
    known = [point for point in points if point.value is not None and point.growth is not None]
    if len(known) < 2:
        return None
    first, last = known[0], known[-1]
    earned = (last.value or ZERO) - (first.value or ZERO) - (last.capital - first.capital)
    return CurveFigures(
        pnl=earned,
        return_share=last.growth / first.growth - ONE if last.growth is not None and first.growth else None,
        max_drawdown_share=max(point.drawdown_share or ZERO for point in known),
    )


def held_worths(
    times: Sequence[Instant],
    prices: Prices,
    purchases: Sequence[CapitalFlow],
    fee_share: Decimal,
) -> list[Worth]:
    """Return what `purchases`, each spread evenly over the instruments less the fee, are worth at `times`.

    None where the price of an instrument is unknown then, or was when it had to be bought; a negative purchase sells.
    """
    held: dict[Symbol, Decimal] | None = dict.fromkeys(prices, ZERO)
    due = sorted(purchases, key=lambda flow: flow.time)
    worths: list[Worth] = []
    for time in times:
        while due and due[0].time <= time:
            held = _after(held, due.pop(0), prices, fee_share)
        worths.append(Worth(time=time, value=_worth(held, prices, time)))
    return worths


def _step(before: Worth | None, worth: Worth, flows: Sequence[CapitalFlow]) -> Decimal | None:
    """Return by what the value has multiplied since `before`, what was put in meanwhile apart; None: it cannot be said."""
    if before is None or worth.value is None or before.value is None or before.value <= ZERO:
        return None
    added = sum((flow.amount for flow in flows if before.time < flow.time <= worth.time), ZERO)
    return max((worth.value - added) / before.value, ZERO)


def _after(
    held: dict[Symbol, Decimal] | None, purchase: CapitalFlow, prices: Prices, fee_share: Decimal
) -> dict[Symbol, Decimal] | None:
    if held is None:
        return None
    bought: dict[Symbol, Decimal] = {}
    for symbol, quantity in held.items():
        price = price_at(prices, symbol, purchase.time)
        if price is None:
            return None
        cost = price * (ONE + fee_share.copy_sign(purchase.amount))
        bought[symbol] = quantity + purchase.amount / len(held) / cost
    return bought


def _worth(held: dict[Symbol, Decimal] | None, prices: Prices, time: Instant) -> Decimal | None:
    if not held:
        return None
    total = ZERO
    for symbol, quantity in held.items():
        price = price_at(prices, symbol, time)
        if price is None:
            return None
        total += quantity * price
    return total


def price_at(prices: Prices, symbol: Symbol, moment: Instant) -> Decimal | None:
    """Return the price of `symbol` at `moment`, None when no series knows it."""
    known = (closes.at(moment) for closes in prices[symbol])
    return next((price for price in known if price is not None), None)
