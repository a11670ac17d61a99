"""Positions, open and closed, and how the closed ones add up."""

from decimal import Decimal

from tradewind.domain.projections import Performance
from tradewind.ledger.positions import NumberedTrip
from tradewind.web.schemas.account import ClosedTrade, PositionView
from tradewind.web.schemas.shape import Money, Shape, Time, share


class ClosedPositionView(ClosedTrade):
    """A round trip with its id."""

    id: str
    net_pnl: Money  # after fees

    @classmethod
    def numbered(cls, trip: NumberedTrip) -> "ClosedPositionView":
        """Return the shape of `trip`."""
        closed = trip.closed
        return cls(
            **dict(ClosedTrade.of(closed)), id=str(trip.seq), net_pnl=closed.realized_pnl - closed.fees
        )


class PositionPage(Shape):
    """What is held now, and what was closed, newest first."""

    open: tuple[PositionView, ...]
    closed: tuple[ClosedPositionView, ...]
    next_cursor: str | None  # of the closed ones


class PositionDetail(Shape):
    """One position; just one of both is not null."""

    open: PositionView | None
    closed: ClosedPositionView | None


class PerformanceView(Shape):
    """Closed positions added up, net of fees; null before there is anything to add."""

    as_of: Time
    closed_count: int
    win_count: int
    loss_count: int
    win_share: float | None  # 0..1 of wins and losses
    net_pnl: Money
    average_win: Money | None
    average_loss: Money | None
    largest_win: Money | None
    largest_loss: Money | None
    profit_factor: Money | None  # won / lost; null before the first loss
    daily_pnl: Money | None  # of the whole account since midnight UTC

    @classmethod
    def of(cls, shown: Performance, net_pnls: list[Decimal]) -> "PerformanceView":
        """Return the shape of `shown`, the account's, beside the results that it adds up."""
        won = sum((pnl for pnl in net_pnls if pnl > 0), Decimal(0))
        lost = -sum((pnl for pnl in net_pnls if pnl < 0), Decimal(0))
        return cls(
            as_of=shown.timestamp,
            closed_count=len(net_pnls),
            win_count=shown.win_count,
            loss_count=shown.loss_count,
            win_share=shown.win_rate,
            net_pnl=sum(net_pnls, Decimal(0)),
            average_win=shown.avg_win,
            average_loss=shown.avg_loss,
            largest_win=shown.largest_win,
            largest_loss=shown.largest_loss,
            profit_factor=share(won, lost),
            daily_pnl=shown.daily_pnl,
        )
