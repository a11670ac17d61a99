"""Fills with the decision behind each. Money, prices and sizes: decimal strings."""

from tradewind.domain.order import OrderPurpose
from tradewind.ledger.fills import Trade
from tradewind.web.schemas.account import FillView
from tradewind.web.schemas.shape import Shape


class TradeView(FillView):
    """One execution and why it was."""

    decision_id: str | None  # null: not an order of this desk
    purpose: OrderPurpose | None

    @classmethod
    def of_trade(cls, trade: Trade) -> "TradeView":
        """Return the shape of `trade`."""
        return cls(**dict(FillView.of(trade.fill)), decision_id=trade.decision_id, purpose=trade.purpose)


class TradePage(Shape):
    """Fills, newest first."""

    items: tuple[TradeView, ...]
    next_cursor: str | None
