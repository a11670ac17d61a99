"""Equity of every account on one page, beside what buying and holding would have come to."""

from decimal import Decimal
from enum import StrEnum

from tradewind.portfolio.curves import CurveFigures, CurvePoint
from tradewind.web.schemas.account import PortfolioView
from tradewind.web.schemas.shape import Money, Shape, Time, share

ONE = Decimal(1)
CENT_PART, SHARE_PART = Decimal("0.0001"), Decimal("0.000001")
"""What a curve that is drawn can show; the exact figures are the account's own."""


class Period(StrEnum):
    """How far back curves reach."""

    DAY = "1d"
    WEEK = "1w"
    MONTH = "1m"
    ALL = "all"


class CurvePointView(Shape):
    """One point; null where a price was unknown."""

    time: Time
    value: Money | None
    capital: Money  # put in by then
    return_share: Money | None  # since the first point of the period, deposits apart
    drawdown_share: Money | None  # below the highest point of the period


class CurveFiguresView(Shape):
    """What a curve amounts to over the period."""

    pnl: Money  # deposits and withdrawals apart
    return_share: Money | None
    max_drawdown_share: Money


class FlowView(Shape):
    """A deposit, or (negative) a withdrawal, within the period."""

    time: Time
    amount: Money


class AccountCurve(Shape):
    """One account, as it was recorded."""

    portfolio: PortfolioView
    is_current: bool  # the account that is traded now
    last_at: Time | None  # of the newest point; null: none in the period
    points: tuple[CurvePointView, ...]
    flows: tuple[FlowView, ...]
    figures: CurveFiguresView | None  # null before two points


class HeldCurve(Shape):
    """The account's money in its instruments from its first point on: equal parts, bought once, never sold."""

    symbols: tuple[str, ...]
    since: Time | None  # when they were bought; null: the account has no point yet
    fee_bps: Money
    points: tuple[CurvePointView, ...]
    figures: CurveFiguresView | None


class Curves(Shape):
    """Every account, and what the current one would be worth had it bought and held."""

    as_of: Time
    period: Period
    accounts: tuple[AccountCurve, ...]
    held: HeldCurve


def points_of(points: tuple[CurvePoint, ...]) -> tuple[CurvePointView, ...]:
    """Return the shapes of `points`; returns are counted from the first that is known."""
    first = next((point.growth for point in points if point.growth is not None), None)
    return tuple(
        CurvePointView(
            time=point.time,
            value=None if point.value is None else _cut(point.value, CENT_PART),
            capital=point.capital,
            return_share=share(point.growth - first, first) if point.growth is not None and first else None,
            drawdown_share=share(point.drawdown_share, ONE),
        )
        for point in points
    )


def figures_of(figures: CurveFigures | None) -> CurveFiguresView | None:
    """Return the shape of `figures`."""
    if figures is None:
        return None
    return CurveFiguresView(
        pnl=_cut(figures.pnl, CENT_PART),
        return_share=share(figures.return_share, ONE),
        max_drawdown_share=_cut(figures.max_drawdown_share, SHARE_PART),
    )


def _cut(number: Decimal, step: Decimal) -> Decimal:
    return number.quantize(step)
