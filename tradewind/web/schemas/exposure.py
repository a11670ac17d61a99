"""How much of each limit the account uses. Money as decimal strings, shares 0..1; null where a figure is unknown."""

from tradewind.portfolio.exposure import Exposure, Use
from tradewind.risk.limits import Enforcement
from tradewind.web.schemas.shape import Money, Shape, share


class UseView(Shape):
    """What is used of a limit."""

    used: Money | None
    limit: Money | None
    used_share: Money | None  # used / limit; above 1: beyond it

    @classmethod
    def of(cls, use: Use) -> "UseView":
        """Return the shape of `use`."""
        return cls(used=use.used, limit=use.limit, used_share=share(use.used, use.limit))


class ExposureView(Shape):
    """The account beside the limits in force."""

    enforcement: Enforcement
    gross: Money | None
    net: Money | None  # longs less shorts
    pending: Money | None  # openings on their way
    total: UseView  # gross and pending
    leverage: UseView  # the highest of a position
    margin: UseView  # of the equity
    day_loss: UseView
    drawdown: UseView  # shares of the highest equity

    @classmethod
    def of(cls, exposure: Exposure, enforcement: Enforcement) -> "ExposureView":
        """Return the shape of `exposure`."""
        return cls(
            enforcement=enforcement,
            gross=exposure.gross,
            net=exposure.net,
            pending=exposure.pending,
            total=UseView.of(exposure.total),
            leverage=UseView.of(exposure.leverage),
            margin=UseView.of(exposure.margin),
            day_loss=UseView.of(exposure.day_loss),
            drawdown=UseView.of(exposure.drawdown),
        )
